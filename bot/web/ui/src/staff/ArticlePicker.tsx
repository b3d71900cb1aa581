/** Finding the article that answers a question: by its words, among the published ones that visitors may read. */

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from './api'
import type { ArticleHit } from './types'

interface Props {
  label: string
  description?: string
  /** What is looked for until something is typed. */
  question: string
  /** An article that can't be it. */
  without?: string | undefined
  value: string | null
  error?: string | null
  disabled?: boolean
  onChange: (articleId: string | null) => void
}

export function ArticlePicker({ label, description, question, without, value, error, disabled, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<ArticleHit | null>(null)
  const wanted = typed && typed !== chosen?.title ? typed : question
  const [asked] = useDebouncedValue(wanted.trim(), 200)
  const { data } = useQuery({
    queryKey: ['desk-articles', asked],
    queryFn: async () => (await api.get<{ hits: ArticleHit[] }>('/desk/articles', { q: asked })).hits,
    enabled: asked !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
  const hits = (data ?? []).filter(({ article_id, url }) => url !== '' && article_id !== without)
  const listed = chosen && !hits.some(({ article_id }) => article_id === chosen.article_id) ? [chosen, ...hits] : hits
  return (
    <Select
      label={label}
      description={description}
      placeholder="Find the article"
      searchable
      clearable
      disabled={disabled}
      error={error}
      data={listed.map(({ article_id, title }) => ({ value: article_id, label: title }))}
      // The server has ranked them; none is to be left out for not containing the words.
      filter={({ options }) => options}
      nothingFoundMessage={asked ? 'No article comes near.' : 'Type a few words.'}
      value={value}
      onSearchChange={setTyped}
      onChange={(id) => {
        setChosen(listed.find(({ article_id }) => article_id === id) ?? null)
        onChange(id)
      }}
    />
  )
}
