/** The departments by name, for whoever shows or chooses one. */

import { useQuery } from '@tanstack/react-query'
import { api } from './api'
import type { DepartmentName } from './types'

export function useDepartmentNames() {
  return useQuery({
    queryKey: ['department-names'],
    queryFn: async () => (await api.get<{ departments: DepartmentName[] }>('/desk/departments')).departments,
    staleTime: 60_000,
  })
}

/** A department's name; its key in words until the names are there. */
export function useDepartmentName(): (key: string | null | undefined) => string {
  const { data } = useDepartmentNames()
  return (key) => {
    if (!key) return ''
    return data?.find((each) => each.key === key)?.name ?? key.charAt(0).toUpperCase() + key.slice(1).replace(/_/g, ' ')
  }
}
