/** Fails the build when a file outgrows its byte budget (gzip). */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budgets = { 'widget.js': 45_000, 'site.js': 6_000, 'site.css': 12_000 }
const folder = new URL('../../static/', import.meta.url)

for (const [name, limit] of Object.entries(budgets)) {
  const size = gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length
  const verdict = size > limit ? 'over' : 'within'
  console.log(`${name}: ${(size / 1000).toFixed(1)} kB gzip, ${verdict} its budget of ${limit / 1000} kB`)
  if (size > limit) process.exitCode = 1
}
