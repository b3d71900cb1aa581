/** A rate on a line from 0 to 100 %, with the interval as a band; the words beside it say the same. */

export function Range({ low, high, at }: { low: number | null; high: number | null; at: number }) {
  const y = 6
  return (
    <svg className="ov-range" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y={y - 1} width="100" height="2" className="ov-range-track" />
      {low !== null && high !== null && (
        <rect x={low * 100} y={y - 4} width={Math.max(0.8, (high - low) * 100)} height="8" className="ov-range-band" />
      )}
      <rect x={Math.min(99.2, Math.max(0, at * 100 - 0.4))} y={y - 6} width="0.8" height="12" className="ov-range-at" />
    </svg>
  )
}
