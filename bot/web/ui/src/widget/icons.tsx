/** The few signs the widget draws: 24 px grid, 1.8 px strokes, decorative (the control carries the words). */

const paths = {
  chat: 'M4.5 18.5l1-3.4A7.5 7.5 0 1 1 9 18.6zM8.5 10.5h7M8.5 13.5h4',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9.5l6 6 6-6',
  back: 'M14.5 6l-6 6 6 6',
  send: 'M12 19V5.5M6 11l6-6 6 6',
  person: 'M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM5 19.6a7 7 0 0 1 14 0',
  menu: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  search: 'M10.8 17.1a6.3 6.3 0 1 0 0-12.6 6.3 6.3 0 0 0 0 12.6zM15.5 15.5l4 4',
  book: 'M12 6.5C10 5 7.5 4.7 4.5 5v13c3-.3 5.5 0 7.5 1.5 2-1.5 4.5-1.8 7.5-1.5V5c-3-.3-5.5 0-7.5 1.5zM12 6.5v13',
  next: 'M9.5 6l6 6-6 6',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.3l2.8 1.7',
  check: 'M5.5 12.5l4.3 4.3 8.7-9.3',
  alert: 'M12 8.5v4.2M12 16h.01M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z',
  mail: 'M4.5 6.5h15v11h-15zM4.5 7.5l7.5 5.5 7.5-5.5',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12.5h5M10 16h5',
  clip: 'M18.5 11.5l-6.6 6.6a4 4 0 0 1-5.7-5.7l7-7a2.7 2.7 0 0 1 3.8 3.8l-6.9 6.9a1.3 1.3 0 0 1-1.9-1.9l6.2-6.2',
  external: 'M13.5 5H19v5.5M19 5l-8 8M17 14v4.5H5.5V7H10',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, flip = false }: { name: IconName; flip?: boolean }) {
  return (
    <svg class={flip ? 'icon flip' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}

/** The bot's face: a wren, tail up. */
export function BotFace() {
  return (
    <svg class="face" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        class="face-body"
        d="M6.5 9.5c1.8-.9 3-2.7 5.6-2.7 3 0 4.9 2 5.7 4.5.6 1.9 1.7 2.6 3.3 2.2l4.4-4.8c.6-.6 1.5.1 1.1.9l-3.2 7.6c-1 4.8-4.3 7.7-8.6 7.7-4.6 0-7.9-3.2-7.9-7.6 0-1.8.5-3.5 1-4.9z"
      />
      <circle class="face-eye" cx="11.5" cy="11.3" r="1.15" />
    </svg>
  )
}
