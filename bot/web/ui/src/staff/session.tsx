/** Who is signed in; nothing of a staff page is drawn before that is known. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { api } from './api'
import { Failure, NoPermission, PageLoading } from './states'
import type { Me, Presence } from './types'

const MeContext = createContext<Me | null>(null)

/** The person at this page. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe is used outside of SignedIn.')
  return me
}

export function SignedIn({ mayUse, children }: { mayUse: (me: Me) => boolean; children: ReactNode }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['me'],
    queryFn: () => api.get<Me>('/me'),
    staleTime: 60_000,
    refetchInterval: 60_000,
  })
  if (data) {
    if (!mayUse(data)) return <NoPermission me={data} />
    return <MeContext value={data}>{children}</MeContext>
  }
  if (error) return <Failure page error={error} onRetry={() => void refetch()} />
  return <PageLoading />
}

/** Says whether this person takes chats; shown at once, taken back if the server refuses. */
export function usePresence() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (status: Presence) => api.put('/desk/presence', { status }),
    onMutate: (status) => {
      const before = client.getQueryData<Me>(['me'])
      if (before) client.setQueryData<Me>(['me'], { ...before, presence: status })
      return { before }
    },
    onError: (_error, _status, context) => {
      if (context?.before) client.setQueryData(['me'], context.before)
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['me'] })
      void client.invalidateQueries({ queryKey: ['queue'] })
    },
  })
}

/** Ends the session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await api.delete('/session')
  window.location.assign('/signin')
}
