/** Every policy that was in force: who saved it, when, why, what it changed, and the way back. */

import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck, IconHistory } from '@tabler/icons-react'
import { Said } from '../../staff/now'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { Policy } from '../../staff/types'
import { Changes } from './Changes'
import { useVersions } from './data'
import { delivered, differences, draftOfVersion, nameOf } from './draft'
import type { Wanted } from './SaveDialog'

export function History({ policy, onRestore }: { policy: Policy; onRestore: (wanted: Wanted) => void }) {
  const { data, error, refetch } = useVersions()
  return (
    <section className="ad-card" aria-labelledby="po-history">
      <h2 id="po-history">History</h2>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={2} height={56} />}
      {data?.length === 0 && (
        <Empty icon={IconHistory} title="Nothing changed yet">
          The policy is as it was delivered. Each change will stand here, with who made it and why.
        </Empty>
      )}
      {data && data.length > 0 && (
        <ol className="po-history" reversed>
          {data.map((version, index) => {
            const draft = draftOfVersion(version)
            const before = data[index + 1]
            const changes = differences(before ? draftOfVersion(before) : delivered(policy), draft, policy)
            const inForce = version.number === policy.number
            return (
              <li key={version.number}>
                <div className="po-version-head">
                  <span className="po-version-name">
                    <strong>
                      {version.number}. {nameOf(draft, policy)}
                    </strong>
                    {inForce && (
                      <span className="ad-tag ad-tag-ok">
                        <IconCircleCheck size={14} aria-hidden /> In force
                      </span>
                    )}
                    <span className="st-soft">
                      {version.by}, <Said at={version.at} />
                      {version.restores && `, version ${version.restores} again`}
                    </span>
                  </span>
                  {!inForce && (
                    <Button
                      size="xs"
                      variant="default"
                      leftSection={<IconArrowBackUp size={16} />}
                      aria-label={`Put version ${version.number} back in force`}
                      onClick={() => onRestore({ draft, restores: version.number })}
                    >
                      Put back
                    </Button>
                  )}
                </div>
                <p className="po-note">{version.note}</p>
                <Changes changes={changes} none="It does the same as the one before." />
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}
