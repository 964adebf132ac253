import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ExternalError } from '../../base/errors.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { REPORTER_CATALOGUE } from '../../report/catalogue.ts'
import type { Context } from '../command.ts'
import type { CiRun } from './platforms.ts'

/** A file that is written, and from which result: platforms that compare by themselves need all findings, people only the new ones. */
interface CiFile {
  readonly name: string
  readonly format: string
  readonly holds: 'all' | 'new'
}

/**
 * Code scanning (SARIF) and GitLab track findings over time: one that is missing from a report counts as fixed there. So they get all, with
 * `baselineState` where the format has it.
 */
const EVERYWHERE: readonly CiFile[] = [
  { name: 'assay.sarif', format: 'sarif', holds: 'all' },
  { name: 'assay-comment.md', format: 'markdown', holds: 'new' },
]

const JUNIT: CiFile = { name: 'assay-junit.xml', format: 'junit', holds: 'new' }

const OF_PLATFORM: Readonly<Record<CiRun['platform'], readonly CiFile[]>> = {
  github: [],
  gitlab: [
    { name: 'gl-dependency-scanning-report.json', format: 'gitlab', holds: 'all' },
    { name: 'gl-code-quality-report.json', format: 'gitlab-code-quality', holds: 'all' },
  ],
  azure: [JUNIT],
  bitbucket: [JUNIT],
  circleci: [JUNIT],
  jenkins: [JUNIT],
  travis: [],
  none: [],
}

/** Both views of one scan. */
export interface CiResults {
  readonly all: ScanResult
  readonly new: ScanResult
}

/** Writes the files of the platform into a folder and gives their paths. Throws EXTERNAL_DISK. */
export async function writeCiFiles(
  run: CiRun,
  results: CiResults,
  folder: string,
  context: Context,
): Promise<readonly string[]> {
  const target = resolve(context.folder, folder)
  const files = [...EVERYWHERE, ...OF_PLATFORM[run.platform]]
  await orDiskError(target, () => mkdir(target, { recursive: true }))
  for (const { name, format, holds } of files) {
    const path = join(target, name)
    const text = await rendered(format, results[holds], context)
    await orDiskError(path, () => writeFile(path, text))
  }
  return files.map(({ name }) => join(folder, name))
}

/**
 * What is told on standard output: annotations where the platform shows them, else the table. Azure takes `##vso[…]` anywhere in a line for
 * a command, so that a path could set a variable of the pipeline: there no two such characters stand together.
 */
export async function told(run: CiRun, results: CiResults, context: Context): Promise<string> {
  const text = await rendered(run.platform === 'github' ? 'github' : 'table', results.new, context)
  return run.platform === 'azure' ? text.replaceAll('##', '# #') : text
}

/** Appends to the files that GitHub names: the page of the run gets the comment, later steps get the outcome. */
export async function tellGitHub(
  results: CiResults,
  outcome: Readonly<Record<string, string>>,
  context: Context,
): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = context.environment
  if (summary !== undefined && summary !== '') {
    const text = await rendered('markdown', results.new, context)
    await orDiskError('GITHUB_STEP_SUMMARY', () => appendFile(summary, `${text}\n`))
  }
  if (output === undefined || output === '') return
  // One line each: a line break in a value could set another output.
  const lines = Object.entries(outcome).map(([name, value]) => `${name}=${value.replace(/[\r\n]/g, ' ')}\n`)
  await orDiskError('GITHUB_OUTPUT', () => appendFile(output, lines.join('')))
}

async function rendered(format: string, result: ScanResult, context: Context): Promise<string> {
  const style = { now: context.clock.now(), colour: false, width: context.terminal.width, detail: 'short' } as const
  const reporter = await REPORTER_CATALOGUE[format]?.()
  return [...(reporter?.render(result, style) ?? [])].join('')
}

async function orDiskError(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new ExternalError('EXTERNAL_DISK', `${what} cannot be written: ${code}`, { retryable: false, cause: error })
  }
}
