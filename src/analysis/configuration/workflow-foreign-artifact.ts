import { get } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { runsFolder } from './code/runs-folder.ts'
import {
  textUnder,
  type Workflow,
  WORKFLOW_FILES,
  type WorkflowJob,
  workflowOf,
  type WorkflowStep,
} from './code/workflow.ts'
import { placed, reported } from './report.ts'

/** A workflow with the rights of the repository uses what a run for a stranger's pull request left behind. */
export const workflowForeignArtifact: FileRule = {
  id: 'configuration/workflow-foreign-artifact',
  title: 'A workflow with the rights of the repository runs or believes an artifact of another run.',
  severity: 'high',
  why: 'workflow_run comes after a workflow that may have run the code of a pull request from a fork, and it has the secrets and the token of the repository. What is in the artifacts of that run was written by the stranger: a script among them is run, a file that is unpacked over the checkout replaces one of it, and a line that is written to GITHUB_ENV sets LD_PRELOAD or PATH for all later steps.',
  fix: 'Unpack artifacts into an empty folder outside of the checkout (`path: ${{ runner.temp }}/artifact`), run nothing of them, and take single values out of them only after checking their form (a number, a commit).',
  references: [
    'https://securitylab.github.com/resources/github-actions-building-blocks/',
    'https://codeql.github.com/codeql-query-help/actions/actions-artifact-poisoning-critical/',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    if (!workflow.triggers.some(({ name }) => name === 'workflow_run')) return
    for (const job of workflow.jobs) {
      const index = job.steps.findIndex(fetchesArtifact)
      const step = job.steps[index]
      const use = step === undefined ? undefined : useOf(step, job.steps.slice(index))
      if (step !== undefined && use !== undefined) yield observed(workflow, job, step, use)
    }
  },
}

/** Of the run that started this one: the artifacts of the own run are the workflow's own. */
function fetchesArtifact({ uses, run, value }: WorkflowStep): boolean {
  const name = uses?.source ?? ''
  if (/^dawidd6\/action-download-artifact@/i.test(name)) return true
  if (/^actions\/download-artifact@/i.test(name)) return textUnder(get(value, 'with'), 'run-id') !== undefined
  if (/^actions\/github-script@/i.test(name))
    return /\bdownloadArtifact\b/.test((textUnder(get(value, 'with'), 'script') ?? '').slice(0, 20_000))
  return /\bgh\s+run\s+download\b|\/actions\/artifacts\/[^\n]{0,200}\/zip\b/.test((run?.source ?? '').slice(0, 20_000))
}

interface Use {
  readonly step: WorkflowStep
  readonly how: 'environment' | 'code'
}

/** Writes to the files of the runner, `source file`, `eval "$(cat file)"`. */
const ENVIRONMENT = />>\s{0,9}["']?\$\{?GITHUB_(?:ENV|PATH)\b/
const READING = /\bcat\b|\$\(<|\bjq\b|\bread\b|<\s{0,9}[\w./-]+|\bsource\b|\bhead\b|\btail\b|\bgrep\b|\bsed\b|\bawk\b/
const EVALUATING = /(?:^|[\n;&|]|\s)(?:eval|source|\.)\s+["'$\w./]/

function useOf(fetching: WorkflowStep, steps: readonly WorkflowStep[]): Use | undefined {
  const apart = isUnpackedApart(fetching)
  for (const step of steps) {
    const script = (step.run?.source ?? '').slice(0, 50_000)
    if (ENVIRONMENT.test(script) && READING.test(script)) return { step, how: 'environment' }
    if (EVALUATING.test(script) && step !== fetching) return { step, how: 'code' }
    // What was unpacked over the checkout is part of what builds and tests run.
    if (!apart && step !== fetching && runsFolder(step)) return { step, how: 'code' }
  }
  return undefined
}

function isUnpackedApart({ value, run }: WorkflowStep): boolean {
  const path = textUnder(get(value, 'with'), 'path') ?? ''
  return (
    /runner\.temp|RUNNER_TEMP|^\/tmp\b/.test(path) ||
    /(?:-d|--dir)\s+["']?(?:\$\{?RUNNER_TEMP|\/tmp\b)/.test(run?.source ?? '')
  )
}

function observed(
  { path, triggers }: Workflow,
  job: WorkflowJob,
  fetching: WorkflowStep,
  { step, how }: Use,
): Observation {
  const guarded = /event\s*==\s*'push'|head_repository\.full_name\s*==\s*github\.repository/.test(
    [textUnder(job.value, 'if'), textUnder(fetching.value, 'if')].join(' '),
  )
  const trigger = triggers.find(({ name }) => name === 'workflow_run')
  return reported({
    severity: guarded ? 'medium' : 'high',
    title:
      how === 'environment'
        ? 'An artifact of another run sets variables of this one'
        : 'An artifact of another run lies where code is run',
    message: `The run before may have been one for a stranger's pull request, who then wrote the artifact. ${
      how === 'environment'
        ? 'A line of it in GITHUB_ENV or GITHUB_PATH decides what the steps after it run.'
        : 'It is unpacked into the folder, and a later step builds, tests or runs what lies there.'
    }${guarded ? ' A condition keeps it to runs for the repository itself.' : ''}`,
    because: 'the artifact is that of the run that started this workflow',
    confidence: 'medium',
    evidence: [
      placed(fetching.location, 'fetches the artifact of another run'),
      ...(step === fetching
        ? []
        : [
            placed(
              step.location,
              how === 'environment' ? 'writes it into the environment' : 'runs what lies in the folder',
            ),
          ]),
      ...(trigger === undefined ? [] : [placed(trigger.location, 'on: workflow_run')]),
    ],
    fix: { text: 'Unpack the artifact outside of the checkout, run nothing of it, and check the form of every value.' },
    identity: `${path} ${job.name} artifact ${how}`,
  })
}
