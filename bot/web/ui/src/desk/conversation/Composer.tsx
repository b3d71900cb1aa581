/** Where the agent writes: replies and notes, canned messages after "/", articles with Ctrl+K. */

import { Button, Kbd, Textarea, UnstyledButton } from '@mantine/core'
import { IconArticle, IconBolt, IconSend } from '@tabler/icons-react'
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { ArticleHit, Canned, PacketArticle } from '../../staff/types'
import { useNote } from '../actions'
import { cannedMatching, cannedQuery, filledIn, type Names } from '../canned'
import { useCanned } from '../data'
import { useDraft } from '../drafts'
import { plainWords } from '../plain'
import { ArticleSearch } from './ArticleSearch'
import { CannedMenu, cannedOptionId } from './CannedMenu'
import { useTypingSignal } from './useTypingSignal'

export interface ComposerHandle {
  focus: (what: 'reply' | 'note' | 'canned') => void
}

interface Props {
  id: string
  names: Names
  candidates: PacketArticle[]
  onSend: (text: string) => void
  ref?: Ref<ComposerHandle>
}

export function Composer({ id, names, candidates, onSend, ref }: Props) {
  const [text, setText] = useDraft(id)
  const [mode, setMode] = useState<'reply' | 'note'>('reply')
  const [picked, setPicked] = useState(0)
  const [menuClosed, setMenuClosed] = useState(false)
  const [searching, setSearching] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const canned = useCanned()
  const note = useNote(id)
  const typing = useTypingSignal(id)

  const query = mode === 'reply' && !menuClosed ? cannedQuery(text) : null
  const options = query === null ? [] : cannedMatching(canned.data ?? [], query)
  const chosen = Math.min(picked, options.length - 1)

  useImperativeHandle(ref, () => ({
    focus: (what) => {
      setMode(what === 'note' ? 'note' : 'reply')
      if (what === 'canned' && text === '') write('/')
      field.current?.focus()
    },
  }))

  function write(next: string) {
    setText(next)
    setPicked(0)
    if (cannedQuery(next) === null || next === '/') setMenuClosed(false)
    if (mode === 'reply') typing.wrote(next !== '' && cannedQuery(next) === null)
  }

  function insert(addition: string, instead = false) {
    const before = instead ? '' : text.trimEnd()
    write(before ? `${before}\n\n${addition}` : addition)
    field.current?.focus()
  }

  function insertArticle(hit: ArticleHit, withLink: boolean) {
    setSearching(false)
    const link = withLink && hit.url ? `\n\n${new URL(hit.url, window.location.origin).href}` : ''
    insert(plainWords(hit.answer) + link, cannedQuery(text) !== null)
    requestAnimationFrame(() => field.current?.focus())
  }

  function pick(message: Canned | undefined) {
    if (message) insert(filledIn(message.text, names), true)
  }

  function send() {
    const ready = text.trim()
    if (!ready || note.isPending) return
    if (mode === 'reply') {
      onSend(ready)
      write('')
      typing.stopped()
    } else {
      note.mutate(ready, {
        onSuccess: () => {
          write('')
          setMode('reply')
        },
      })
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      setSearching(true)
      return
    }
    if (query !== null && inMenu(event)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') field.current?.blur()
  }

  /** Keys that belong to the open menu of canned messages. */
  function inMenu(event: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && options.length > 0) setPicked((chosen + step + options.length) % options.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && options.length > 0) pick(options[chosen])
    else if (event.key === 'Escape') setMenuClosed(true)
    else return false
    event.preventDefault()
    return true
  }

  const isNote = mode === 'note'
  return (
    <footer className="dk-composer" data-mode={mode}>
      {query !== null && (
        <CannedMenu options={options} chosen={chosen} loading={canned.isPending} names={names} onPick={pick} />
      )}
      <div className="dk-composer-modes">
        {(['reply', 'note'] as const).map((each) => (
          <UnstyledButton key={each} className="dk-chip" aria-pressed={mode === each} onClick={() => setMode(each)}>
            {each === 'reply' ? 'Reply' : 'Note'}
          </UnstyledButton>
        ))}
        <span className="dk-bar-space" />
        <UnstyledButton className="dk-tool" onClick={() => insert('/', true)} title="Canned messages (/)">
          <IconBolt size={16} aria-hidden /> Canned
        </UnstyledButton>
        <UnstyledButton className="dk-tool" onClick={() => setSearching(true)} title="Find an article (Ctrl+K)">
          <IconArticle size={16} aria-hidden /> Article
        </UnstyledButton>
      </div>
      <Textarea
        ref={field}
        value={text}
        autosize
        minRows={2}
        maxRows={8}
        variant="unstyled"
        aria-label={isNote ? 'Note for colleagues' : 'Reply to the visitor'}
        aria-controls={query !== null ? 'dk-canned' : undefined}
        aria-activedescendant={query !== null && options[chosen] ? cannedOptionId(options[chosen].id) : undefined}
        placeholder={isNote ? 'Only colleagues see this…' : 'Write a reply… "/" for canned messages'}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={typing.stopped}
      />
      <div className="dk-composer-foot">
        <span className="st-soft dk-wide">
          <Kbd size="xs">Enter</Kbd> sends, <Kbd size="xs">Shift Enter</Kbd> new line
        </span>
        <span className="dk-bar-space" />
        <Button
          size="sm"
          onClick={send}
          disabled={!text.trim()}
          loading={note.isPending}
          rightSection={<IconSend size={16} />}
        >
          {isNote ? 'Keep note' : 'Send'}
        </Button>
      </div>
      <ArticleSearch
        opened={searching}
        candidates={candidates}
        onClose={() => setSearching(false)}
        onPick={insertArticle}
      />
    </footer>
  )
}
