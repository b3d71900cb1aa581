/** The list above the composer while "/" is typed; the composer keeps the focus and moves the choice. */

import { useEffect, useRef } from 'react'
import type { Canned } from '../../staff/types'
import { filledIn, momentTitle, type Names } from '../canned'

export const cannedOptionId = (id: string): string => `dk-canned-${id}`

interface Props {
  options: Canned[]
  chosen: number
  loading: boolean
  names: Names
  onPick: (message: Canned) => void
}

export function CannedMenu({ options, chosen, loading, names, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  return (
    <div className="dk-canned" id="dk-canned" role="listbox" aria-label="Canned messages" ref={list}>
      {options.map((message, index) => (
        <div
          key={message.id}
          id={cannedOptionId(message.id)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className="dk-canned-option"
          onMouseDown={(event) => {
            event.preventDefault()
            onPick(message)
          }}
        >
          <span className="dk-canned-title">
            {message.title} <span className="st-soft">{momentTitle(message.moment)}</span>
          </span>
          <span className="dk-canned-text">{filledIn(message.text, names)}</span>
        </div>
      ))}
      {options.length === 0 && (
        <p className="st-soft dk-canned-none">{loading ? 'Loading…' : 'No canned message fits. Esc closes this.'}</p>
      )}
    </div>
  )
}
