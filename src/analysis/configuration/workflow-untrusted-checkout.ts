import { get, string } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { Location } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import {
  textUnder,
  type Workflow,
  WORKFLOW_FILES,
  type WorkflowJob,
  workflowOf,
  type WorkflowStep,
} from './code/workflow.ts'
import { runsFolder } from './code/runs-folder.ts'
import { placed, reported } from './report.ts'

/** A workflow with the rights of the repository checks out what a stranger has sent. */
export const workflowUntrustedCheckout: FileRule = {
  id: 'configuration/workflow-untrusted-checkout',
  title: 'A workflow with the rights of the repository checks out what a stranger has sent.',
  severity: 'critical',
  why: 'pull_request_target, workflow_run and issue_comment run with the secrets and the token of the repository, also for pull requests of strangers. If such a workflow checks out the sent code and then builds, tests or installs anything of it, the stranger has both: scripts of package.json, setup.py, a Makefile or a test are enough. tj-actions, ultralytics and many others were taken over this way.',
  fix: 'Use pull_request for everything that touches the sent code, and a second workflow without a checkout for what needs rights (labels, comments).',
  references: [
    'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    const trigger = workflow.triggers.find(({ name }) => CARRYING.has(name))
    if (trigger === undefined) return
    for (const job of workflow.jobs) {
      const index = job.steps.findIndex((step) => fetchesForeignCode(step))
      const step = job.steps[index]
      if (step !== undefined) yield observed(workflow, job, step, job.steps.slice(index + 1), trigger)
    }
  },
}

/** Triggers that come with rights and tell whose code it is about. */
const CARRYING: ReadonlySet<string> = new Set(['pull_request_target', 'workflow_run', 'issue_comment'])

const FOREIGN_REF =
  /github\.event\.pull_request\.head\.(?:sha|ref)|github\.head_ref|github\.event\.workflow_run\.head_(?:sha|branch)|github\.event\.workflow_run\.head_commit\.id|refs\/pull\/|github\.event\.pull_request\.merge_commit_sha|\bhead\.(?:sha|ref)\b|\bhead_(?:sha|ref)\b/i

function fetchesForeignCode({ uses, run, value }: WorkflowStep): boolean {
  if (/^actions\/checkout@/i.test(uses?.source ?? '')) {
    const options = get(value, 'with')
    const repository = textUnder(options, 'repository') ?? ''
    return (
      FOREIGN_REF.test(textUnder(options, 'ref') ?? '') ||
      /pull_request\.head\.repo|workflow_run\.head_repository/.test(repository)
    )
  }
  return /\bgh\s+pr\s+checkout\b|\bgit\s+(?:fetch|pull)\s[^\n]{0,200}(?:\bpull\/|pull_request\.head\.)|\bgit\s+checkout\s[^\n]{0,100}pull_request\.head\./.test(
    (run?.source ?? '').slice(0, 20_000),
  )
}

function observed(
  workflow: Workflow,
  job: WorkflowJob,
  step: WorkflowStep,
  after: readonly WorkflowStep[],
  trigger: { readonly name: string; readonly location: Location },
): Observation {
  const running = after.find(runsFolder)
  const guard = guardOf(job, step, trigger.name)
  const severity = guard !== undefined ? 'medium' : running === undefined ? 'high' : 'critical'
  return reported({
    severity,
    title: `A ${trigger.name} workflow checks out the code of the pull request${running === undefined ? '' : ' and runs it'}`,
    message: `${trigger.name} runs with the secrets and the token of the repository. ${
      running === undefined
        ? 'No step after it runs the code as far as can be told; the next one that is added will.'
        : 'A step after the checkout builds or runs what was checked out, so whoever sends a pull request runs code with them.'
    }${guard === undefined ? '' : ` ${guard}`}`,
    because: 'the reference of the checkout is that of the pull request',
    confidence: guard === undefined ? 'high' : 'medium',
    evidence: [
      placed(step.location, 'the code of the pull request is checked out'),
      placed(trigger.location, `on: ${trigger.name}`),
      ...(running === undefined ? [] : [placed(running.location, 'runs what was checked out')]),
    ],
    fix: {
      text: 'Use pull_request for what touches the sent code, and keep the workflow with rights free of it.',
      ...(trigger.name === 'pull_request_target' ? { remedy: { edit: 'on: pull_request', file: workflow.path } } : {}),
    },
    identity: `${workflow.path} ${job.name} ${trigger.name}`,
  })
}

/** What stands between strangers and the job; each of them has been got around when the code changed after the look. */
function guardOf(job: WorkflowJob, step: WorkflowStep, trigger: string): string | undefined {
  const conditions = [string(get(job.value, 'if')), string(get(step.value, 'if'))].join(' ')
  if (
    /head\.repo\.full_name\s*==\s*github\.repository|head\.repo\.fork\s*==\s*false|head_repository\.full_name\s*==\s*github\.repository|!\s*github\.event\.pull_request\.head\.repo\.fork/.test(
      conditions,
    )
  )
    return 'A condition keeps it to branches of the repository itself.'
  if (
    /author_association|event\.label\.name|labels\.\*\.name|github\.actor\s*==|sender\.login\s*==|user\.login\s*==/.test(
      conditions,
    )
  )
    return 'A condition asks for a label or a person first; what is sent after that look runs as well.'
  if (get(job.value, 'environment') !== undefined)
    return 'The job belongs to an environment, which may ask somebody first.'
  return trigger === 'workflow_run' && /event\.workflow_run\.event\s*==\s*'push'/.test(conditions)
    ? 'A condition keeps it to runs for pushes.'
    : undefined
}
