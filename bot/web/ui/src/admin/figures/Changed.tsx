/** How a figure changed since the period before; the whole story on hover and focus. */

import { Tooltip } from '@mantine/core'
import { feelingOf, longWords, shortWords } from './changes'
import type { Change } from './types'

interface Props {
  of: string
  change: Change | null | undefined
  unit: string
}

export function Changed({ of, change, unit }: Props) {
  const words = shortWords(change, unit)
  if (!change || !words) return null
  const long = longWords(change, unit)
  return (
    <Tooltip label={long} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the story behind it is for keyboards, too */}
      <span className={`fg-change fg-change-${feelingOf(of, change)}`} tabIndex={0}>
        {words}
        <span className="st-hidden"> against the period before. {long}</span>
      </span>
    </Tooltip>
  )
}
