/** What the knowledge pages read and change. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type { Article, ArticleDraft, ArticleRow, SearchAnswer } from '../../staff/types'

export const NEW = 'new'

export function useArticleRows(status: string | null, text: string) {
  return useQuery({
    queryKey: ['articles', status, text],
    queryFn: async () => (await api.get<{ articles: ArticleRow[] }>('/admin/articles', { status, q: text })).articles,
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

/** Saves a draft: a new article where there is none yet. */
export function useSaveDraft(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: ArticleDraft) =>
      id === NEW ? api.post<Article>('/admin/articles', draft) : api.put<Article>(`/admin/articles/${part(id)}`, draft),
    onSuccess: (article) => {
      client.setQueryData(['article', article.id], article)
      void client.invalidateQueries({ queryKey: ['articles'] })
    },
  })
}

/** Publishes or archives. */
export function useArticleStep(step: 'publish' | 'archive') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post<Article>(`/admin/articles/${part(id)}/${step}`),
    onSuccess: (_answer, id) => {
      void client.invalidateQueries({ queryKey: ['article', id] })
      void client.invalidateQueries({ queryKey: ['articles'] })
    },
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
