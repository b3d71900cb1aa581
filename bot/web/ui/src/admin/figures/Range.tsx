/** A share on a line from 0 to 100 %, with its interval as a band; the words beside it say the same. */

export function Range({ interval, at }: { interval: readonly number[] | null | undefined; at: number }) {
  const [low, high] = interval ?? []
  return (
    <svg className="ov-range" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="5" width="100" height="2" className="ov-range-track" />
      {low !== undefined && high !== undefined && (
        <rect x={low * 100} y="2" width={Math.max(0.8, (high - low) * 100)} height="8" className="ov-range-band" />
      )}
      <rect x={Math.min(99.2, Math.max(0, at * 100 - 0.4))} y="0" width="0.8" height="12" className="ov-range-at" />
    </svg>
  )
}
