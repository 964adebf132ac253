import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ExternalError, UsageError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import { fix, type FixOutcome } from '../../engine/fix.ts'
import { ADVISORY_OPTIONS } from '../advisory-source.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { fixDiff, fixJson, fixText } from '../fix-report.ts'
import { findingsSelector } from '../select-findings.ts'
import { scanTargetOf, targetOf } from '../target.ts'
import { writeFiles } from '../write-files.ts'
import { withScanRequest } from './scan.ts'

/** `assay fix`: the smallest set of edits that ends advisories. */
export const fixCommand: Command = {
  name: 'fix',
  summary: 'Propose the smallest edits that end known vulnerabilities, and apply them on request',
  usage: ['assay fix [DIR|FILE] [OPTIONS]'],
  about: [
    'Looks for the smallest versions that no known advisory speaks against, edits the requirements that keep them out, byte for byte, and shows the edits as a diff. Requirements of the project are raised; what others bring in gets a constraint or an override beside its lock file. The plan is checked by scanning the edited files in memory.',
    'Nothing is resolved, installed or run, and nothing is written without --apply. The commands that make lock files anew are printed.',
    'Exit code: 0 nothing to do or all selected advisories end, 1 something stays, 2 usage.',
  ],
  options: [
    { name: 'apply', help: 'Write the edits: all files or none, each in one step.' },
    { name: 'advisory', value: 'ID', multiple: true, help: 'Only these advisories (any alias). Default: what blocks.' },
    { name: 'package', value: 'NAME', multiple: true, help: 'Only these packages.' },
    { name: 'severity', value: 'LEVEL', help: 'Only from this severity on: critical, high, medium, low.' },
    { name: 'all', help: 'All advisories, whatever the policy says of them.' },
    { name: 'no-major', help: 'No step to another major version.' },
    { name: 'format', short: 'f', value: 'FORMAT', help: 'text, diff (for `git apply`) or json. Default: text.' },
    {
      name: 'output',
      short: 'o',
      value: 'FILE',
      help: 'Write the plan to a file; .diff, .patch and .json say the format.',
    },
    { name: 'policy', value: 'FILE', help: "A policy file; replaces the project's own assay.yaml." },
    { name: 'preset', value: 'NAME', help: "permissive, balanced or strict; replaces the project's own assay.yaml." },
    { name: 'vex', value: 'FILE', multiple: true, help: 'A VEX document you trust (OpenVEX, CycloneDX).' },
    ...ADVISORY_OPTIONS,
    { name: 'offline', help: 'Never use the network, whatever is configured.' },
    { name: 'exclude', value: 'GLOB', multiple: true, help: 'Leave out paths.' },
    { name: 'no-ignore', help: 'Read files that .gitignore excludes.' },
    { name: 'workers', value: 'N', help: 'Worker threads. Default: one for each processor, at most 8.' },
    { name: 'quiet', short: 'q', help: 'No progress.' },
  ],
  examples: [
    { command: 'assay fix', does: 'Show what would end the vulnerabilities that block this project.' },
    { command: 'assay fix --apply', does: 'Write the edits.' },
    { command: 'assay fix --advisory CVE-2025-32434 services/rag', does: 'End one vulnerability in one folder.' },
    { command: 'assay fix --all --no-major -o fixes.patch', does: 'A patch of all fixes that keep major versions.' },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  const format = formatOf(args)
  const select = findingsSelector(args)
  const options = { majors: !args.has('no-major') }
  const given = { baseline: undefined, failOn: 'any' } as const
  if ((await scanTargetOf(args.positionals, context.folder)).isImage) throw imageRefused()
  const outcome = await withScanRequest(args, context, given, (request) => fix(request, select, options))
  const applied = args.has('apply') && outcome.files.length > 0
  if (applied) await apply(args, context, outcome)
  await write(rendered(outcome, format, context, applied, args), args, context)
  return outcome.staying.length === 0 ? EXIT.allowed : EXIT.blocked
}

function imageRefused(): UsageError {
  return new UsageError(
    'USAGE_PATH',
    'expected a folder or a file of a project, found a container image',
    'Fix the project that the image is built from, then build the image anew.',
  )
}

async function apply(args: Arguments, context: Context, { files }: FixOutcome): Promise<void> {
  const { root } = await targetOf(args.positionals, context.folder)
  const writes = files.map(({ path, before, bytes, isNew }) => ({
    path,
    bytes,
    before: isNew ? undefined : before.bytes,
  }))
  await writeFiles(root, writes)
}

type FixFormat = 'text' | 'diff' | 'json'

const FORMATS: readonly FixFormat[] = ['text', 'diff', 'json']

function formatOf(args: Arguments): FixFormat {
  const given = args.value('format')
  const file = args.value('output') ?? ''
  if (given === undefined) return file.endsWith('.json') ? 'json' : /\.(?:diff|patch)$/.test(file) ? 'diff' : 'text'
  const found = FORMATS.find((format) => format === given)
  if (found !== undefined) return found
  throw new UsageError(
    'USAGE_ARGUMENTS',
    `there is no format ${excerpt(given, 40)}`,
    `Formats are ${FORMATS.join(', ')}.`,
  )
}

function rendered(
  outcome: FixOutcome,
  format: FixFormat,
  { terminal, version }: Context,
  applied: boolean,
  args: Arguments,
): string {
  if (format === 'diff') return fixDiff(outcome)
  if (format === 'json') return fixJson(outcome, version, applied)
  const colour = terminal.colour && isForStdout(args)
  return fixText(outcome, { colour, width: terminal.width, applied })
}

function isForStdout(args: Arguments): boolean {
  const file = args.value('output')
  return file === undefined || file === '-'
}

async function write(text: string, args: Arguments, { folder, terminal }: Context): Promise<void> {
  const file = args.value('output')
  if (file === undefined || isForStdout(args)) return terminal.out(text)
  try {
    await writeFile(resolve(folder, file), text)
  } catch (error) {
    throw new ExternalError('EXTERNAL_DISK', `the plan ${excerpt(file, 120)} cannot be written`, {
      retryable: false,
      cause: error,
    })
  }
}
