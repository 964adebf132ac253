import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * node bench/advisories.ts [RECORDS]: builds the database from a generated npm feed and, where it is there, the real PyPI feed of
 * ../shared; then asks 5,000 names of it in fresh processes, beside the naive way (unzip and parse the feed, keep what matches).
 */
const records = process.argv[2] ?? '230000'
const workplace = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const realFeed = join(import.meta.dirname, '..', '..', 'shared', 'data', 'osv')

interface Measured {
  readonly milliseconds: number
  readonly megabytes: number
  readonly records: number
}

try {
  const feed = join(workplace, 'feed')
  script('generate-npm-feed.ts', feed, records)
  const database = join(workplace, 'advisories.db')
  const sources = [feed, ...(existsSync(realFeed) ? [realFeed] : [])]
  const built = measure('build', database, ...sources)
  const unchanged = measure('build', database, ...sources)
  const lock = join(feed, 'package-lock.json')
  const bare = best(() => measure('bare', database, lock))
  const lookup = best(() => measure('lookup', database, lock))
  const naive = measure('naive', join(feed, 'npm', 'all.zip'), lock)
  if (lookup.records !== naive.records) throw new Error(`lookup found ${lookup.records}, naive ${naive.records}`)

  const faster = (naive.milliseconds / lookup.milliseconds).toFixed(0)
  console.log(`machine     ${availableParallelism()} CPUs, Node ${process.version}`)
  console.log(`build       ${show(built)}; the file has ${(statSync(database).size / 1e6).toFixed(1)} MB`)
  console.log(`no change   ${show(unchanged)}; content verified`)
  console.log(`bare Node   ${show(bare)}`)
  console.log(`5,000 names ${show(lookup)}; ${(lookup.megabytes - bare.megabytes).toFixed(0)} MB above bare Node`)
  console.log(`naive       ${show(naive)}; the index is ${faster} times faster`)
} finally {
  rmSync(workplace, { recursive: true, force: true })
}

/** A fresh process, so that memory and warm code of one do not count for the other. */
function measure(...words: readonly string[]): Measured {
  return JSON.parse(script('advisories-run.ts', ...words)) as Measured
}

function script(name: string, ...words: readonly string[]): string {
  return execFileSync(process.execPath, [join(import.meta.dirname, name), ...words], { encoding: 'utf8' })
}

/** Of five: the machine is shared. */
function best(measure: () => Measured): Measured {
  return Array.from({ length: 5 }, measure).reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a))
}

function show({ milliseconds, megabytes: peak, records: found }: Measured): string {
  return `${milliseconds.toFixed(0)} ms, ${peak.toFixed(0)} MB peak, ${found} records`
}
