/** What the page of departments reads and changes. A change is in force when its answer comes. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type { Department, DepartmentsPage } from '../../staff/types'
import type { Draft } from './draft'

const PATH = '/admin/departments'

export function useDepartments() {
  return useQuery({ queryKey: ['departments'], queryFn: () => api.get<DepartmentsPage>(PATH) })
}

function useChange<Given, Got>(change: (given: Given) => Promise<Got>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      for (const key of ['departments', 'department-names', 'reasons']) {
        void client.invalidateQueries({ queryKey: [key] })
      }
    },
  })
}

/** Keeps a department: a new one where there is no version yet. */
export const useSaveDepartment = () =>
  useChange(({ key, version, ...facts }: Draft) =>
    version === null
      ? api.post<Department>(PATH, { key, ...facts })
      : api.put<Department>(`${PATH}/${part(key)}`, { version, ...facts }),
  )

export const useRemoveDepartment = () => useChange((key: string) => api.delete<void>(`${PATH}/${part(key)}`))
