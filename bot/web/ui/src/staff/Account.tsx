/** The mark, and the menu of the person who is signed in. */

import { Avatar, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHeadset, IconLayoutDashboard, IconLogout, IconShieldLock } from '@tabler/icons-react'
import { AccessDialog } from './access/AccessDialog'
import { signOut, useMe } from './session'
import { ThemeSwitch } from './ThemeSwitch'

export function Mark({ page }: { page: string }) {
  return (
    <span className="st-mark">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path
          d="M5 3h14a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-7l-5 4v-4H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z"
          fill="var(--fl-accent)"
        />
        <path d="M7 10.5h10" stroke="var(--fl-on-accent)" strokeWidth="2.4" strokeLinecap="round" />
      </svg>
      <span className="st-mark-name">Firstline</span>
      <span className="st-mark-page">{page}</span>
    </span>
  )
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? words[words.length - 1] : ''
  return `${words[0]?.[0] ?? ''}${last?.[0] ?? ''}`.toUpperCase()
}

export function AccountMenu({ here, named }: { here: 'desk' | 'admin'; named?: boolean }) {
  const me = useMe()
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <AccessDialog opened={opened} onClose={close} />
      <Menu width={232} position="bottom-end">
        <Menu.Target>
          <UnstyledButton className="st-account">
            <VisuallyHidden>Account{named ? ':' : ` of ${me.name}`} </VisuallyHidden>
            <Avatar size={32} radius="xl" color="accent" variant="light" aria-hidden>
              {initials(me.name)}
            </Avatar>
            {named && (
              <span className="st-account-words">
                <span>{me.name}</span>
                <span className="st-soft">{me.role}</span>
              </span>
            )}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className="st-account-card">
            <strong>{me.name}</strong>
            <span className="st-soft">{me.email}</span>
          </div>
          <Menu.Divider />
          {here === 'desk' && me.role !== 'agent' && (
            <Menu.Item component="a" href="/admin" leftSection={<IconLayoutDashboard size={16} />}>
              Admin
            </Menu.Item>
          )}
          {here === 'admin' && (
            <Menu.Item component="a" href="/desk" leftSection={<IconHeadset size={16} />}>
              Desk
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconShieldLock size={16} />} onClick={open}>
            Sign-in and sessions
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
          <Menu.Divider />
          <div className="st-account-theme">
            <ThemeSwitch />
          </div>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
