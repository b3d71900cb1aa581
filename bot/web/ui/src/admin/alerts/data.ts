/** Alerts, the weekly summary, and tokens that read figures. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import { tellFailure } from '../../staff/notices'
import type { Alerts, AlertWishes, ApiToken, ApiTokenMade, SummaryState } from '../../staff/types'

const ALERTS = ['alerts']
const SUMMARY = ['summary']
const TOKENS = ['api-tokens']

const SOON = 2_000
const LATER = 30_000
const FIRST_TRIES = 3

/** How long what is shown may be out of date: a message on its way is followed, one that keeps failing is not. */
function outOfDateAfter(alerts?: Alerts): number {
  const onItsWay = alerts?.deliveries.some(
    ({ state, tries }) => (state === 'waiting' || state === 'sending') && tries < FIRST_TRIES,
  )
  return onItsWay ? SOON : LATER
}

export function useAlerts() {
  return useQuery({
    queryKey: ALERTS,
    queryFn: () => api.get<Alerts>('/admin/alerts'),
    refetchInterval: ({ state }) => outOfDateAfter(state.data),
  })
}

export function useSaveAlerts() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wishes: AlertWishes) => api.put<Alerts>('/admin/alerts', wishes),
    onSuccess: (alerts) => client.setQueryData(ALERTS, alerts),
  })
}

export function useTestWebhook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post('/admin/alerts/test'),
    onError: tellFailure,
    onSettled: () => void client.invalidateQueries({ queryKey: ALERTS }),
  })
}

export function useSecret(shown: boolean) {
  return useQuery({
    queryKey: [...ALERTS, 'secret'],
    queryFn: async () => (await api.get<{ secret: string }>('/admin/alerts/secret')).secret,
    enabled: shown,
    gcTime: 0,
  })
}

export function useNewSecret() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (number: number) => api.post<{ secret: string }>('/admin/alerts/secret', { based_on: number }),
    onError: tellFailure,
    onSettled: () => void client.invalidateQueries({ queryKey: ALERTS }),
  })
}

export function useSummary() {
  return useQuery({ queryKey: SUMMARY, queryFn: () => api.get<SummaryState>('/admin/summary') })
}

export function useWantSummary() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: boolean) => api.put<SummaryState>('/admin/summary', { wanted }),
    onSuccess: (state) => client.setQueryData(SUMMARY, state),
    onError: tellFailure,
  })
}

export function useTokens() {
  return useQuery({
    queryKey: TOKENS,
    queryFn: async () => (await api.get<{ tokens: ApiToken[] }>('/admin/api-tokens')).tokens,
  })
}

export function useMakeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: { name: string; scope: ApiToken['scope'] }) =>
      api.post<ApiTokenMade>('/admin/api-tokens', wanted),
    onSuccess: () => void client.invalidateQueries({ queryKey: TOKENS }),
  })
}

export function useRevokeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/admin/api-tokens/${part(id)}`),
    onError: tellFailure,
    onSettled: () => void client.invalidateQueries({ queryKey: TOKENS }),
  })
}
