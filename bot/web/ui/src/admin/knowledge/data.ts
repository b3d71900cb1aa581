/** What the knowledge pages read and change. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type {
  Article,
  ArticleRows,
  GateResult,
  SavedDraft,
  SearchAnswer,
  Versions,
  VersionView,
} from '../../staff/types'

export const NEW = 'new'

export interface ArticleFilter {
  status?: string
  q?: string
  category?: string
  owner?: string
  overdue?: boolean
}

export function useArticleRows(filter: ArticleFilter) {
  return useQuery({
    queryKey: ['articles', filter],
    queryFn: () => {
      const { overdue, ...texts } = filter
      return api.get<ArticleRows>('/admin/articles', { ...texts, overdue: overdue ? 'true' : '' })
    },
    placeholderData: (before) => before,
  })
}

export function useArticle(id: string) {
  return useQuery({
    queryKey: ['article', id],
    queryFn: () => api.get<Article>(`/admin/articles/${part(id)}`),
    enabled: id !== NEW,
    refetchOnWindowFocus: false,
  })
}

export function useVersions(id: string) {
  return useQuery({
    queryKey: ['versions', id],
    queryFn: () => api.get<Versions>(`/admin/articles/${part(id)}/versions`),
  })
}

export function useVersion(id: string, number: number, against: number) {
  return useQuery({
    queryKey: ['versions', id, number, against],
    queryFn: () => api.get<VersionView>(`/admin/articles/${part(id)}/versions/${number}`, { against }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What publishing the newest saved version would do to the golden questions. */
export function useGate(article: Article | null, wanted: boolean) {
  return useQuery({
    queryKey: ['gate', article?.id, article?.version],
    queryFn: () => api.get<GateResult>(`/admin/articles/${part(article?.id ?? '')}/gate`),
    enabled: wanted && article !== null,
    refetchOnWindowFocus: false,
  })
}

function useKnown() {
  const client = useQueryClient()
  return (article: Article) => {
    client.setQueryData(['article', article.id], article)
    for (const key of ['articles', 'versions', 'gate', 'golden']) void client.invalidateQueries({ queryKey: [key] })
  }
}

/** Saves a draft: a new article where there is none yet, else only over the `version` it was made from. */
export function useSaveDraft(id: string) {
  return useMutation({
    mutationFn: ({ version, ...draft }: SavedDraft) =>
      id === NEW
        ? api.post<Article>('/admin/articles', draft)
        : api.put<Article>(`/admin/articles/${part(id)}`, { ...draft, version }),
    onSuccess: useKnown(),
  })
}

export interface StepWish {
  id: string
  step: 'submit' | 'send-back' | 'publish' | 'archive'
  /** To publish: the version that was looked at. */
  version?: number
  /** Why, even if golden questions break. */
  despite?: string
  /** To send back: what the author should change. */
  comment?: string
}

export function useArticleStep() {
  return useMutation({
    mutationFn: ({ id, step, ...wish }: StepWish) => api.post<Article>(`/admin/articles/${part(id)}/${step}`, wish),
    onSuccess: useKnown(),
  })
}

export interface RestoreWish {
  id: string
  number: number
  publish: boolean
  despite?: string
}

export function useRestore() {
  return useMutation({
    mutationFn: ({ id, number, ...wish }: RestoreWish) =>
      api.post<Article>(`/admin/articles/${part(id)}/versions/${number}/restore`, wish),
    onSuccess: useKnown(),
  })
}

export function usePreview(body: string) {
  return useQuery({
    queryKey: ['preview', body],
    queryFn: async () => (await api.post<{ html: string }>('/admin/preview', { body })).html,
    enabled: body.trim() !== '',
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useTry() {
  return useMutation({ mutationFn: (text: string) => api.post<SearchAnswer>('/admin/search', { text }) })
}
