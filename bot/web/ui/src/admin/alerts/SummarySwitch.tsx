/** Whether the person at this page gets the figures by mail each week. */

import { Switch } from '@mantine/core'
import { useSummary, useWantSummary } from './data'

export function SummarySwitch() {
  const { data } = useSummary()
  const want = useWantSummary()
  if (!data) return null
  return (
    <section className="ad-card fg-summary" aria-label="Weekly summary">
      <Switch
        label="Send me these figures every week"
        description={`On Mondays at 8:00 (${data.time_zone}), about the week before.${
          data.mail_leaves ? '' : ' No mail leaves this installation yet: an operator sets a mail server.'
        }`}
        checked={data.wanted}
        disabled={want.isPending}
        onChange={(event) => want.mutate(event.currentTarget.checked)}
      />
    </section>
  )
}
