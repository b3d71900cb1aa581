import type { ReactNode } from 'react'

/** A wide table on a narrow screen: it moves sideways by itself, by keyboard too, and the page stays. */
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="ad-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
