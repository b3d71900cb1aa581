/** Why visitors write: all reasons, or one of them. */

import { ReasonPage } from './ReasonPage'
import { ReasonTable } from './ReasonTable'

export function Reasons({ id }: { id: string | null }) {
  return id ? <ReasonPage key={id} id={id} /> : <ReasonTable />
}
