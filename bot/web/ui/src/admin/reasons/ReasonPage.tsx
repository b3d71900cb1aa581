/** One reason: what it says, how visitors write it, what was done to it. */

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArchive, IconArchiveOff, IconArrowLeft } from '@tabler/icons-react'
import { Problem, sentence } from '../../staff/api'
import { plural } from '../../staff/figures'
import { tell, tellFailure } from '../../staff/notices'
import { addressOf } from '../../staff/place'
import { Failure, RowsLoading } from '../../staff/states'
import type { ReasonChange, ReasonDetail, ReasonList } from '../../staff/types'
import { PageHead } from '../PageHead'
import { useArchive, useChangeReason, useReason, useReasons, useRestore } from './data'
import { CHECKS, Fields, type ReasonFields } from './Fields'
import { History } from './History'
import { Phrases } from './Phrases'
import { ReasonTags } from './ReasonTags'
import { TryMessage } from './TryMessage'

export function ReasonPage({ id }: { id: string }) {
  const reason = useReason(id)
  const list = useReasons()
  const error = reason.error ?? list.error
  return (
    <>
      <a className="kn-back" href={addressOf('reasons')}>
        <IconArrowLeft size={16} aria-hidden /> All reasons
      </a>
      {error && !(reason.data && list.data) && (
        <section className="ad-card">
          <Failure error={error} onRetry={() => void Promise.all([reason.refetch(), list.refetch()])} />
        </section>
      )}
      {!error && !(reason.data && list.data) && (
        <section className="ad-card">
          <RowsLoading rows={6} height={40} />
        </section>
      )}
      {reason.data && list.data && <Loaded reason={reason.data} list={list.data} />}
    </>
  )
}

function Loaded({ reason, list }: { reason: ReasonDetail; list: ReasonList }) {
  return (
    <>
      <PageHead
        title={
          <>
            {reason.title} <ReasonTags reason={reason} />
          </>
        }
        says={`${plural(reason.contacts, 'contact')} in the last 30 days. Key: ${reason.key}`}
      >
        <Life reason={reason} />
      </PageHead>
      <div className="kn-columns">
        <div className="re-column">
          <section className="ad-card" aria-labelledby="re-phrases">
            <Phrases reason={reason} />
          </section>
          <section className="ad-card" aria-labelledby="re-try">
            <h2 id="re-try">Try a message</h2>
            <TryMessage />
          </section>
        </div>
        <div className="re-column">
          <section className="ad-card" aria-labelledby="re-fields">
            <h2 id="re-fields">What it is worth and who settles it</h2>
            {/* After each change the form begins anew from what is in force. */}
            <Editing key={reason.edits[0]?.number ?? 0} reason={reason} list={list} />
          </section>
          <section className="ad-card" aria-labelledby="re-history">
            <h2 id="re-history">What was changed here</h2>
            <History reason={reason} />
          </section>
        </div>
      </div>
    </>
  )
}

function Life({ reason }: { reason: ReasonDetail }) {
  const archive = useArchive(reason.key)
  const restore = useRestore(reason.key)
  if (reason.archived) {
    return (
      <Button
        size="sm"
        leftSection={<IconArchiveOff size={16} />}
        loading={restore.isPending}
        onClick={() =>
          restore.mutate(undefined, {
            onError: tellFailure,
            onSuccess: () => tell('Back. Messages are read as this reason again.'),
          })
        }
      >
        Bring back
      </Button>
    )
  }
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconArchive size={16} />}
      loading={archive.isPending}
      onClick={() =>
        archive.mutate(undefined, {
          onError: tellFailure,
          onSuccess: () => tell('Archived. No message is read as this any more; the figures keep it.'),
        })
      }
    >
      Archive
    </Button>
  )
}

const FIELDS = [
  'title',
  'group',
  'value',
  'complexity',
  'department',
  'skill',
  'goal',
  'articles',
  'always_person',
] as const

function Editing({ reason, list }: { reason: ReasonDetail; list: ReasonList }) {
  const change = useChangeReason(reason.key)
  const form = useForm<ReasonFields>({
    mode: 'controlled',
    initialValues: Object.fromEntries(FIELDS.map((field) => [field, reason[field] ?? []])) as ReasonFields,
    validate: CHECKS,
  })
  const send = form.onSubmit((values) => {
    const fields = Object.fromEntries(
      FIELDS.filter((field) => form.isDirty(field)).map((field) => [field, values[field]]),
    ) as ReasonChange
    change.mutate(fields, {
      onSuccess: () => tell('Saved, and in force.'),
      onError: (error) => {
        const field = error instanceof Problem ? error.field?.split('.')[0] : undefined
        if (field && field in values) form.setFieldError(field, sentence(error))
        else tellFailure(error)
      },
    })
  })
  return (
    <form onSubmit={send} noValidate className="re-form">
      <TextInput label="Title" description="What staff read." maxLength={200} {...form.getInputProps('title')} />
      <Fields form={form} list={list} />
      <div className="re-form-foot">
        <Button type="submit" size="sm" loading={change.isPending} disabled={!form.isDirty()}>
          Save
        </Button>
      </div>
    </form>
  )
}
