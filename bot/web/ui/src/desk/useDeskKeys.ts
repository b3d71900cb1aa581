/** The desk by keyboard; keys pressed while typing or in a dialog stay there. */

import { useHotkeys } from '@mantine/hooks'
import { LISTS, type ListName } from './lists/names'

export interface DeskKeys {
  step: (by: number) => void
  list: (name: ListName) => void
  accept: () => void
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
    ['shift+?', freely(keys.help), walk],
    ['?', freely(keys.help), walk],
    ...LISTS.map(
      ({ name }, index) =>
        [String(index + 1), freely(() => keys.list(name)), walk] as [string, (event: KeyboardEvent) => void, object],
    ),
  ])
}

export const KEYS: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Lists',
    keys: [
      [['1', '2', '3', '4'], 'Queue, my chats, tickets, done'],
      [['J', '↓'], 'Next'],
      [['K', '↑'], 'Previous'],
      [['A'], 'Accept the chosen visitor, or the first in the queue'],
    ],
  },
  {
    title: 'Conversation',
    keys: [
      [['R'], 'Write a reply'],
      [['N'], 'Write a note'],
      [['/'], 'Canned messages (in an empty reply)'],
      [['Ctrl', 'K'], 'Find an article and insert it'],
      [['Enter'], 'Send'],
      [['Shift', 'Enter'], 'New line'],
      [['C'], 'Close the conversation'],
      [['B'], 'Give it back to the bot'],
      [['Esc'], 'Leave the reply'],
    ],
  },
  { title: 'Anywhere', keys: [[['?'], 'These keys']] },
]
