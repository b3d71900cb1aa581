import { render } from 'preact'
import tokens from '../tokens.css?inline'
import { App, type Control } from './App'
import { Api } from './api'
import { shades } from './colour'
import { SessionContext } from './hooks'
import { Session } from './session'
import { Kept } from './storage'
import { localeOf } from './times'
import { Visit } from './visit'
import styles from './widget.css?inline'

/**
 * <script src="https://…/static/widget.js" data-accent="#1c6b58" defer></script>
 *
 * data-accent: the site's colour (hex); corrected where it would be hard to read.
 * data-theme: "light" or "dark" where the site has only one; else the system's.
 * data-side: "start" puts the launcher at the other side.
 * data-locale, data-dir: else the page's own language and direction.
 * data-cart-value: what the cart holds when the page loads.
 * data-identity-token: signed by the site's server, says who is signed in.
 * data-origin: where Firstline runs, else where this script came from.
 */
const script = document.currentScript as HTMLScriptElement | null

/** Any element of the page can open the widget, or ask something in it. */
const OPENERS = '[data-firstline-open], [data-firstline-ask]'

function start(): void {
  if (document.querySelector('firstline-widget')) return
  const given: DOMStringMap = script?.dataset ?? {}
  const host = document.createElement('firstline-widget')
  host.dir = given.dir ?? (document.documentElement.dir || 'ltr')
  host.dataset.side = given.side ?? 'end'
  const root = host.attachShadow({ mode: 'open' })
  // Constructed sheets work under any content security policy of the site.
  root.adoptedStyleSheets = [tokens, styles, accentStyles(given.accent)].filter(Boolean).map((css) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    return sheet
  })

  const kept = Kept.inBrowser()
  const visit = new Visit(given.cartValue)
  const locale = localeOf(given.locale ?? document.documentElement.lang, navigator.language)
  const session = new Session({
    api: new Api(given.origin ?? new URL(script?.src || location.href).origin),
    kept,
    locale,
    identityToken: given.identityToken,
    context: () => visit.facts(),
    now: () => new Date(),
    uuid,
    later: (act, milliseconds) => void setTimeout(act, milliseconds),
  })

  const control: Control = { open: () => {}, close: () => {}, ask: () => {} }
  window.firstline = {
    open: (view) => control.open(view),
    close: () => control.close(),
    ask: (text) => control.ask(text),
    context: (facts) => {
      visit.learn(facts)
      session.contextChanged()
    },
  }
  window.addEventListener('online', () => session.network(true))
  window.addEventListener('offline', () => session.network(false))
  window.addEventListener('storage', (event) => event.key === 'firstline.conversation' && void session.adopt())
  document.addEventListener('visibilitychange', () => !document.hidden && session.wake())
  document.addEventListener('click', (event) => {
    const opener = (event.target as Element | null)?.closest?.<HTMLElement>(OPENERS)
    if (!opener) return
    event.preventDefault()
    const question = opener.dataset.firstlineAsk
    if (question) control.ask(question)
    else control.open('conversation')
  })

  document.body.append(host)
  render(
    <SessionContext.Provider value={session}>
      <App
        host={host}
        kept={kept}
        locale={locale}
        siteTheme={given.theme}
        control={(actions) => Object.assign(control, actions)}
      />
    </SessionContext.Provider>,
    root,
  )
  void session.resume()
  window.dispatchEvent(new CustomEvent('firstline:ready'))
}

function accentStyles(accent: string | undefined): string {
  const light = accent ? shades(accent, '#ffffff') : null
  const dark = accent ? shades(accent, '#1d201e') : null
  if (!light || !dark) return ''
  const names = { accent: '', hover: '-hover', on: '', text: '-text', soft: '-soft' } as const
  const rules = (Object.keys(names) as (keyof typeof names)[]).map((shade) => {
    const token = shade === 'on' ? '--fl-on-accent' : `--fl-accent${names[shade]}`
    return `${token}:light-dark(${light[shade]},${dark[shade]});`
  })
  return `:host{${rules.join('')}}`
}

/** crypto.randomUUID is missing on pages served without TLS. */
function uuid(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0'))
  return [4, 2, 2, 2, 6].map((length) => bytes.splice(0, length).join('')).join('-')
}

if (document.body) start()
else document.addEventListener('DOMContentLoaded', start)
