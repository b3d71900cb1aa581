/** The charts, fetched when a page shows one: the other pages do without the library. */

import { Skeleton } from '@mantine/core'
import { type ComponentProps, lazy, Suspense } from 'react'

const Days = lazy(() => import('./DaysChart'))
const Bars = lazy(() => import('./BarsChart'))

const HEIGHT = 240

export function DaysChart(props: ComponentProps<typeof Days>) {
  return (
    <Suspense fallback={<Skeleton height={HEIGHT} radius="md" />}>
      <Days {...props} />
    </Suspense>
  )
}

export function BarsChart(props: ComponentProps<typeof Bars>) {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? HEIGHT} radius="md" />}>
      <Bars {...props} />
    </Suspense>
  )
}
