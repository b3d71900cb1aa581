/** All versions of an article: who wrote what when, what changed, and the way back. */

import { Button, Menu, Select } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { plural } from '../../staff/figures'
import { Said } from '../../staff/now'
import { Failure, RowsLoading } from '../../staff/states'
import type { Article, Versions } from '../../staff/types'
import { useVersion, useVersions } from './data'
import { FieldDiffs } from './FieldDiffs'
import type { Life } from './useLife'

interface Props {
  article: Article
  dirty: boolean
  life: Life
}

export function VersionsPage({ article, dirty, life }: Props) {
  const { data, error, refetch } = useVersions(article.id)
  const [picked, setPicked] = useState<number | null>(null)
  const [other, setOther] = useState<number | null>(null)
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <RowsLoading rows={4} height={56} />
  const number = picked ?? article.version
  const against = other ?? Math.max(number - 1, 0)
  const pick = (version: number) => {
    setPicked(version)
    setOther(null)
  }
  return (
    <div className="kn-versions">
      <section className="ad-card" aria-label="All versions">
        <ol className="kn-version-list" reversed>
          {data.versions.map((version) => (
            <li key={version.number}>
              <button
                type="button"
                className="kn-version"
                aria-current={version.number === number ? 'true' : undefined}
                onClick={() => pick(version.number)}
              >
                <span className="kn-tags">
                  <strong>Version {version.number}</strong>
                  {version.live && (
                    <span className="ad-tag ad-tag-ok">
                      <IconCircleCheck size={14} aria-hidden /> Live
                    </span>
                  )}
                </span>
                <span className="st-soft">
                  {version.written_by}, <Said at={version.written_at} />
                </span>
                <Overrides all={data.overrides} version={version.number} />
              </button>
            </li>
          ))}
        </ol>
        <Overrides all={data.overrides} version={null} />
      </section>
      <section className="ad-card kn-changes-card" aria-label={`Version ${number}`}>
        <div className="kn-compare">
          <span className="kn-compare-words">
            <strong>Version {number}</strong> against
            <Select
              size="xs"
              w={150}
              aria-label="Compare with"
              allowDeselect={false}
              value={String(against)}
              onChange={(value) => setOther(Number(value))}
              data={[
                ...data.versions
                  .filter((version) => version.number !== number)
                  .map((version) => ({ value: String(version.number), label: `version ${version.number}` })),
                { value: '0', label: 'nothing' },
              ]}
            />
          </span>
          {number !== article.version && <BackMenu article={article} number={number} dirty={dirty} life={life} />}
        </div>
        <Compared id={article.id} number={number} against={against} />
      </section>
    </div>
  )
}

function Overrides({ all, version }: { all: Versions['overrides']; version: number | null }) {
  return all
    .filter((override) => override.version === version)
    .map((override) => (
      <span key={override.decided_at} className="kn-override">
        {override.step === 'archive' ? 'Archived' : 'Published'} although{' '}
        {plural(override.questions, 'golden question')} broke: “{override.reason}” ({override.decided_by})
      </span>
    ))
}

interface BackProps extends Props {
  number: number
}

function BackMenu({ article, number, dirty, life }: BackProps) {
  const mayPublish = article.steps.includes('publish')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          loading={life.busy}
          disabled={dirty}
          title={dirty ? 'Save or undo your changes first.' : undefined}
          leftSection={<IconArrowBackUp size={16} />}
          rightSection={<IconChevronDown size={14} />}
        >
          Go back to this
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void life.restore(number, false)}>As a draft</Menu.Item>
        {mayPublish && <Menu.Item onClick={() => void life.restore(number, true)}>Publish it at once</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

function Compared({ id, number, against }: { id: string; number: number; against: number }) {
  const { data, error, refetch } = useVersion(id, number, against)
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <RowsLoading rows={3} height={40} />
  if (data.changes.length === 0) return <p className="st-soft">These two say the same.</p>
  return <FieldDiffs changes={data.changes} />
}
