import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ExternalError } from '../../base/errors.ts'
import { safeJson } from '../../base/escape.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { compareResults } from '../diff/compare-results.ts'
import type { Comparison } from '../diff/comparison.ts'
import { diffMarkdown } from '../diff/diff-markdown.ts'
import { diffTable } from '../diff/diff-table.ts'
import { readResult } from '../diff/read-result.ts'
import { scanRevisions, type ScannedSides } from '../diff/scan-revisions.ts'
import { sidesOf } from '../diff/sides.ts'
import { EXIT } from '../exit-codes.ts'
import { repositoryAt } from '../git/repository.ts'
import { choice } from '../option-values.ts'
import { scanCommand } from './scan.ts'

/** Options of a scan that a comparison has no use for. */
const FOREIGN = new Set(['format', 'output', 'baseline', 'fail-on', 'write-baseline'])

/** `assay diff`: what changed between two scans or two revisions. */
export const diffCommand: Command = {
  name: 'diff',
  summary: 'Say what changed between two results or two revisions: packages, findings, models, coverage',
  usage: ['assay diff OLD.json NEW.json [OPTIONS]', 'assay diff REVISION [REVISION] [OPTIONS]'],
  about: [
    'Compares two results of `assay scan --format json`, or scans two revisions of the Git repository around the current folder and compares those; without a second revision it is the working tree. Revisions are read from the object database into a temporary folder: nothing is checked out, no hook, filter or submodule runs, nothing is fetched.',
    'A finding is known again across version bumps and moved lines. One that is gone counts as fixed only where its file was looked at; else it is listed as one nobody can tell of.',
    'Exit code: 0; with --fail-on new 1 when the policy blocks something that is new or got worse, with --fail-on any 1 when it blocks anything.',
  ],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', help: 'table, json or markdown. Default: table.' },
    { name: 'output', short: 'o', value: 'FILE', help: 'Write to a file; .json and .md say the format.' },
    { name: 'fail-on', value: 'never|new|any', help: 'When to end with exit code 1. Default: never.' },
    ...scanCommand.options.filter(({ name }) => !FOREIGN.has(name)),
  ],
  examples: [
    { command: 'assay diff main', does: 'What does my working tree change against main?' },
    { command: 'assay diff v1.2..v1.3 -f markdown', does: 'What changed between two releases, for the release notes?' },
    {
      command: 'assay diff old.json new.json --fail-on new',
      does: 'Compare two results; fail on what is new and blocks.',
    },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  const format = formatOf(args)
  const failOn = choice(args, 'fail-on', ['never', 'new', 'any'])
  const detail = choice(args, 'detail', ['short', 'full'])
  const sides = await scannedSides(args, context, failOn === 'any' ? 'any' : 'new')
  const comparison = compareResults(sides.before, sides.after)
  const texts: Readonly<Record<Format, () => string>> = {
    json: () => `${safeJson(comparison)}\n`,
    markdown: () => diffMarkdown(comparison),
    table: () =>
      diffTable(comparison, {
        colour: context.terminal.colour && args.value('output') === undefined,
        full: detail === 'full',
      }),
  }
  await write(texts[format](), args, context)
  return exitCode(failOn, comparison, sides)
}

async function scannedSides(args: Arguments, context: Context, failOn: 'any' | 'new'): Promise<ScannedSides> {
  const sides = await sidesOf(args.positionals, context.folder)
  if (sides.kind === 'revisions') {
    const repository = await repositoryAt(context.folder, context.environment)
    return scanRevisions({ repository, before: sides.before, after: sides.after }, args, context, failOn)
  }
  const [before, after] = [sides.before, sides.after]
  return {
    before: { name: before, result: await readResult(before, context.folder), notes: [] },
    after: { name: after, result: await readResult(after, context.folder), notes: [] },
  }
}

type Format = 'table' | 'json' | 'markdown'

function formatOf(args: Arguments): Format {
  const file = args.value('output')
  if (args.value('format') === undefined && file?.endsWith('.json') === true) return 'json'
  if (args.value('format') === undefined && file?.endsWith('.md') === true) return 'markdown'
  return choice(args, 'format', ['table', 'json', 'markdown'])
}

async function write(text: string, args: Arguments, context: Context): Promise<void> {
  const file = args.value('output')
  if (file === undefined || file === '-') return context.terminal.out(text)
  try {
    await writeFile(resolve(context.folder, file), text)
  } catch (error) {
    throw new ExternalError('EXTERNAL_DISK', `the report ${file} cannot be written`, { retryable: false, cause: error })
  }
}

/** What the policy makes of what is new: the decisions stand in the second result, made with the policy it was scanned with. */
function exitCode(failOn: 'never' | 'new' | 'any', comparison: Comparison, { before, after }: ScannedSides): number {
  if (failOn === 'never') return EXIT.allowed
  const { verdict } = after.result
  const blocks = failOn === 'any' ? verdict.decision === 'block' : blocksNew(comparison, before.result, after.result)
  if (blocks) return EXIT.blocked
  return verdict.completeness === 'incomplete' ? EXIT.incomplete : EXIT.allowed
}

/** A finding that is new or worse, or a reason about packages or coverage that was not there before. */
function blocksNew({ findings }: Comparison, before: ScanResult, after: ScanResult): boolean {
  const were = new Set(before.verdict.reasons.map(({ rule, message }) => `${rule}\n${message}`))
  return (
    findings.some((change) => (change.kind === 'new' || change.kind === 'worse') && change.decision === 'block') ||
    after.verdict.reasons.some(
      ({ decision, rule, message }) => decision === 'block' && !were.has(`${rule}\n${message}`),
    )
  )
}
