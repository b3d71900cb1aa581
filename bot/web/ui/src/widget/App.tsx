import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { Announcer } from './Announcer'
import { ArticleView } from './Article'
import { Banner } from './Banner'
import { Composer } from './Composer'
import { Conversation } from './Conversation'
import { Footer } from './Footer'
import { keepFocusInside, useFocusRescue, usePhone } from './focus'
import { Header } from './Header'
import { Home } from './Home'
import { useSession, useSessionState } from './hooks'
import { Icon } from './icons'
import { Menu } from './Menu'
import { applyPreferences, type Preferences, readPreferences } from './preferences'
import { unread } from './state'
import type { Kept } from './storage'

export type Control = Pick<FirstlineWidget, 'open' | 'close' | 'ask'>

export interface AppProps {
  host: HTMLElement
  kept: Kept
  locale: string
  siteTheme: string | undefined
  /** Lets the page's own script open and close the widget. */
  control(actions: Control): void
}

type View = { name: 'home' } | { name: 'conversation' } | { name: 'article'; id: string; url: string; back: View }

/** The launcher and, when open, the panel with one of three views. */
export function App({ host, kept, locale, siteTheme, control }: AppProps) {
  const session = useSession()
  const state = useSessionState()
  const [open, setOpen] = useState(() => kept.read<boolean>('open') === true)
  const [view, setView] = useState<View>(() => (kept.read<string>('view') === 'conversation' ? talk : home))
  const [menu, setMenu] = useState(false)
  const [preferences, setPreferences] = useState<Preferences>(() => readPreferences(kept))
  const opened = useRef(false)
  const launcher = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const phone = usePhone(host, open)
  const count = unread(state)
  useFocusRescue(panel, open, () => {
    const input = phone ? null : panel.current?.querySelector<HTMLElement>('#fl-message')
    ;(input ?? panel.current)?.focus({ preventScroll: true })
  })

  const show = useCallback(() => {
    opened.current = true
    setOpen(true)
  }, [])
  const close = useCallback(() => {
    setMenu(false)
    setOpen(false)
  }, [])
  const wasOpen = useRef(open)
  useEffect(() => {
    // Only now is the launcher there again: on a phone the open panel hides it.
    if (wasOpen.current && !open) launcher.current?.focus()
    wasOpen.current = open
  }, [open])

  useEffect(() => applyPreferences(host, preferences, siteTheme), [host, preferences, siteTheme])
  useEffect(() => {
    kept.write('open', open)
    if (open) void session.loadTopics()
  }, [open, kept, session])
  useEffect(() => {
    if (view.name !== 'article') kept.write('view', view.name)
  }, [view, kept])
  useEffect(() => {
    // The visitor asked for the panel: take the focus there. After a reload it stays with the page.
    if (open && opened.current && view.name !== 'conversation') panel.current?.focus({ preventScroll: true })
  }, [open, view.name])

  const openArticle = (id: string, url: string) => setView({ name: 'article', id, url, back: view })
  const ask = useCallback(
    (text: string) => {
      setView(talk)
      show()
      session.say(text)
    },
    [session, show],
  )
  useEffect(() => {
    control({
      open: (wanted) => {
        if (wanted) setView(wanted === 'home' ? home : talk)
        show()
      },
      close,
      ask,
    })
  }, [control, show, close, ask])
  const back = () => {
    setMenu(false)
    setView(view.name === 'article' ? view.back : home)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      if (menu) {
        setMenu(false)
        panel.current?.querySelector<HTMLElement>('#fl-menu-button')?.focus()
      } else close()
    } else if (phone && event.key === 'Tab' && panel.current) keepFocusInside(panel.current, event)
  }

  return (
    <div class={phone ? 'widget phone' : 'widget'}>
      {open && (
        <div
          class="panel"
          ref={panel}
          role="dialog"
          aria-modal={phone}
          aria-labelledby="fl-title"
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          <Header view={view.name} menuOpen={menu} onBack={back} onMenu={() => setMenu(!menu)} onClose={close} />
          {menu && (
            <Menu
              preferences={preferences}
              onPreferences={(chosen) => {
                setPreferences(chosen)
                kept.write('preferences', chosen)
              }}
              onClose={() => setMenu(false)}
            />
          )}
          <Banner />
          {view.name === 'home' && (
            <Home locale={locale} onAsk={ask} onContinue={() => setView(talk)} onArticle={openArticle} />
          )}
          {view.name === 'conversation' && <Conversation locale={locale} onArticle={openArticle} />}
          {view.name === 'article' && <ArticleView id={view.id} url={view.url} onAsk={() => setView(talk)} />}
          {view.name === 'conversation' && (
            <Composer kept={kept} focus={opened.current && !phone} onSaid={() => setMenu(false)} />
          )}
          <Footer locale={locale} onAsked={() => setView(talk)} />
        </div>
      )}
      <Announcer open={open} />
      <button
        type="button"
        class="launcher"
        ref={launcher}
        aria-expanded={open}
        aria-label={
          open ? 'Close chat' : count ? `Open chat, ${count} new ${count === 1 ? 'message' : 'messages'}` : 'Open chat'
        }
        onClick={() => (open ? close() : show())}
      >
        <Icon name={open ? 'down' : 'chat'} />
        {!open && count > 0 && (
          <span class="badge" aria-hidden="true">
            {count > 9 ? '9+' : count}
          </span>
        )}
      </button>
    </div>
  )
}

const home: View = { name: 'home' }
const talk: View = { name: 'conversation' }
