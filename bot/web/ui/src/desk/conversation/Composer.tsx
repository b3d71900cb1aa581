/** Where the agent writes: replies, notes and files; canned messages after "/", colleagues after "@". */

import { Button, Kbd, Textarea, UnstyledButton } from '@mantine/core'
import { IconArticle, IconBolt, IconPaperclip, IconSend } from '@tabler/icons-react'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { newId } from '../../staff/ids'
import type { ArticleHit, PacketArticle } from '../../staff/types'
import { useNote } from '../actions'
import { cannedMatching, cannedQuery, filledIn, gapIn, momentTitle, type Names } from '../canned'
import { useCanned, useColleagues } from '../data'
import { useDraft } from '../drafts'
import { colleaguesMatching, mentionQuery, withMention } from '../mentions'
import { plainWords } from '../plain'
import { ArticleSearch } from './ArticleSearch'
import { OPTIONS, type Option, OptionMenu, optionId } from './OptionMenu'
import { Suggestions } from './Suggestions'
import { useTypingSignal } from './useTypingSignal'

export interface ComposerHandle {
  focus: (what: 'reply' | 'note' | 'canned') => void
}

interface Props {
  id: string
  names: Names
  candidates: PacketArticle[]
  onSend: (text: string) => void
  onFiles: (files: Iterable<File>) => void
  ref?: Ref<ComposerHandle>
}

/** What the open menu offers, and what picking one does. */
interface Menu {
  label: string
  none: string
  options: Option[]
  pick: (index: number) => void
}

export function Composer({ id, names, candidates, onSend, onFiles, ref }: Props) {
  const [text, setText] = useDraft(id)
  const [mode, setMode] = useState<'reply' | 'note'>('reply')
  const [cursor, setCursor] = useState(0)
  const [picked, setPicked] = useState(0)
  const [menuClosed, setMenuClosed] = useState(false)
  const [searching, setSearching] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const canned = useCanned()
  const colleagues = useColleagues(mode === 'note')
  const note = useNote(id)
  const typing = useTypingSignal(id)
  const isNote = mode === 'note'
  const menu = menuClosed ? null : isNote ? mentionMenu() : cannedMenu()
  const chosen = Math.min(picked, (menu?.options.length ?? 0) - 1)

  useImperativeHandle(ref, () => ({
    focus: (what) => {
      setMode(what === 'note' ? 'note' : 'reply')
      if (what === 'canned' && text === '') write('/')
      field.current?.focus()
    },
  }))

  function cannedMenu(): Menu | null {
    const query = cannedQuery(text)
    if (query === null) return null
    const found = cannedMatching(canned.data ?? [], query)
    return {
      label: 'Canned messages',
      none: canned.isPending ? 'Loading…' : 'No canned message fits. Esc closes this.',
      options: found.map((one) => ({
        id: one.id,
        title: one.title,
        beside: momentTitle(one.moment),
        text: filledIn(one.text, names),
      })),
      pick: (index) => {
        const one = found[index]
        if (one) insert(filledIn(one.text, names), true)
      },
    }
  }

  function mentionMenu(): Menu | null {
    const query = mentionQuery(text, cursor)
    if (query === null) return null
    const found = colleaguesMatching(colleagues.data?.people ?? [], query)
    if (found.length === 0 && query !== '') return null
    return {
      label: 'Colleagues',
      none: colleagues.isPending ? 'Loading…' : 'You have no colleagues here yet.',
      options: found.map((one) => ({ id: one.id, title: one.name, beside: one.on_duty ? 'on duty' : '' })),
      pick: (index) => {
        const one = found[index]
        if (!one) return
        const next = withMention(text, cursor, one.name)
        write(next.text, next.cursor)
        select(next.cursor, next.cursor)
      },
    }
  }

  function write(next: string, at = next.length) {
    setText(next)
    setCursor(at)
    setPicked(0)
    const opens = isNote ? next[at - 1] === '@' : cannedQuery(next) === null || next === '/'
    if (opens) setMenuClosed(false)
    if (!isNote) typing.wrote(next !== '' && cannedQuery(next) === null)
  }

  function select(from: number, to: number) {
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(from, to)
    })
  }

  function insert(addition: string, instead = false) {
    const before = instead ? '' : text.trimEnd()
    const next = before ? `${before}\n\n${addition}` : addition
    write(next)
    const gap = gapIn(next)
    select(...(gap ?? ([next.length, next.length] as const)))
  }

  function insertArticle(hit: Pick<ArticleHit, 'answer' | 'url'>, withLink: boolean) {
    setSearching(false)
    setMode('reply')
    const link = withLink && hit.url ? `\n\n${new URL(hit.url, window.location.origin).href}` : ''
    insert(plainWords(hit.answer) + link, cannedQuery(text) !== null)
  }

  function suggest(article: PacketArticle | undefined) {
    if (article?.answer) insertArticle({ answer: article.answer, url: article.url ?? '' }, false)
  }

  function send() {
    const ready = text.trim()
    if (!ready || note.isPending) return
    if (isNote) {
      note.mutate(
        { text: ready, client_message_id: newId() },
        {
          onSuccess: () => {
            write('')
            setMode('reply')
          },
        },
      )
      return
    }
    onSend(ready)
    write('')
    typing.stopped()
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      setSearching(true)
      return
    }
    const place = event.altKey ? ['Digit1', 'Digit2', 'Digit3'].indexOf(event.code) : -1
    if (place >= 0 && candidates[place]) {
      event.preventDefault()
      suggest(candidates[place])
      return
    }
    if (menu && inMenu(event, menu)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') field.current?.blur()
  }

  /** Keys that belong to the open menu. */
  function inMenu(event: KeyboardEvent, { options, pick }: Menu): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && options.length > 0) setPicked((chosen + step + options.length) % options.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && options.length > 0) pick(chosen)
    else if (event.key === 'Escape') setMenuClosed(true)
    else return false
    event.preventDefault()
    return true
  }

  function take(event: ClipboardEvent | DragEvent, from: DataTransfer) {
    if (from.files.length === 0 || isNote) return
    event.preventDefault()
    onFiles([...from.files])
  }

  return (
    <footer className="dk-composer" data-mode={mode}>
      {menu && <OptionMenu {...menu} chosen={chosen} onPick={menu.pick} />}
      {!isNote && text === '' && <Suggestions articles={candidates.filter(({ answer }) => answer)} onPick={suggest} />}
      <div className="dk-composer-modes">
        {(['reply', 'note'] as const).map((each) => (
          <UnstyledButton
            key={each}
            className="dk-chip"
            aria-pressed={mode === each}
            onClick={() => {
              setMode(each)
              field.current?.focus()
            }}
          >
            {each === 'reply' ? 'Reply' : 'Note'}
          </UnstyledButton>
        ))}
        <span className="dk-bar-space" />
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            onFiles([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <UnstyledButton
          className="dk-tool"
          onClick={() => chooser.current?.click()}
          title="Send a file (or drop it here)"
        >
          <IconPaperclip size={16} aria-hidden /> <span className="dk-wide">File</span>
          <span className="st-hidden dk-narrow">File</span>
        </UnstyledButton>
        <UnstyledButton
          className="dk-tool"
          onClick={() => {
            setMode('reply')
            insert('/', true)
          }}
          title="Canned messages (/)"
        >
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
        spellCheck
        aria-label={isNote ? 'Note for colleagues' : 'Reply to the visitor'}
        aria-controls={menu ? OPTIONS : undefined}
        aria-activedescendant={menu?.options[chosen] ? optionId(menu.options[chosen].id) : undefined}
        placeholder={
          isNote ? 'Only colleagues see this… "@" tells one of them' : 'Write a reply… "/" for canned messages'
        }
        onChange={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart)}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onPaste={(event) => take(event, event.clipboardData)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => take(event, event.dataTransfer)}
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
