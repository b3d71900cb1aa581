/** The list above the composer while "/" or "@" is typed; the composer keeps the focus and moves the choice. */

import { type ReactNode, useEffect, useRef } from 'react'

export const optionId = (id: string): string => `dk-option-${id}`
export const OPTIONS = 'dk-options'

export interface Option {
  id: string
  title: string
  beside?: string
  text?: string
}

interface Props {
  label: string
  options: Option[]
  chosen: number
  none: ReactNode
  onPick: (index: number) => void
}

export function OptionMenu({ label, options, chosen, none, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  return (
    <div className="dk-canned">
      <div id={OPTIONS} role="listbox" aria-label={label} ref={list}>
        {options.map((option, index) => (
          <div
            key={option.id}
            id={optionId(option.id)}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="dk-canned-option"
            onMouseDown={(event) => {
              event.preventDefault()
              onPick(index)
            }}
          >
            <span className="dk-canned-title">
              {option.title} {option.beside && <span className="st-soft">{option.beside}</span>}
            </span>
            {option.text && <span className="dk-canned-text">{option.text}</span>}
          </div>
        ))}
      </div>
      {options.length === 0 && <p className="st-soft dk-canned-none">{none}</p>}
    </div>
  )
}
