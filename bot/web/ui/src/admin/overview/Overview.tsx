/** One glance: how much was settled without a person, what it saved, are visitors happy, is anyone waiting. */

import { SegmentedControl, Skeleton } from '@mantine/core'
import { IconMessageChatbot } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { plural } from '../../staff/figures'
import { Said } from '../../staff/now'
import { Empty, Failure } from '../../staff/states'
import type { Report } from '../../staff/types'
import { PageHead } from '../PageHead'
import { ByDay } from './ByDay'
import { Deflection } from './Deflection'
import { useReport, type Which } from './data'
import { EpisodesDrawer } from './EpisodesDrawer'
import { Indicators } from './Indicators'
import { Money } from './Money'
import { Outcomes } from './Outcomes'
import { Pulse } from './Pulse'
import { type Days, lastDays, PERIODS, type Period } from './period'
import { Reasons } from './Reasons'

export function Overview() {
  const [days, setDays] = useState<Days>(30)
  const today = new Date().toDateString()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the period moves on when the day does
  const period = useMemo(() => lastDays(days, new Date()), [days, today])
  const { data: report, error, refetch } = useReport(period)
  return (
    <>
      <PageHead
        title="Overview"
        says={
          report ? (
            <>
              {plural(report.episodes.total, 'episode')} in the last {days} days, reckoned{' '}
              <Said at={report.generated_at} />
            </>
          ) : (
            `The last ${days} days`
          )
        }
      >
        <SegmentedControl
          size="xs"
          aria-label="Period"
          value={String(days)}
          onChange={(value) => setDays(Number(value) as Days)}
          data={PERIODS.map((each) => ({ value: String(each), label: `${each} days` }))}
        />
      </PageHead>
      {!report && error && <Failure error={error} onRetry={() => void refetch()} />}
      {!report && !error && <Loading />}
      {report && <Figures report={report} period={period} />}
    </>
  )
}

function Figures({ report, period }: { report: Report; period: Period }) {
  const [behind, setBehind] = useState<Which | null>(null)
  if (report.episodes.total === 0) {
    return (
      <>
        <Pulse report={report} onOpen={setBehind} />
        <section className="ad-card">
          <Empty icon={IconMessageChatbot} title="No episodes in this period yet">
            As soon as visitors write, you see here how it ended and what it saved. Try it on the{' '}
            <a href="/">shop page</a>.
          </Empty>
        </section>
        <EpisodesDrawer which={behind} period={period} onClose={() => setBehind(null)} />
      </>
    )
  }
  return (
    <>
      <div className="ov-top">
        <Deflection rates={report.deflection} />
        <Money money={report.money} early={tooEarly(report)} />
      </div>
      <Pulse report={report} onOpen={setBehind} />
      <Outcomes report={report} onOpen={setBehind} />
      <ByDay days={report.by_day} />
      <div className="ov-tables">
        <Reasons reasons={report.reasons} onOpen={setBehind} />
        <Indicators indicators={report.indicators} />
      </div>
      <EpisodesDrawer which={behind} period={period} onClose={() => setBehind(null)} />
    </>
  )
}

/** Whether no episode is old enough yet to know that its visitor did not come back. */
function tooEarly(report: Report): boolean {
  return (report.deflection.find(({ name }) => name === 'durable')?.denominator ?? 0) === 0
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="ov-loading">
      <div className="ov-top">
        <Skeleton height={220} radius="md" />
        <Skeleton height={220} radius="md" />
      </div>
      <Skeleton height={84} radius="md" />
      <Skeleton height={260} radius="md" />
    </div>
  )
}
