import { entries, entry, get, string, type TreeScalar } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import type { Severity } from '../../model/severity.ts'
import { PRIVILEGED_TRIGGERS, type Workflow, WORKFLOW_FILES, workflowOf } from './code/workflow.ts'
import { placed, reported, shown } from './report.ts'

/** A condition of a workflow does not keep out what it seems to keep out. */
export const workflowCondition: FileRule = {
  id: 'configuration/workflow-condition',
  title: 'A condition of a workflow lets through what it seems to keep out.',
  severity: 'medium',
  why: 'Conditions are what stands between a stranger and a job with rights. `github.actor` is whoever caused the last event, so that a stranger gets a bot to touch the own pull request and passes as the bot; an expression with text around it is a text, and every text that is not empty counts as true; `contains` with a text looks for a piece of it, so that a branch called `ma` is found in `refs/heads/main`.',
  fix: 'Ask `github.event.pull_request.user.login` who has opened the pull request; write the whole condition into one `${{ }}` or none; give `contains` a list (`fromJSON(\'["a", "b"]\')`).',
  references: [
    'https://docs.zizmor.sh/audits/#bot-conditions',
    'https://docs.zizmor.sh/audits/#unsound-contains',
    'https://docs.zizmor.sh/audits/#unsound-condition',
    'https://www.synacktiv.com/en/publications/github-actions-exploitation-dependabot',
    'https://cwe.mitre.org/data/definitions/290.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    const found = conditionsOf(workflow).flatMap((condition) => weaknessOf(condition, workflow))
    for (const [key, group] of Map.groupBy(found, ({ kind }) => kind)) yield observed(workflow, key, group)
  },
}

interface Condition {
  readonly scalar: TreeScalar
  readonly text: string
}

type Kind = 'actor' | 'always' | 'contains'

interface Weakness {
  readonly kind: Kind
  readonly severity: Severity
  readonly condition: Condition
}

/** `if` of jobs and of steps. */
function conditionsOf({ jobs }: Workflow): readonly Condition[] {
  const holders = jobs.flatMap(({ value, steps }) => [value, ...steps.map((step) => step.value)])
  return holders.flatMap((holder) => {
    const value = entry(holder, 'if')?.value
    return value?.kind === 'scalar' && typeof value.value === 'string'
      ? [{ scalar: value, text: value.value.slice(0, 4000) }]
      : []
  })
}

function weaknessOf(condition: Condition, workflow: Workflow): readonly Weakness[] {
  const found: Weakness[] = []
  const actor = actorSeverity(condition.text, workflow)
  if (actor !== undefined) found.push({ kind: 'actor', severity: actor, condition })
  if (isAlwaysTrue(condition.text)) found.push({ kind: 'always', severity: 'medium', condition })
  if (PIECES.test(condition.text)) found.push({ kind: 'contains', severity: 'low', condition })
  return found
}

/** `github.actor == 'dependabot[bot]'`; `!=` keeps bots out, which nobody gains from getting around. */
const ACTOR =
  /\bgithub\.(?:triggering_)?actor\s*==\s*'[\w-]{1,60}\[bot\]'|'[\w-]{1,60}\[bot\]'\s*==\s*github\.(?:triggering_)?actor\b|\bgithub\.(?:triggering_)?actor_id\s*==\s*'\d{1,12}'/

/** Runs for pull requests of forks only read, those for Dependabot's have what `permissions` gives, and the actor says which it is. */
function actorSeverity(text: string, { triggers, root, jobs }: Workflow): Severity | undefined {
  if (!ACTOR.test(text)) return undefined
  const isAlsoOpener = /pull_request\.user\.login|\bgithub\.event\.sender\.type\b/.test(text)
  if (isAlsoOpener) return undefined
  if (triggers.some(({ name }) => PRIVILEGED_TRIGGERS.has(name))) return 'high'
  const mayWrite = [root, ...jobs.map(({ value }) => value)].some((level) => {
    const given = get(level, 'permissions')
    return string(given) === 'write-all' || entries(given).some(({ value }) => string(value) === 'write')
  })
  return mayWrite && triggers.some(({ name }) => name === 'pull_request') ? 'medium' : undefined
}

/**
 * Text outside of `${{ }}`: the service puts in what the expression gives and tests the text. A block with `|` ends in a line break,
 * which is such a text.
 */
function isAlwaysTrue(text: string): boolean {
  const expressions = [...text.matchAll(/\$\{\{[^{}]{0,2000}\}\}/g)]
  if (expressions.length === 0) return false
  const outside = text.replace(/\$\{\{[^{}]{0,2000}\}\}/g, '')
  return outside !== '' || expressions.length > 1
}

/** A literal text as the first argument and a value that others choose as the second. */
const PIECES =
  /\bcontains\(\s*'[^']{1,500}'\s*,\s*(?:github\.(?:ref|ref_name|base_ref|head_ref|actor|triggering_actor|repository_owner|event_name)\b|github\.event\.[\w.]{1,80}|inputs\.|env\.)/

const SAYINGS: Readonly<Record<Kind, { title: string; message: string; because: string; fix: string }>> = {
  actor: {
    title: 'A condition takes whoever caused the last event for the author',
    message:
      'github.actor is the account behind the last event, not the one that opened the pull request: a stranger whose own pull request a bot touches passes the condition, and the job has rights to use.',
    because: 'the condition compares github.actor with a bot, and the workflow has rights to write',
    fix: "Compare github.event.pull_request.user.login with the bot's name.",
  },
  always: {
    title: 'A condition is always true',
    message:
      'Text stands outside of ${{ }} (a line break at the end of a block counts), so the service tests a text that is never empty: the step or job runs whatever the expression gives.',
    because: 'what is left without the expression is not empty',
    fix: 'Write the condition without ${{ }}, or everything inside of one; end blocks with |- or >-.',
  },
  contains: {
    title: 'A condition looks for a piece of a text where it means one of several words',
    message:
      'contains() with a text as its first argument is true for every piece of it: a branch or account with a part of the name passes.',
    because: 'the first argument of contains() is a text, the second a value that others choose',
    fix: 'Give contains() a list: contains(fromJSON(\'["a", "b"]\'), value).',
  },
}

function observed({ path, place }: Workflow, kind: Kind, group: readonly Weakness[]): Observation {
  const { title, message, because, fix } = SAYINGS[kind]
  const severity = group[0]?.severity ?? 'low'
  return reported({
    severity,
    title,
    message,
    because,
    confidence: kind === 'always' ? 'high' : 'medium',
    evidence: group.map(({ condition }) => placed(place(condition.scalar.offset), `if: ${shown(condition.text, 140)}`)),
    fix: { text: fix },
    identity: `${path} condition ${kind}`,
  })
}
