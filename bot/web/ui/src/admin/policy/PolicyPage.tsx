/** The rationing policy: in force, to change, as it was before. */

import { Skeleton } from '@mantine/core'
import { Failure } from '../../staff/states'
import { PageHead } from '../PageHead'
import { usePolicy } from './data'
import { draftOf, nameOf } from './draft'
import { PolicyEditor } from './PolicyEditor'
import { ReplayPanel } from './replay/ReplayPanel'
import './policy.css'
import './replay/replay.css'

export function PolicyPage() {
  const { data, error, refetch } = usePolicy()
  return (
    <>
      <PageHead
        title="Policy"
        says={
          data
            ? `Who gets a person, and when. In force now: ${nameOf(draftOf(data), data)}${data.number ? `, version ${data.number}` : ', as delivered'}.`
            : 'Who gets a person, and when.'
        }
      />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} radius="md" />}
      {data && (
        <PolicyEditor key={data.number} policy={data} onReload={() => void refetch()}>
          {(draft, valid) => <ReplayPanel presets={data.presets} draft={draft} valid={valid} />}
        </PolicyEditor>
      )}
    </>
  )
}
