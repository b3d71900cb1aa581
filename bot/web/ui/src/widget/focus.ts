import { useEffect, useRef, useState } from 'preact/hooks'

const PHONE = '(max-width: 520px), (max-height: 480px)'

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"]'

/** Tab goes round inside `panel`: where it covers the whole page, what lies behind must not be reached. */
export function keepFocusInside(panel: HTMLElement, event: KeyboardEvent): void {
  const controls = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (control) => control.offsetParent !== null,
  )
  const [first, last] = [controls[0], controls.at(-1)]
  const current = (panel.getRootNode() as ShadowRoot).activeElement
  if (!first || !last) return
  if (event.shiftKey && (current === first || current === panel)) {
    event.preventDefault()
    last.focus()
  } else if (!event.shiftKey && current === last) {
    event.preventDefault()
    first.focus()
  }
}

/**
 * A control that had the focus and is gone (a used button, an answered card) would leave the keyboard outside
 * the widget; then `rescue` is called to put it somewhere sensible. Whoever went elsewhere on purpose is let go.
 */
export function useFocusRescue(panel: { current: HTMLElement | null }, open: boolean, rescue: () => void): void {
  const latest = useRef(rescue)
  latest.current = rescue
  useEffect(() => {
    const element = panel.current
    if (!open || !element) return
    const root = element.getRootNode() as ShadowRoot
    let focused: Element | null = null
    const arrived = (event: FocusEvent) => {
      focused = event.target as Element
    }
    const left = (event: FocusEvent) => {
      const control = event.target as Element
      // A control that is being removed says so while it is still there: look again afterwards.
      queueMicrotask(() => {
        if (focused === control && control.isConnected) focused = null
      })
    }
    const watch = new MutationObserver(() => {
      if (!focused || focused.isConnected) return
      focused = null
      if (root.activeElement === null) latest.current()
    })
    element.addEventListener('focusin', arrived)
    element.addEventListener('focusout', left)
    watch.observe(element, { childList: true, subtree: true })
    return () => {
      element.removeEventListener('focusin', arrived)
      element.removeEventListener('focusout', left)
      watch.disconnect()
    }
  }, [panel, open])
}

/**
 * True where the panel covers the whole screen. While it is open there, the page behind does not scroll, and the
 * panel follows the height that the on-screen keyboard leaves.
 */
export function usePhone(host: HTMLElement, open: boolean): boolean {
  const [phone, setPhone] = useState(() => window.matchMedia(PHONE).matches)
  useEffect(() => {
    const query = window.matchMedia(PHONE)
    const changed = () => setPhone(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [])
  useEffect(() => {
    if (!phone || !open) return
    const page = document.documentElement
    const before = page.style.overflow
    page.style.overflow = 'hidden'
    const view = window.visualViewport
    const adapt = () => view && host.style.setProperty('--fl-height', `${view.height}px`)
    adapt()
    view?.addEventListener('resize', adapt)
    return () => {
      page.style.overflow = before
      view?.removeEventListener('resize', adapt)
      host.style.removeProperty('--fl-height')
    }
  }, [phone, open, host])
  return phone
}
