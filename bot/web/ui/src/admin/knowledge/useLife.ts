/** What an author and a publisher do with an article, with what goes wrong on the way. */

import type { UseFormReturnType } from '@mantine/form'
import { useRef, useState } from 'react'
import { type Newer, Problem, sentence } from '../../staff/api'
import { tell, tellFailure } from '../../staff/notices'
import type { Article } from '../../staff/types'
import { NEW, type StepWish, useArticleStep, useRestore, useSaveDraft } from './data'
import { type ArticleForm, draftOf, EMPTY, formOf } from './drafts'
import type { Stopped } from './GateDialog'

export interface Life {
  busy: boolean
  stopped: Stopped | null
  letBe: () => void
  /** What somebody else saved meanwhile, so that the form could not be. */
  newer: Newer | null
  /** Saves the form as a version after the newer one, or goes on editing. */
  saveOver: () => Promise<Article | null>
  goOnEditing: () => void
  /** The version that was published on this page last; 0 before. */
  wentLive: number
  /** Saves what is in the form; null if it could not. */
  keep: () => Promise<Article | null>
  take: (step: StepWish['step'], comment?: string) => Promise<Article | null>
  restore: (number: number, publish: boolean) => Promise<Article | null>
}

const ACTS: Partial<Record<StepWish['step'], string>> = {
  publish: 'Publish nevertheless',
  archive: 'Archive nevertheless',
}

export function useLife(
  id: string,
  article: Article | null,
  form: UseFormReturnType<ArticleForm>,
  onOpen: (id: string | null) => void,
): Life {
  const save = useSaveDraft(id)
  const move = useArticleStep()
  const back = useRestore()
  const [stopped, setStopped] = useState<Stopped | null>(null)
  const [newer, setNewer] = useState<Newer | null>(null)
  const [wentLive, setWentLive] = useState(0)
  // A new article gets its own address once nothing waits for an answer on this page.
  const made = useRef<string | null>(null)
  // The version in the form: `article` may be fetched again while somebody still looks at an older one.
  const looked = useRef(article?.version)

  function show(kept: Article) {
    looked.current = kept.version
    form.setValues(formOf(kept))
    form.resetDirty(formOf(kept))
  }

  function settle() {
    setStopped(null)
    if (made.current) onOpen(made.current)
  }

  async function saved(): Promise<Article | null> {
    if (form.validate().hasErrors) return null
    try {
      const kept = await save.mutateAsync({ ...draftOf(form.values), version: looked.current ?? null })
      setNewer(null)
      show(kept)
      if (id === NEW) made.current = kept.id
      return kept
    } catch (error) {
      if (error instanceof Problem && error.newer) setNewer(error.newer)
      else if (error instanceof Problem && error.field && error.field in EMPTY)
        form.setFieldError(error.field, sentence(error))
      else tellFailure(error)
      return null
    }
  }

  async function keep(): Promise<Article | null> {
    const kept = await saved()
    if (kept) settle()
    return kept
  }

  async function saveOver(): Promise<Article | null> {
    if (newer) looked.current = newer.version
    return keep()
  }

  /** Does it; if golden questions stop it, asks whether it should go on. */
  async function tried(
    act: string,
    attempt: (despite?: string) => Promise<Article>,
    then: (done: Article) => void,
  ): Promise<Article | null> {
    async function goOn(despite?: string): Promise<Article | null> {
      try {
        const done = await attempt(despite)
        then(done)
        settle()
        return done
      } catch (error) {
        if (error instanceof Problem && error.regressions.length > 0)
          setStopped({ regressions: error.regressions, act, goOn })
        else {
          tellFailure(error)
          if (despite === undefined) settle()
        }
        return null
      }
    }
    return goOn()
  }

  async function take(step: StepWish['step'], comment?: string): Promise<Article | null> {
    const kept = article === null || (form.isDirty() && step !== 'archive') ? await saved() : article
    if (!kept) return null
    const wish: StepWish = comment === undefined ? { id: kept.id, step } : { id: kept.id, step, comment }
    if (step === 'publish' && looked.current !== undefined) wish.version = looked.current
    const attempt = (despite?: string) => move.mutateAsync(despite === undefined ? wish : { ...wish, despite })
    return tried(ACTS[step] ?? '', attempt, (done) => {
      if (step === 'publish') setWentLive(done.published_version ?? 0)
      if (step === 'publish' && id === NEW) tell(`“${done.title}” is live.`)
      if (step === 'submit') tell('Given to review. An admin can publish it now.')
      if (step === 'send-back') tell(comment ? 'A draft again. Its author sees your comment.' : 'A draft again.')
      if (step === 'archive') {
        tell(`“${done.title}” is archived.`)
        onOpen(null)
      }
    })
  }

  async function restore(number: number, publish: boolean): Promise<Article | null> {
    const attempt = (despite?: string) =>
      back.mutateAsync(despite === undefined ? { id, number, publish } : { id, number, publish, despite })
    return tried('Publish nevertheless', attempt, (done) => {
      show(done)
      tell(
        publish
          ? `Version ${number} is live again, as version ${done.version}.`
          : `Version ${number} is a draft again.`,
      )
    })
  }

  return {
    busy: save.isPending || move.isPending || back.isPending,
    stopped,
    letBe: settle,
    newer,
    saveOver,
    goOnEditing: () => setNewer(null),
    wentLive,
    keep,
    take,
    restore,
  }
}
