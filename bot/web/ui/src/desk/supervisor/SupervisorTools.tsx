/** Taking over, giving to somebody else, whispering: for a chat that is not one's own. */

import { Alert, Button, Group, Menu, Modal, Stack, Textarea } from '@mantine/core'
import { IconArrowBigDown, IconEar, IconUserShare } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { sentence } from '../../staff/api'
import { newId } from '../../staff/ids'
import { useColleagues } from '../data'
import { useReassign, useTakeOver, useWhisper } from './actions'

interface Props {
  id: string
  /** The agent who has the visitor; none for one who waits. */
  agent: { id: string; name: string } | null
  compact?: boolean
  onTaken?: () => void
}

export function SupervisorTools({ id, agent, compact, onTaken }: Props) {
  const [whispering, setWhispering] = useState(false)
  const takeOver = useTakeOver()
  const size = compact ? 'compact-xs' : 'xs'
  return (
    <span className="dk-supervise">
      {agent && (
        <Button
          size={size}
          variant="default"
          leftSection={<IconEar size={14} />}
          onClick={() => setWhispering(true)}
          aria-label={`Whisper to ${agent.name}`}
        >
          Whisper
        </Button>
      )}
      <GiveTo id={id} size={size} besides={agent?.id ?? null} />
      <Button
        size={size}
        variant="default"
        leftSection={<IconArrowBigDown size={14} />}
        loading={takeOver.isPending}
        onClick={() => takeOver.mutate(id, { onSuccess: () => onTaken?.() })}
      >
        Take over
      </Button>
      {agent && (
        <Modal opened={whispering} onClose={() => setWhispering(false)} title={`Whisper to ${agent.name}`} size="md">
          <Whispering id={id} onClose={() => setWhispering(false)} />
        </Modal>
      )}
    </span>
  )
}

function GiveTo({ id, size, besides }: { id: string; size: string; besides: string | null }) {
  const [opened, setOpened] = useState(false)
  const colleagues = useColleagues(opened)
  const reassign = useReassign()
  const there = (colleagues.data?.people ?? []).filter((one) => one.on_duty && one.id !== besides)
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={220}>
      <Menu.Target>
        <Button size={size} variant="default" leftSection={<IconUserShare size={14} />} loading={reassign.isPending}>
          Give to…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>On duty</Menu.Label>
        {there.map((one) => (
          <Menu.Item key={one.id} onClick={() => reassign.mutate({ id, agent_id: one.id })}>
            {one.name}
          </Menu.Item>
        ))}
        {there.length === 0 && (
          <Menu.Item disabled>{colleagues.data ? 'Nobody else is on duty' : 'Looking who is there…'}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function Whispering({ id, onClose }: { id: string; onClose: () => void }) {
  const [text, setText] = useState('')
  // The same whisper under the same id, however often it is sent.
  const client_message_id = useRef(newId())
  const whisper = useWhisper(id, onClose)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) whisper.mutate({ text: text.trim(), client_message_id: client_message_id.current })
      }}
    >
      <Stack gap="md">
        <Textarea
          label="For the agent only"
          description="It appears in their chat at once. The visitor never sees it."
          data-autofocus
          autosize
          minRows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            client_message_id.current = newId()
          }}
        />
        {whisper.error && <Alert color="danger">{sentence(whisper.error)}</Alert>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={whisper.isPending} disabled={!text.trim()}>
            Whisper
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
