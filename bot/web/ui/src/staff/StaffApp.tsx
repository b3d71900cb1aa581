/** What desk and admin stand on: theme, data, notices, the signed-in person, and a net under errors. */

import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '../tokens.css'
import './staff.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Component, type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api'
import { SignedIn } from './session'
import { CrashedPage, OfflineBar } from './states'
import { ThemeFollower } from './ThemeSwitch'
import { cssVariables, theme } from './theme'
import type { Me } from './types'

const schemes = localStorageColorSchemeManager({ key: 'firstline-theme' })

/** A refusal stays a refusal; only the network and the server's own troubles are worth another try. */
function worthRetrying(failures: number, error: unknown): boolean {
  if (error instanceof Problem && error.status > 0 && error.status < 500) return false
  return failures < 2
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 5_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}

class Net extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override render() {
    return this.state.crashed ? <CrashedPage /> : this.props.children
  }
}

/** Mounts a staff page on #root; `mayUse` says whose page it is. */
export function mount(page: ReactNode, mayUse: (me: Me) => boolean): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no #root element.')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={newQueryClient()}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={schemes}
          defaultColorScheme="auto"
        >
          <ThemeFollower />
          <Notifications position="bottom-left" autoClose={5000} limit={3} />
          <OfflineBar />
          <Net>
            <SignedIn mayUse={mayUse}>{page}</SignedIn>
          </Net>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}
