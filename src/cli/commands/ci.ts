import { UsageError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import { type CiResults, tellGitHub, told, writeCiFiles } from '../ci/ci-outputs.ts'
import { type CiScan, ciScan, type Judge } from '../ci/ci-scan.ts'
import { onlyNew, withNotices } from '../ci/only-new.ts'
import { type CiRun, ciRun } from '../ci/platforms.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { scanCommand } from './scan.ts'

/** Options of a scan that make no sense here. */
const FOREIGN = new Set(['format', 'output', 'baseline', 'fail-on', 'write-baseline', 'detail'])

/** `assay ci`: scan a change and report what is new. */
export const ciCommand: Command = {
  name: 'ci',
  summary: 'Scan in CI: find the base of the change, report only what is new, in the formats of the platform',
  usage: ['assay ci [OPTIONS]'],
  about: [
    'Knows GitHub Actions, GitLab CI, Azure Pipelines, Bitbucket Pipelines, CircleCI, Jenkins and Travis CI by their variables, finds the revision that the change is based on, scans it and the working tree, and reports the findings that were not there before. Without a base all findings count, and that is said. It uses no token, and without --inspect it fetches nothing and works offline; docs/ci.md has ready-made pipelines.',
    'Writes assay.sarif (all findings; known ones are marked) and assay-comment.md (what is new, for a comment); for GitLab its two reports, for Azure, Bitbucket, CircleCI and Jenkins JUnit. On GitHub annotations go to standard output, the comment to the page of the run, the outcome to the outputs of the step.',
    'A change of a fork is judged by the policy of the base, and .gitignore hides none of its files.',
    'Exit code: 0 nothing new is blocked, 1 the policy blocks something new, 2 usage, 3 incomplete where the policy demands completeness.',
  ],
  options: [
    { name: 'base', value: 'REVISION', help: 'Compare with this revision, whatever the platform says.' },
    { name: 'all', help: 'Compare with nothing: every finding counts.' },
    { name: 'output-dir', value: 'DIR', help: 'Where the files go. Default: the current folder.' },
    {
      name: 'policy-from',
      value: 'head|base',
      help: 'Whose assay.yaml judges: that of the change or that of the base. Default: head; base for a fork.',
    },
    ...scanCommand.options.filter(({ name }) => !FOREIGN.has(name)),
  ],
  examples: [
    { command: 'assay ci', does: 'Everything by what the platform says.' },
    { command: 'assay ci --base origin/main --output-dir reports', does: 'The same on a machine of your own.' },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  if (args.positionals.length > 0)
    throw new UsageError('USAGE_ARGUMENTS', 'ci scans the current folder', 'Change into the folder first.')
  const about = ciRun(context.environment)
  const judge = judgeOf(args, about)
  const scanned = await ciScan(about, args, context, judge)
  const compared = comparedWith(scanned)
  const all = withNotices(scanned.result, [compared, ...scanned.notices])
  const results: CiResults = { all, new: onlyNew(all) }
  const files = await writeCiFiles(about, results, args.value('output-dir') ?? '.', context)
  context.terminal.out(await told(about, results, context))
  if (about.platform === 'github') await tellGitHub(results, outcomeOf(results, scanned, files), context)
  context.terminal.note(`assay: ${about.name}, ${excerpt(about.about, 80)}; ${compared}`)
  context.terminal.note(`assay: wrote ${files.join(', ')}`)
  return exitCode(results)
}

function judgeOf(args: Arguments, { untrusted }: CiRun): Judge {
  const given = args.value('policy-from')
  if (given === undefined) return untrusted ? 'base' : 'head'
  if (given === 'head' || given === 'base') return given
  throw new UsageError('USAGE_ARGUMENTS', `expected --policy-from head or base, found ${given}`)
}

function comparedWith({ base }: CiScan): string {
  return base.commit === undefined
    ? `compared with nothing, so every finding counts: ${base.why}`
    : `compared with ${base.commit.slice(0, 12)} (${base.how})`
}

/** For later steps; fixed words and numbers, and paths the operator gave. */
function outcomeOf(results: CiResults, { base }: CiScan, files: readonly string[]): Readonly<Record<string, string>> {
  return {
    decision: results.all.verdict.decision,
    'new-findings': String(results.new.findings.length),
    findings: String(results.all.findings.length),
    complete: String(results.all.coverage.complete),
    base: base.commit ?? '',
    sarif: files.find((file) => file.endsWith('.sarif')) ?? '',
    comment: files.find((file) => file.endsWith('.md')) ?? '',
  }
}

function exitCode({ all }: CiResults): number {
  if (all.verdict.decision === 'block') return EXIT.blocked
  return all.verdict.completeness === 'incomplete' ? EXIT.incomplete : EXIT.allowed
}
