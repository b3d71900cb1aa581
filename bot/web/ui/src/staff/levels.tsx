/** Value and complexity: three small steps, a word, and (where known) the reasons. */

import { Popover, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Assessment, Level, Outcome } from './types'

export type Scale = 'value' | 'complexity'

const STEPS: Record<Level, number> = { low: 1, medium: 2, high: 3 }
const WORDS: Record<Level, string> = { low: 'Low', medium: 'Medium', high: 'High' }

export function levelWord(level: Level | null | undefined): string {
  return level ? WORDS[level] : 'Unknown'
}

function Steps({ level }: { level: Level | null }) {
  const filled = level ? STEPS[level] : 0
  return (
    <span className="st-steps" aria-hidden>
      {[1, 2, 3].map((step) => (
        <i key={step} data-on={step <= filled || undefined} />
      ))}
    </span>
  )
}

/** In lists: the steps with "High value". */
export function LevelTag({ scale, level }: { scale: Scale; level: Level | null }) {
  if (!level) return null
  return (
    <span className={`st-level st-${scale}-${level}`}>
      <Steps level={level} />
      {WORDS[level]} {scale}
    </span>
  )
}

/** In the packet: a small meter whose reasons open on hover and on keyboard focus. */
export function LevelMeter({ scale, assessment }: { scale: Scale; assessment: Assessment }) {
  const { level, because } = assessment
  const [opened, { open, close }] = useDisclosure(false)
  const title = scale === 'value' ? 'Value' : 'Complexity'
  return (
    <Popover
      opened={opened}
      onDismiss={close}
      width={300}
      withArrow
      shadow="lg"
      radius="md"
      position="bottom-start"
      withRoles={false}
    >
      <Popover.Target>
        <button
          type="button"
          className={`st-meter st-${scale}-${level ?? 'none'}`}
          onMouseEnter={open}
          onMouseLeave={close}
          onFocus={open}
          onBlur={close}
        >
          <span className="st-meter-title">{title}</span>
          <span className="st-meter-level">
            <Steps level={level} />
            {levelWord(level)}
          </span>
          <VisuallyHidden>{because.length > 0 && `. Because: ${because.join('; ')}`}</VisuallyHidden>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className="st-because-title">
          Why {levelWord(level).toLowerCase()} {scale}
        </p>
        {because.length > 0 ? (
          <ul className="st-because">
            {because.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ) : (
          <p className="st-soft">Nothing beyond the reason itself.</p>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

export const OUTCOMES: Record<Outcome, { title: string; says: string }> = {
  confirmed: { title: 'Confirmed', says: 'The visitor said that it helped, or the last flow completed.' },
  assumed: { title: 'Assumed', says: 'The last question got an answer and nothing negative followed.' },
  handed_off: { title: 'Handed off', says: 'A person took it, wrote, or a left message became a ticket.' },
  negative: { title: 'Negative', says: "The visitor's last reaction was negative." },
  abandoned: { title: 'Abandoned', says: 'Everything else: it ended without an answer.' },
  pending: { title: 'Pending', says: 'Still going on; in no share.' },
}

/** A dot in the outcome's colour with its word. */
export function OutcomeTag({ outcome }: { outcome: Outcome | string }) {
  const known = OUTCOMES[outcome as Outcome]
  return (
    <span className={`st-outcome st-outcome-${outcome}`}>
      <i aria-hidden />
      {known?.title ?? outcome}
    </span>
  )
}
