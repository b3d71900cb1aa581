/** The desk by keyboard; keys pressed while typing or in a dialog stay there. */

import { useHotkeys } from '@mantine/hooks'
import type { ListName } from './lists/names'

export interface DeskKeys {
  lists: readonly { name: ListName }[]
  step: (by: number) => void
  list: (name: ListName) => void
  accept: () => void
  pass: () => void
  board: (() => void) | null
  help: () => void
}

/** Whether a dialog or menu is open, to which keys then belong. */
export function keysAreTaken(): boolean {
  return document.querySelector('[aria-modal="true"], [role="menu"]') !== null
}

function freely(act: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (keysAreTaken()) return
    event.preventDefault()
    act()
  }
}

export function useDeskKeys(keys: DeskKeys): void {
  const walk = { preventDefault: false }
  useHotkeys([
    ['j', freely(() => keys.step(1)), walk],
    ['k', freely(() => keys.step(-1)), walk],
    ['a', freely(keys.accept), walk],
    ['x', freely(keys.pass), walk],
    ['g', freely(() => keys.board?.()), walk],
    ['shift+?', freely(keys.help), walk],
    ['?', freely(keys.help), walk],
    ...keys.lists.map(
      ({ name }, index) =>
        [String(index + 1), freely(() => keys.list(name)), walk] as [string, (event: KeyboardEvent) => void, object],
    ),
  ])
}

export const KEYS: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Lists',
    keys: [
      [['1', '2', '…'], 'The lists, from left to right'],
      [['J', '↓'], 'Next'],
      [['K', '↑'], 'Previous'],
      [['A'], 'Accept who rings at you, the chosen visitor, or the first in the queue'],
      [['X'], 'Let who rings at you go on to the next'],
      [['G'], 'The live board (supervisors)'],
    ],
  },
  {
    title: 'Conversation',
    keys: [
      [['R'], 'Write a reply'],
      [['N'], 'Write a note ("@" tells a colleague)'],
      [['/'], 'Canned messages (in an empty reply)'],
      [['Ctrl', 'K'], 'Find an article and insert it'],
      [['Alt', '1'], 'Insert the first suggested article (2, 3: the others)'],
      [['Enter'], 'Send'],
      [['Shift', 'Enter'], 'New line'],
      [['C'], 'Close the conversation'],
      [['P'], 'Pause, with a promised time'],
      [['T'], 'Pass it on'],
      [['B'], 'Give it back to the bot'],
      [['Esc'], 'Leave the reply'],
    ],
  },
  { title: 'Anywhere', keys: [[['?'], 'These keys']] },
]
