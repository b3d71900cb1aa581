/**
 * How long to wait before try number `attempt` (0 is the first repeat), in milliseconds:
 * exponential with full jitter, so that a restarted server is not met by every visitor at once.
 */
export function backoff(attempt: number, random: () => number = Math.random, first = 800, most = 30_000): number {
  const ceiling = Math.min(most, first * 2 ** Math.min(attempt, 16))
  return Math.round(ceiling / 2 + (random() * ceiling) / 2)
}
