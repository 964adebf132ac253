import { UsageError } from '../../base/errors.ts'
import { safeJson, visible } from '../../base/escape.ts'
import { explainPolicy } from '../../policy/explain.ts'
import { testPolicy } from '../../policy/policy-test.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { loadPolicy, policyFor, problemLine } from '../policy-source.ts'
import { targetOf } from '../target.ts'
import { runSubcommand, type Subcommands } from '../subcommand.ts'

/** `assay policy check|explain|test`. */
export const policyCommand: Command = {
  name: 'policy',
  summary: 'Check, explain and test the policy in assay.yaml',
  usage: ['assay policy check [DIR]', 'assay policy explain [DIR]', 'assay policy test [DIR]'],
  about: [
    'check: every mistake in assay.yaml with its line and column. explain: the rules that apply, in the order they are asked, in plain words. test: runs the `tests:` of assay.yaml.',
    'Exit code: 0 good, 1 a test failed, 2 the policy has mistakes.',
  ],
  options: [
    { name: 'policy', value: 'FILE', help: 'A policy file; default: assay.yaml in the folder.' },
    { name: 'preset', value: 'NAME', help: 'Explain a preset: permissive, balanced or strict.' },
    { name: 'format', short: 'f', value: 'FORMAT', help: 'text or json. Default: text.' },
  ],
  examples: [
    { command: 'assay policy check', does: 'Is assay.yaml right?' },
    { command: 'assay policy explain --preset strict', does: 'What would the strict preset block?' },
    { command: 'assay policy test', does: 'Does the policy decide as its tests say? For CI.' },
  ],
  run,
}

const ACTIONS: Subcommands = { check, explain, test }

async function run(args: Arguments, context: Context): Promise<number> {
  const format = args.value('format')
  if (format !== undefined && format !== 'text' && format !== 'json') {
    throw new UsageError('USAGE_ARGUMENTS', `expected --format text or json, found ${format}`)
  }
  return runSubcommand('policy', ACTIONS, args, context)
}

async function check(args: Arguments, context: Context): Promise<number> {
  const { root } = await targetOf(args.positionals, context.folder)
  const { policy, problems } = await loadPolicy(args, root, context.folder)
  if (wantsJson(args)) context.terminal.out(`${safeJson({ source: policy.source, problems })}\n`)
  else if (problems.length === 0) {
    const parts = [`${policy.rules.length} rules`, `${policy.waivers.length} waivers`, `${policy.tests.length} tests`]
    context.terminal.out(`${visible(policy.source)}: no mistakes (${parts.join(', ')}, extends ${policy.preset})\n`)
  } else for (const problem of problems) context.terminal.out(`${visible(problemLine(problem))}\n`)
  return problems.length === 0 ? EXIT.allowed : EXIT.usage
}

async function explain(args: Arguments, context: Context): Promise<number> {
  const { root } = await targetOf(args.positionals, context.folder)
  const { policy } = await policyFor(args, root, context.folder)
  const rules = explainPolicy(policy)
  if (wantsJson(args)) {
    context.terminal.out(
      `${safeJson({ source: policy.source, preset: policy.preset, rules, waivers: policy.waivers })}\n`,
    )
    return EXIT.allowed
  }
  const lines = rules.flatMap((rule) => [
    `${rule.on} ${rule.position}. ${rule.id}  (${rule.origin})`,
    `    ${rule.sentence}`,
    ...(rule.reason === '' ? [] : [`    because: ${rule.reason}`]),
  ])
  const complete = policy.requireComplete ? 'An incomplete scan exits with 3.' : 'An incomplete scan is allowed.'
  const waivers = policy.waivers.map(
    (waiver) => `waiver ${waiver.id}: ${waiver.reason} (${waiver.owner}, until ${waiver.expires})`,
  )
  const head = `Policy ${policy.preset} from ${policy.source}. The first rule that fits decides; what no rule fits is allowed. ${complete}`
  context.terminal.out(`${[head, '', ...lines, ...waivers].map(visible).join('\n')}\n`)
  return EXIT.allowed
}

async function test(args: Arguments, context: Context): Promise<number> {
  const { root } = await targetOf(args.positionals, context.folder)
  const { policy } = await policyFor(args, root, context.folder)
  const outcomes = testPolicy(policy)
  const failed = outcomes.filter((outcome) => !outcome.passed)
  if (wantsJson(args)) context.terminal.out(`${safeJson({ source: policy.source, outcomes })}\n`)
  else {
    for (const outcome of outcomes)
      context.terminal.out(`${outcome.passed ? 'ok  ' : 'FAIL'} ${visible(outcome.message)}\n`)
    context.terminal.out(`${outcomes.length - failed.length} of ${outcomes.length} policy tests hold\n`)
  }
  if (outcomes.length === 0)
    context.terminal.note('assay: the policy has no tests; see docs/policy.md for how to write them')
  return failed.length === 0 ? EXIT.allowed : EXIT.blocked
}

function wantsJson(args: Arguments): boolean {
  return args.value('format') === 'json'
}
