import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import type { ScanResult } from '../src/model/scan-result.ts'

/** What a tool says of one file. `not inspected`: it failed, gave up or does not read such files, and says so. */
export type Verdict = 'flagged' | 'clean' | 'not inspected'

/** The verdicts of a tool by path, and how long it took for all files. */
export interface ToolRun {
  readonly tool: string
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly seconds: number
  /** How the time was taken. */
  readonly timed: 'one process for the folder' | 'one process for each file'
}

/** A scanner that is started for each file, and once for the folder where it can be, to take the time. */
export interface Rival {
  readonly name: string
  readonly program: string
  readonly file: (path: string, workplace: string) => readonly string[]
  readonly folder?: (path: string) => readonly string[]
  readonly verdict: (code: number | null, stderr: string) => Verdict
}

const byExit = (code: number | null): Verdict => (code === 1 ? 'flagged' : code === 0 ? 'clean' : 'not inspected')

/** How the known scanners are called, and what their exit codes mean (their own documentation). */
const KNOWN: readonly Omit<Rival, 'program'>[] = [
  { name: 'picklescan', file: (path) => ['-p', path], folder: (path) => ['-p', path], verdict: byExit },
  // 2: a scan failed, 3: no file of a kind it reads.
  { name: 'modelscan', file: (path) => ['-p', path], folder: (path) => ['-p', path], verdict: byExit },
  {
    name: 'fickling',
    file: (path, workplace) => ['--check-safety', '--json-output', join(workplace, 'fickling.json'), path],
    verdict: (code, stderr) => (stderr.includes('Traceback (most recent call last)') ? 'not inspected' : byExit(code)),
  },
  {
    name: 'modelaudit',
    file: (path) => ['scan', '--quiet', path],
    folder: (path) => ['scan', '--quiet', path],
    verdict: byExit,
  },
]

/** The scanners to run: `name` as it stands in PATH, or `name=command`, whose `{}` is the path and whose exit code is 0, 1 or another. */
export function rivalsOf(asked: readonly string[]): readonly Rival[] {
  const wanted = asked.length > 0 ? asked : KNOWN.map(({ name }) => name)
  return wanted.flatMap((word) => {
    const [name = '', ...command] = word.split('=')
    const known = KNOWN.find((one) => one.name === name)
    if (command.length === 0) {
      const program = inPath(name)
      return known === undefined || program === undefined ? [] : [{ ...known, program }]
    }
    const [program = '', ...words] = command.join('=').split(' ')
    if (known !== undefined && words.length === 0) return [{ ...known, program }]
    const file = (path: string): readonly string[] =>
      words.includes('{}') ? words.map((part) => (part === '{}' ? path : part)) : [...words, path]
    return [{ name, program, file, verdict: byExit }]
  })
}

function inPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** Nobody's home, no measuring of users by the tools, time of the machine. */
function environment(workplace: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: workplace,
    DO_NOT_TRACK: '1',
    NO_ANALYTICS: '1',
    PROMPTFOO_DISABLE_TELEMETRY: '1',
  }
}

const FOLDER_MILLISECONDS = 900_000

/** Assay over the whole folder, as one process. What it says below medium is advice, not an alarm. */
export function runAssay(folder: string, paths: readonly string[]): ToolRun {
  const workplace = mkdtempSync(join(tmpdir(), 'assay-score-'))
  try {
    const began = performance.now()
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [
        resolve(import.meta.dirname, '../bin/assay.js'),
        'model',
        folder,
        '--format',
        'json',
        '--quiet',
        '--preset',
        'balanced',
      ],
      { encoding: 'utf8', env: environment(workplace), maxBuffer: 1 << 30, timeout: FOLDER_MILLISECONDS },
    )
    const seconds = (performance.now() - began) / 1000
    if (stdout === '') throw new Error(`assay ended with ${status}: ${stderr.slice(0, 400)}`)
    return {
      tool: 'assay',
      verdicts: assayVerdicts(JSON.parse(stdout) as ScanResult, paths),
      seconds,
      timed: 'one process for the folder',
    }
  } finally {
    rmSync(workplace, { recursive: true, force: true })
  }
}

function assayVerdicts({ findings, diagnostics }: ScanResult, paths: readonly string[]): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>(paths.map((path) => [path, 'clean']))
  for (const { location } of diagnostics) if (location !== undefined) verdicts.set(location.path, 'not inspected')
  for (const { evidence, severity, ruleId } of findings) {
    const path = evidence[0]?.location.path
    if (path === undefined || severity === 'low' || severity === 'none') continue
    const verdict = ruleId === 'models/not-inspected' ? 'not inspected' : 'flagged'
    if (verdicts.get(path) !== 'flagged') verdicts.set(path, verdict)
  }
  return verdicts
}

const FILE_MILLISECONDS = 60_000

/** A rival over each file, two at a time, then over the folder for the time. */
export async function runRival(rival: Rival, folder: string, paths: readonly string[]): Promise<ToolRun> {
  const workplace = mkdtempSync(join(tmpdir(), 'assay-score-'))
  const verdicts = new Map<string, Verdict>()
  const queue = [...paths]
  const began = performance.now()
  const work = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift())
      verdicts.set(path, await verdictOf(rival, join(folder, path), workplace))
  }
  try {
    await Promise.all([work(), work()])
    const single = (performance.now() - began) / 1000
    if (rival.folder === undefined)
      return { tool: rival.name, verdicts, seconds: single, timed: 'one process for each file' }
    const started = performance.now()
    const options = {
      stdio: 'ignore',
      env: environment(workplace),
      cwd: workplace,
      timeout: FOLDER_MILLISECONDS,
    } as const
    spawnSync(rival.program, [...rival.folder(folder)], options)
    const seconds = (performance.now() - started) / 1000
    return { tool: rival.name, verdicts, seconds, timed: 'one process for the folder' }
  } finally {
    rmSync(workplace, { recursive: true, force: true })
  }
}

function verdictOf(rival: Rival, path: string, workplace: string): Promise<Verdict> {
  return new Promise((done) => {
    const child = spawn(rival.program, [...rival.file(path, workplace)], {
      cwd: workplace,
      env: environment(workplace),
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: FILE_MILLISECONDS,
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 100_000) stderr += text
    })
    child.once('error', () => done('not inspected'))
    child.once('close', (code) => done(rival.verdict(code, stderr)))
  })
}
