import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ExternalError, UsageError } from '../base/errors.ts'
import { excerpt } from '../base/escape.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Arguments, Context } from './command.ts'

/** One report to be made. */
export interface Output {
  readonly load: () => Promise<Reporter>
  /** Absolute path; undefined for standard output. */
  readonly file: string | undefined
}

/** Every reporter by its id, loaded when it is wanted. */
export type Catalogue = Readonly<Record<string, Output['load']>>

/** What file names say of the format, longest ending first. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['gl-dependency-scanning-report.json', 'gitlab'],
  ['gl-code-quality-report.json', 'gitlab-code-quality'],
  ['.openvex.json', 'openvex'],
  ['.spdx3.json', 'spdx-3.0'],
  ['.spdx.json', 'spdx-2.3'],
  ['.cdx.json', 'cyclonedx'],
  ['.vex.json', 'openvex'],
  ['.sarif.json', 'sarif'],
  ['.sarif', 'sarif'],
  ['.json', 'json'],
  ['.html', 'html'],
  ['.csv', 'csv'],
  ['.xml', 'junit'],
  ['.txt', 'table'],
  ['.md', 'markdown'],
]

/**
 * Reads `--format` and `--output` in the order they stand: `--output` belongs to the `--format` before it, else to the next
 * one, else its ending says the format. Without any the table goes to standard output. Throws USAGE_ARGUMENTS.
 */
export function outputsOf(args: Arguments, catalogue: Catalogue, folder: string): readonly Output[] {
  const pairs: { format: string | undefined; file: string | undefined }[] = []
  for (const { name, value } of args.given) {
    if (name === 'format') for (const format of value.split(',')) addFormat(pairs, format)
    if (name === 'output') addFile(pairs, value)
  }
  if (pairs.length === 0) pairs.push({ format: 'table', file: undefined })
  const outputs = pairs.map(({ format, file }): Output => {
    const load = reporterOf(format ?? formatOfFile(file ?? ''), catalogue)
    return { load, file: file === undefined || file === '-' ? undefined : resolve(folder, file) }
  })
  if (outputs.filter((output) => output.file === undefined).length > 1) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      'only one report can go to standard output',
      'Give the others a file: `--format sarif --output report.sarif`.',
    )
  }
  return outputs
}

function addFormat(pairs: { format: string | undefined; file: string | undefined }[], format: string): void {
  const waiting = pairs.find((pair) => pair.format === undefined)
  if (waiting !== undefined && endingFormat(waiting.file ?? '') === undefined) waiting.format = format
  else if (waiting !== undefined && endingFormat(waiting.file ?? '') === format) waiting.format = format
  else pairs.push({ format, file: undefined })
}

function addFile(pairs: { format: string | undefined; file: string | undefined }[], file: string): void {
  const last = pairs.at(-1)
  if (last !== undefined && last.file === undefined) last.file = file
  else pairs.push({ format: undefined, file })
}

function endingFormat(file: string): string | undefined {
  return ENDINGS.find(([ending]) => file.endsWith(ending))?.[1]
}

function formatOfFile(file: string): string {
  const format = endingFormat(file)
  if (format !== undefined) return format
  throw new UsageError(
    'USAGE_ARGUMENTS',
    `the name ${excerpt(file, 80)} does not say which format is wanted`,
    'Put `--format FORMAT` before `--output FILE`.',
  )
}

function reporterOf(format: string, catalogue: Catalogue): Output['load'] {
  const found = Object.hasOwn(catalogue, format) ? catalogue[format] : undefined
  if (found !== undefined) return found
  const known = Object.keys(catalogue).join(', ')
  throw new UsageError('USAGE_ARGUMENTS', `there is no format ${excerpt(format, 40)}`, `Formats are ${known}.`)
}

/** Writes every report. Throws EXTERNAL_DISK for a file that cannot be written. */
export async function writeOutputs(
  outputs: readonly Output[],
  result: ScanResult,
  args: Arguments,
  context: Context,
): Promise<void> {
  const detail = args.value('detail') === 'full' ? 'full' : 'short'
  for (const { load, file } of outputs) {
    const reporter = await load()
    const colour = file === undefined && context.terminal.colour
    const style = { now: context.clock.now(), colour, width: context.terminal.width, detail } as const
    if (file === undefined) for (const text of reporter.render(result, style)) context.terminal.out(text)
    else await writeReport(file, [...reporter.render(result, style)].join(''))
  }
}

async function writeReport(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new ExternalError('EXTERNAL_DISK', `the report ${file} cannot be written: ${code}`, {
      retryable: false,
      cause: error,
    })
  }
}
