import { readFileSync } from 'node:fs'

/**
 * One measurement in a process of its own; bench/advisories.ts starts it: `build DATABASE SOURCE…`, or `bare|lookup|naive DATA
 * LOCKFILE`. Time begins after the names are read and includes loading our modules, opening the file and decoding what is found.
 */
const [mode = '', data = '', ...rest] = process.argv.slice(2)
const names = mode === 'build' ? [] : lockedNames(rest[0] ?? '')
const started = performance.now()
const records = await work()
const milliseconds = performance.now() - started
console.log(JSON.stringify({ milliseconds, megabytes: peakMegabytes(), records }))

async function work(): Promise<number> {
  if (mode === 'build') return build()
  if (mode === 'lookup') return indexed()
  return mode === 'naive' ? decoded() : 0
}

async function build(): Promise<number> {
  const { updateAdvisories } = await import('../src/advisories/update.ts')
  const { systemClock } = await import('../src/base/clock.ts')
  const report = await updateAdvisories({ path: data, sources: { osv: rest }, clock: systemClock })
  return report.state.ecosystems.reduce((sum, ecosystem) => sum + ecosystem.records, 0)
}

async function indexed(): Promise<number> {
  const { openAdvisories } = await import('../src/advisories/lookup.ts')
  const advisories = openAdvisories(data)
  const count = names.reduce((sum, name) => sum + advisories.find('npm', name).length, 0)
  advisories.close()
  return count
}

/** What scanners without an index do on every run. */
async function decoded(): Promise<number> {
  const { zipEntries, readEntry } = await import('../src/formats/zip.ts')
  const { memorySource } = await import('../src/formats/zip-source.ts')
  const { FEED_LIMITS } = await import('../src/advisories/feed-limits.ts')
  const wanted = new Set(names)
  const source = memorySource(readFileSync(data))
  let count = 0
  for await (const entry of zipEntries(source, FEED_LIMITS.archive)) {
    const bytes = await readEntry(source, entry, FEED_LIMITS.archive)
    const record = JSON.parse(Buffer.from(bytes).toString('utf8')) as { affected: { package: { name: string } }[] }
    if (record.affected.some((affected) => wanted.has(affected.package.name))) count++
  }
  return count
}

function lockedNames(lockFile: string): readonly string[] {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as { readonly packages: Readonly<Record<string, unknown>> }
  return Object.keys(lock.packages).flatMap((path) => path.split('node_modules/')[1] ?? [])
}

/** On Linux the high-water mark of this process: getrusage() also counts the parent before exec. */
function peakMegabytes(): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
    if (line !== null) return Number(line[1]) / 1024
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1024
}
