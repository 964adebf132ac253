import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One run of a Node program as a whole process, start-up included. */
export interface ProcessRun {
  readonly milliseconds: number
  /** Peak resident memory of the process with all its threads. */
  readonly megabytes: number
  /** User and system time of all its threads, in milliseconds. */
  readonly processor: number
  readonly code: number | null
  readonly stdout: string
}

/** Runs `node WORDS…` and has the process itself write its peak memory when it ends: the parent cannot ask for it afterwards. */
export function runNode(words: readonly string[], environment: Readonly<Record<string, string>> = {}): ProcessRun {
  const folder = mkdtempSync(join(tmpdir(), 'assay-run-'))
  const report = join(folder, 'peak')
  const hook = `process.on('exit',()=>require('node:fs').writeFileSync(${JSON.stringify(report)},(({maxRSS:m,userCPUTime:u,systemCPUTime:s})=>[m,u+s].join(' '))(process.resourceUsage())))`
  const hookFile = `data:text/javascript,${encodeURIComponent(`import{createRequire}from'node:module';const require=createRequire('file:///');${hook}`)}`
  try {
    const began = performance.now()
    const { status, stdout } = spawnSync(process.execPath, ['--import', hookFile, ...words], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const milliseconds = performance.now() - began
    const [peak = 0, processor = 0] = readFileSync(report, 'utf8').split(' ').map(Number)
    return { milliseconds, megabytes: peak / 1024, processor: processor / 1000, code: status, stdout }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The run in the middle by time. */
export function medianRun(runs: readonly ProcessRun[]): ProcessRun {
  const middle = runs.toSorted((a, b) => a.milliseconds - b.milliseconds)[Math.floor(runs.length / 2)]
  if (middle === undefined) throw new Error('no runs')
  return middle
}

/** What a whole process cost. */
export interface ProcessCost {
  readonly milliseconds: number
  /** User and system time of all its threads: what is left to compare when the machine has other work. */
  readonly processor: number
}

/** Runs a command without output, timed by the shell: nothing is added to the process. */
export function costOf(words: readonly string[], environment: Readonly<Record<string, string>> = {}): ProcessCost {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>/dev/null'
  const { stderr } = spawnSync('bash', ['-c', script, 'bench', ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 600_000,
  })
  const [real = 0, user = 0, system = 0] = stderr.trim().split(' ').map(Number)
  return { milliseconds: real * 1000, processor: (user + system) * 1000 }
}

/** Wall and processor time in the middle, each on its own. */
export function medianCost(costs: readonly ProcessCost[]): ProcessCost {
  const middle = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
  return {
    milliseconds: middle(costs.map((one) => one.milliseconds)),
    processor: middle(costs.map((one) => one.processor)),
  }
}
