import { Kbd, Modal } from '@mantine/core'
import { KEYS } from './useDeskKeys'

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md">
      {KEYS.map(({ title, keys }) => (
        <section key={title} className="dk-keys">
          <h3>{title}</h3>
          <dl>
            {keys.map(([caps, says]) => (
              <div key={says}>
                <dt>{says}</dt>
                <dd>
                  {caps.map((cap) => (
                    <Kbd key={cap}>{cap}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  )
}
