import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * `npm run bench [NAME…]`: the benches by name, all of them without one. Each prints both sides and the ratio.
 * `npm run bench scoreboard -- LABELS.tsv …`: the scoreboard, with words of its own.
 */
const BENCHES = ['scan', 'advisories', 'pickle', 'models', 'tree', 'secrets', 'datasets', 'history', 'packages']
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !BENCHES.includes(name))
if (asked[0] === 'scoreboard') {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'scoreboard.ts'), ...asked.slice(1)], {
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
} else if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; there are ${BENCHES.join(', ')} and scoreboard`)
  process.exitCode = 2
} else {
  for (const name of asked.length > 0 ? asked : BENCHES) {
    console.log(`\n== ${name}`)
    const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit' })
    if (status !== 0) process.exitCode = 1
  }
}
