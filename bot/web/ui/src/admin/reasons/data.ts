/** What the pages about reasons read and change. A change is in force when its answer comes. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type {
  ArticleRows,
  MessageRead,
  NewReason,
  PhrasesTaught,
  ReasonChange,
  ReasonDetail,
  ReasonList,
} from '../../staff/types'

const PATH = '/admin/reasons'

export function useReasons() {
  return useQuery({ queryKey: ['reasons'], queryFn: () => api.get<ReasonList>(PATH) })
}

export function useReason(key: string) {
  return useQuery({
    queryKey: ['reason', key],
    queryFn: () => api.get<ReasonDetail>(`${PATH}/${part(key)}`),
    refetchOnWindowFocus: false,
  })
}

/** The articles that visitors may read, for choosing those that settle a reason. */
export function usePublished() {
  return useQuery({
    queryKey: ['articles', { status: 'published' }],
    queryFn: () => api.get<ArticleRows>('/admin/articles', { status: 'published' }),
    staleTime: 60_000,
  })
}

function useChange<Given, Got>(change: (given: Given) => Promise<Got>, detail: (got: Got) => ReasonDetail) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (got) => {
      client.setQueryData(['reason', detail(got).key], detail(got))
      for (const key of ['reasons', 'policy', 'read']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
}

const itself = (detail: ReasonDetail) => detail
const ofTaught = (taught: PhrasesTaught) => taught.reason
const at = (key: string, call: string) => `${PATH}/${part(key)}/${call}`

export const useAddReason = () => useChange((reason: NewReason) => api.post<PhrasesTaught>(PATH, reason), ofTaught)

export const useChangeReason = (key: string) =>
  useChange((fields: ReasonChange) => api.patch<ReasonDetail>(`${PATH}/${part(key)}`, fields), itself)

export const useArchive = (key: string) => useChange(() => api.post<ReasonDetail>(at(key, 'archive')), itself)

export const useRestore = (key: string) => useChange(() => api.post<ReasonDetail>(at(key, 'restore')), itself)

export const useTeach = (key: string) =>
  useChange((phrases: string[]) => api.post<PhrasesTaught>(at(key, 'phrases'), { phrases }), ofTaught)

export const useForget = (key: string) =>
  useChange((phrases: string[]) => api.post<ReasonDetail>(at(key, 'phrases/remove'), { phrases }), itself)

export const useUndo = () =>
  useChange((number: number) => api.post<ReasonDetail>(`${PATH}/edits/${number}/undo`), itself)

/** What a message is understood as; asked again whenever something was changed. */
export function useRead(text: string) {
  return useQuery({
    queryKey: ['read', text],
    queryFn: () => api.post<MessageRead>(`${PATH}/try`, { text }),
    enabled: text !== '',
    placeholderData: (before) => (text === '' ? undefined : before),
  })
}
