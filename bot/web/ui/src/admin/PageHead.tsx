import type { ReactNode } from 'react'

/** A page's title, one line of what it is for, and what can be done on it. */
export function PageHead({ title, says, children }: { title: ReactNode; says?: ReactNode; children?: ReactNode }) {
  return (
    <header className="ad-head">
      <div className="ad-head-words">
        <h1>{title}</h1>
        {says && <p className="st-soft">{says}</p>}
      </div>
      {children && <div className="ad-head-tools">{children}</div>}
    </header>
  )
}
