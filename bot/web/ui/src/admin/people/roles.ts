import type { Role } from '../../staff/types'

/** The roles, each doing all that the ones before it do. */
export const ROLES: { value: Role; title: string; says: string }[] = [
  { value: 'agent', title: 'Agent', says: 'Answers visitors in the desk.' },
  {
    value: 'supervisor',
    title: 'Supervisor',
    says: 'Also sees all departments and the live board, and writes help articles.',
  },
  { value: 'admin', title: 'Admin', says: 'Also knowledge, figures and people.' },
]
