import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ExternalError, UsageError } from '../base/errors.ts'
import { visible } from '../base/escape.ts'
import type { PackageAssessment } from '../model/package-assessment.ts'
import type { RuleDoc } from '../model/rule.ts'
import type { PackageReporter } from '../report/package/package-reporter.ts'
import { PACKAGE_REPORTERS } from '../report/package/package-reporters.ts'
import type { Arguments, Context } from './command.ts'

/** Writes the reports that `--format` and `--output` ask for; text to the terminal where nothing is asked. Throws USAGE_ARGUMENTS, EXTERNAL_DISK. */
export async function writeReports(
  assessments: readonly PackageAssessment[],
  rules: readonly RuleDoc[],
  args: Arguments,
  context: Context,
): Promise<void> {
  for (const { reporter, file } of outputsOf(args)) {
    const colour = file === undefined && context.terminal.colour
    const pieces = reporter.render(assessments, { colour, width: context.terminal.width, rules })
    if (file === undefined) for (const text of pieces) context.terminal.out(text)
    else await write(resolve(context.folder, file), [...pieces].join(''))
  }
}

interface Output {
  readonly reporter: PackageReporter
  /** Undefined: standard output. */
  readonly file: string | undefined
}

function outputsOf(args: Arguments): readonly Output[] {
  const outputs: { reporter: PackageReporter; file: string | undefined }[] = []
  for (const { name, value } of args.given) {
    const last = outputs.at(-1)
    if (name === 'format') outputs.push({ reporter: reporterOf(value), file: undefined })
    else if (name === 'output' && last !== undefined && last.file === undefined) last.file = value
    else if (name === 'output') {
      throw new UsageError(
        'USAGE_ARGUMENTS',
        `--output ${visible(value)} has no format`,
        'Put `--format FORMAT` before it.',
      )
    }
  }
  if (outputs.length === 0) return [{ reporter: reporterOf('text'), file: undefined }]
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'USAGE_ARGUMENTS',
      'only one report can go to standard output',
      'Give the others a file with --output.',
    )
  return outputs
}

function reporterOf(id: string): PackageReporter {
  const found = PACKAGE_REPORTERS.find((one) => one.id === id)
  if (found !== undefined) return found
  const known = PACKAGE_REPORTERS.map((one) => one.id).join(', ')
  throw new UsageError('USAGE_ARGUMENTS', `there is no format ${visible(id.slice(0, 40))}`, `Formats are ${known}.`)
}

async function write(file: string, text: string): Promise<void> {
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
