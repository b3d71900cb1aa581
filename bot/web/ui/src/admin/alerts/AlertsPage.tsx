/** What is told without being asked: which alerts, to whom, and what was told. */

import { addressOf } from '../../staff/place'
import { Failure, RowsLoading } from '../../staff/states'
import { PageHead } from '../PageHead'
import { AlertsForm } from './AlertsForm'
import { useAlerts } from './data'
import { Told } from './Told'
import './alerts.css'

const TABS = [
  { key: 'alerts', title: 'Alerts' },
  { key: 'api', title: 'API tokens' },
] as const

export function AlertTabs({ here }: { here: (typeof TABS)[number]['key'] }) {
  return (
    <nav className="kn-tabs" aria-label="Alerts">
      {TABS.map(({ key, title }) => (
        <a key={key} href={addressOf(key)} aria-current={key === here ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}

export function AlertsPage() {
  const { data, error, refetch } = useAlerts()
  return (
    <>
      <PageHead title="Alerts" says="What is out of the ordinary, told once, by e-mail and to another system." />
      <AlertTabs here="alerts" />
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={4} height={72} />}
      {data && (
        <>
          <AlertsForm key={data.number} alerts={data} onReload={() => void refetch()} />
          <Told alerts={data} />
        </>
      )}
    </>
  )
}
