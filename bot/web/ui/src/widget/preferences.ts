import type { Kept } from './storage'

/** What the visitor chose for reading: size, light or dark, more contrast. */
export interface Preferences {
  size: 1 | 1.15 | 1.3
  theme: 'system' | 'light' | 'dark'
  contrast: boolean
}

export const sizes = [1, 1.15, 1.3] as const

export function readPreferences(kept: Kept): Preferences {
  const found = kept.read<Partial<Preferences>>('preferences') ?? {}
  return {
    size: sizes.find((size) => size === found.size) ?? 1,
    theme: found.theme === 'light' || found.theme === 'dark' ? found.theme : 'system',
    contrast: found.contrast === true,
  }
}

/** Puts them on the widget's host element, where the styles look for them. */
export function applyPreferences(host: HTMLElement, preferences: Preferences, siteTheme: string | undefined): void {
  host.style.setProperty('--fl-text-scale', String(preferences.size))
  const theme = preferences.theme === 'system' ? siteTheme : preferences.theme
  if (theme === 'light' || theme === 'dark') host.dataset.theme = theme
  else delete host.dataset.theme
  host.toggleAttribute('data-contrast', preferences.contrast)
}
