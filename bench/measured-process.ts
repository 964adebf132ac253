import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One run of a Node program as a whole process, start-up included. */
export interface ProcessRun {
  readonly milliseconds: number
  /** Peak resident memory of the process with all its threads. */
  readonly megabytes: number
  readonly code: number | null
  readonly stdout: string
}

/** Runs `node WORDS…` and has the process itself write its peak memory when it ends: the parent cannot ask for it afterwards. */
export function runNode(words: readonly string[], environment: Readonly<Record<string, string>> = {}): ProcessRun {
  const folder = mkdtempSync(join(tmpdir(), 'assay-run-'))
  const report = join(folder, 'peak')
  const hook = `process.on('exit',()=>require('node:fs').writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`
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
    return { milliseconds, megabytes: Number(readFileSync(report, 'utf8')) / 1024, code: status, stdout }
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
