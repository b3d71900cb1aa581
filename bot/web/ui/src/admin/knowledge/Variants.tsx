/** The ways visitors ask for an article, one a line: Enter adds one, Backspace in an empty one removes it. */

import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { doubles, pastedInto } from './variants'

interface Props {
  value: string[]
  onChange: (variants: string[]) => void
}

export function Variants({ value, onChange }: Props) {
  const rows = value.length > 0 ? value : ['']
  const box = useRef<HTMLFieldSetElement>(null)
  const [focus, setFocus] = useState<number | null>(null)
  const twice = doubles(rows)

  useEffect(() => {
    if (focus === null) return
    box.current?.querySelectorAll('input')[focus]?.focus()
    setFocus(null)
  }, [focus])

  const set = (index: number, text: string) => onChange(rows.map((row, at) => (at === index ? text : row)))
  const remove = (index: number) => {
    onChange(rows.filter((_, at) => at !== index))
    setFocus(Math.max(0, index - 1))
  }
  const addAfter = (index: number) => {
    onChange([...rows.slice(0, index + 1), '', ...rows.slice(index + 1)])
    setFocus(index + 1)
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>, index: number) {
    const empty = event.currentTarget.value === ''
    if (event.key === 'Enter') addAfter(index)
    else if (event.key === 'Backspace' && empty && rows.length > 1) remove(index)
    else return
    event.preventDefault()
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>, index: number) {
    const text = event.clipboardData.getData('text')
    if (!text.trim().includes('\n')) return
    event.preventDefault()
    onChange(pastedInto(rows, index, text))
  }

  return (
    <fieldset ref={box} className="kn-variants">
      <legend className="kn-label">
        Ways to ask <span className="st-soft">{value.filter((each) => each.trim()).length}</span>
      </legend>
      <p className="st-soft">As visitors write it, each a little different. Paste a list to add many.</p>
      {rows.map((variant, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place only
        <div key={index} className="kn-variant">
          <TextInput
            size="xs"
            aria-label={`Way to ask ${index + 1}`}
            placeholder="How would a visitor put it?"
            value={variant}
            error={twice.has(index) ? 'Is there already; kept once' : undefined}
            onChange={(event) => set(index, event.currentTarget.value)}
            onKeyDown={(event) => onKeyDown(event, index)}
            onPaste={(event) => onPaste(event, index)}
          />
          <ActionIcon
            variant="subtle"
            color="accent"
            size={32}
            aria-label={`Remove way ${index + 1}`}
            onClick={() => remove(index)}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        onClick={() => addAfter(rows.length - 1)}
      >
        Add a way
      </Button>
    </fieldset>
  )
}
