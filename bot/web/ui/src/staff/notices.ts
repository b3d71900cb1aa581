/** Short notices in the corner: what happened, or why it did not. */

import { notifications } from '@mantine/notifications'
import { sentence } from './api'

export function tell(message: string): void {
  notifications.show({ message, color: 'ok' })
}

export function tellFailure(error: unknown): void {
  notifications.show({ message: sentence(error), color: 'danger', autoClose: 8000 })
}
