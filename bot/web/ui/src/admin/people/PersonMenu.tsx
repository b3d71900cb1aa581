/** What an admin may do for a colleague who can't get in, or must not be in. */

import { ActionIcon, Button, CopyButton, Group, Menu, Modal, Stack } from '@mantine/core'
import { IconDots, IconKey, IconLogout, IconShieldOff } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import { tell, tellFailure } from '../../staff/notices'
import type { Person } from '../../staff/types'

export function PersonMenu({ person }: { person: Person }) {
  const client = useQueryClient()
  const path = `/admin/people/${part(person.id)}`
  const link = useMutation({
    mutationFn: () => api.post<{ setup_link: string }>(`${path}/invite`),
    onError: tellFailure,
  })
  const signOut = useMutation({
    mutationFn: () => api.delete<{ ended: number }>(`${path}/sessions`),
    onSuccess: ({ ended }) => tell(ended ? `${person.name} is signed out everywhere.` : 'They were not signed in.'),
    onError: tellFailure,
  })
  const reset = useMutation({
    mutationFn: () => api.delete(`${path}/second-factor`),
    onSuccess: () => tell(`${person.name} signs in with the password alone now.`),
    onError: tellFailure,
    onSettled: () => void client.invalidateQueries({ queryKey: ['people'] }),
  })
  return (
    <>
      <Menu position="bottom-end" width={248}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="accent" size={40} aria-label={`More for ${person.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => link.mutate()}>
            New set-up link
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
            Sign out everywhere
          </Menu.Item>
          {person.second_factor && (
            <Menu.Item leftSection={<IconShieldOff size={16} />} onClick={() => reset.mutate()}>
              Reset the second factor
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={link.isSuccess} onClose={() => link.reset()} title="New set-up link" size="md">
        <Stack gap="md">
          <p>
            With this link <strong>{person.name}</strong> sets a new password. It works once, for three days, and is
            shown only now.
          </p>
          <p className="ad-link">{link.data?.setup_link}</p>
          <Group justify="flex-end" gap="xs">
            <CopyButton value={link.data?.setup_link ?? ''}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy the link'}</Button>}
            </CopyButton>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
