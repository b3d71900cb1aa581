/** The webhook that is in force: its secret, a test, and the last messages with what was answered. */

import { Button, CopyButton, Group } from '@mantine/core'
import { IconCheck, IconCopy, IconKey, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { tell } from '../../staff/notices'
import { Said } from '../../staff/now'
import type { Alerts } from '../../staff/types'
import { useNewSecret, useSecret, useTestWebhook } from './data'

const TAGS: Record<Alerts['deliveries'][number]['state'], string> = {
  waiting: 'ad-tag-warn',
  sending: 'ad-tag-info',
  sent: 'ad-tag-ok',
  failed: 'ad-tag-warn',
}

export function Webhook({ alerts }: { alerts: Alerts }) {
  const [shown, setShown] = useState(false)
  const secret = useSecret(shown)
  const renew = useNewSecret()
  const test = useTestWebhook()
  if (!alerts.webhook) return null
  return (
    <div className="al-webhook">
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconSend size={14} />}
          loading={test.isPending}
          onClick={() => test.mutate(undefined, { onSuccess: () => tell('A test message is on its way.') })}
        >
          Send a test
        </Button>
        <Button size="xs" variant="default" leftSection={<IconKey size={14} />} onClick={() => setShown(!shown)}>
          {shown ? 'Hide the secret' : 'Show the secret'}
        </Button>
      </Group>
      {shown && secret.data && (
        <>
          <p className="ad-link">{secret.data}</p>
          <Group gap="xs">
            <CopyButton value={secret.data}>
              {({ copied, copy }) => (
                <Button
                  size="xs"
                  variant="default"
                  onClick={copy}
                  leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                >
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
            <Button
              size="xs"
              variant="default"
              loading={renew.isPending}
              onClick={() =>
                renew.mutate(alerts.number, { onSuccess: () => tell('Messages are signed with the new secret now.') })
              }
            >
              Make a new one
            </Button>
          </Group>
        </>
      )}
      {alerts.deliveries.length > 0 && (
        <ul className="al-deliveries" aria-label="Messages to the webhook">
          {alerts.deliveries.map((delivery) => (
            <li key={delivery.id}>
              <span className={`ad-tag ${TAGS[delivery.state]}`}>{delivery.state}</span>
              <span>
                {delivery.id.startsWith('test') ? 'test message' : delivery.id.split('-').slice(0, 2).join(' ')}
                {delivery.how && <span className="st-soft">, {delivery.how}</span>}
                {delivery.tries > 1 && <span className="st-soft">, tried {delivery.tries} times</span>}
              </span>
              <Said at={delivery.at} className="st-soft" />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
