import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { openRepository } from '../src/scan/sources/git-history/open-repository.ts'
import { readObjects } from '../src/scan/sources/git-history/read-objects.ts'
import { historyStream, type Planted } from '../test/support/history-stream.ts'
import { costOf, medianCost, type ProcessCost, runNode } from './measured-process.ts'

/**
 * A generated history of 10,000 commits and 5,000 files, looked through by Assay (first run, again, after one more commit) and by gitleaks where it is on the PATH: whole
 * processes, wall and processor time, how many of the planted values each found.
 */
const SHAPE = { seed: 7, commits: 10_000, files: 5_000, planted: 200 }
const RUNS = 3

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-history-'))
try {
  const repository = join(folder, 'project')
  const planted = await generate(repository)
  const values = new Set(planted.map(({ value }) => value))
  const places = await placesOf(repository, values)
  console.log(`${SHAPE.commits} commits, ${values.size} values planted`)
  const cache = join(folder, 'cache')
  const forget = (): void => rmSync(cache, { recursive: true, force: true })
  for (const workers of ['1', '2'])
    report(`assay, ${workers} workers`, () => assay(repository, places, [workers]), values)
  report('assay, 2 workers, filling the cache', () => assay(repository, places, ['2', cache], forget), values)
  report('assay, nothing changed', () => assay(repository, places, ['2', cache]), values)
  report('assay, one commit more', () => assay(repository, places, ['2', cache], () => commit(repository)), values)
  if (gitleaksOnPath()) report('gitleaks', () => gitleaks(repository, join(folder, 'gitleaks.json')), values)
  else console.log('gitleaks is not on the PATH: not compared')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function generate(repository: string): Promise<readonly Planted[]> {
  execFileSync('git', ['init', '-q', '-b', 'main', repository])
  const child = spawn('git', ['-C', repository, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] })
  const history = historyStream(SHAPE)
  for (const chunk of history.chunks) if (!child.stdin.write(chunk, 'latin1')) await once(child.stdin, 'drain')
  child.stdin.end()
  await once(child as ChildProcess, 'close')
  execFileSync('git', ['-C', repository, 'repack', '-adfq', '--depth=50'])
  return history.planted
}

interface Outcome extends ProcessCost {
  readonly found: ReadonlySet<string>
  readonly note: string
}

function report(name: string, run: () => Outcome, values: ReadonlySet<string>, runs = RUNS): void {
  const outcomes = Array.from({ length: runs }, run)
  const { milliseconds, processor } = medianCost(outcomes)
  const { found = new Set(), note = '' } = outcomes[0] ?? {}
  const hits = [...values].filter((value) => found.has(value)).length
  console.log(
    `${name}: ${milliseconds.toFixed(0)} ms wall, ${processor.toFixed(0)} ms CPU, ${hits} of ${values.size} values, ${note}`,
  )
}

/** The processor time of its children, which are Git, counts too; memory is that of the process itself. */
function assay(repository: string, places: Places, words: readonly string[], prepare: () => void = () => {}): Outcome {
  const program = [join(import.meta.dirname, 'history-run.ts'), repository, ...words]
  prepare()
  const cost = costOf([process.execPath, ...program])
  prepare()
  const { stdout, megabytes } = runNode(program)
  const { places: seen, counts } = JSON.parse(stdout) as { places: readonly string[]; counts: Record<string, number> }
  const found = new Set(seen.flatMap((one) => places.get(one) ?? []))
  return { ...cost, found, note: `${counts['looked']} objects looked at, ${megabytes.toFixed(0)} MB` }
}

function commit(repository: string): void {
  const identity = ['-c', 'user.name=B', '-c', 'user.email=b@example.org']
  execFileSync('git', ['-C', repository, ...identity, 'commit', '-q', '--allow-empty', '-m', 'one more'])
}

function gitleaks(repository: string, file: string): Outcome {
  const cost = costOf([
    'gitleaks',
    'git',
    '--no-banner',
    '--log-level',
    'error',
    '--report-format',
    'json',
    '--report-path',
    file,
    repository,
  ])
  const findings = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly Secret: string }[]
  return { ...cost, found: new Set(findings.map(({ Secret }) => Secret)), note: `${findings.length} findings` }
}

function gitleaksOnPath(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((one) => existsSync(join(one, 'gitleaks')))
}

type Places = ReadonlyMap<string, readonly string[]>

/** Where values stand, as `blob:line`: Assay tells no values, only places. */
async function placesOf(repository: string, values: ReadonlySet<string>): Promise<Places> {
  const listing = execFileSync(
    'git',
    ['-C', repository, 'cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)', '--unordered'],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  )
  const ids = listing.split('\n').flatMap((line) => (line.startsWith('blob ') ? [line.slice(5)] : []))
  const places = new Map<string, readonly string[]>()
  const { place } = await openRepository(repository, process.env)
  await readObjects(place, ids, 2 ** 20, (position, object) => {
    const text = object.state === 'read' ? Buffer.from(object.bytes).toString('latin1') : ''
    for (const [index, line] of text.includes('token = "') ? text.split('\n').entries() : []) {
      const value = /token = "([^"]+)"/.exec(line)?.[1] ?? ''
      if (values.has(value)) places.set(`${ids[position]}:${index + 1}`, [value])
    }
  })
  return places
}
