import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT_FOLDER } from './source-files.ts'

/** What a run of the program left behind. */
export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** 22 November 2026: reports that carry ages are the same every day. */
export const EPOCH = '1795305600'

/** Runs the real program in a process of its own, without a database, a network or colours unless the environment says so. */
export function assay(
  words: readonly string[],
  options: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
    readonly interruptAfter?: number
  } = {},
): Promise<Run> {
  const child = spawn(process.execPath, [join(ROOT_FOLDER, 'bin/assay.js'), ...words], {
    cwd: options.cwd ?? ROOT_FOLDER,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent/home', SOURCE_DATE_EPOCH: EPOCH, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (options.interruptAfter !== undefined) setTimeout(() => child.kill('SIGINT'), options.interruptAfter)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
