import { entries, entry, get, string, type TreeEntry } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { expressionsIn } from './code/expressions.ts'
import { PRIVILEGED_TRIGGERS, type Workflow, WORKFLOW_FILES, type WorkflowJob, workflowOf } from './code/workflow.ts'
import { listed, placed, reported, shown } from './report.ts'

/** A workflow has more rights than it needs. */
export const workflowRights: FileRule = {
  id: 'configuration/workflow-rights',
  title: 'A workflow holds more rights or secrets than it needs.',
  severity: 'medium',
  why: 'Whatever goes wrong in a job (a poisoned dependency, a moved action, an injection) has the rights of its token and every secret handed to it. Without a permissions block the token has what the organisation set as default, in older ones the right to write everything; on a self-hosted runner a pull request can stay behind on the machine.',
  fix: 'Put `permissions: { contents: read }` at the top of the workflow and add single rights to the jobs that need them; hand secrets by name; keep self-hosted runners away from pull requests of strangers.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    if (workflow.isAction || workflow.jobs.length === 0) return
    yield* [
      ...writeAll(workflow),
      ...sharedRights(workflow),
      ...unsaid(workflow),
      ...inherited(workflow),
      ...allSecrets(workflow),
      ...ownRunners(workflow),
    ]
  },
}

function writeAll(workflow: Workflow): readonly Observation[] {
  const levels = [workflow.root, ...workflow.jobs.map(({ value }) => value)]
  const found = levels.map((level) => entry(level, 'permissions')).filter((one) => string(one?.value) === 'write-all')
  return found.length === 0
    ? []
    : [
        finding(workflow, {
          severity: 'medium',
          title: 'The token may write everything',
          message:
            'permissions: write-all gives every step the right to push code, publish packages and change releases.',
          places: found
            .filter((one) => one !== undefined)
            .map((one) => ({ offset: one.keyOffset, note: 'permissions: write-all' })),
          fix: 'Name the rights that are needed.',
          edit: 'permissions: { contents: read }',
          subject: 'write-all',
        }),
      ]
}

/** What the workflow as a whole may write, every one of its jobs may. */
function sharedRights(workflow: Workflow): readonly Observation[] {
  const rights = entries(get(workflow.root, 'permissions')).filter(({ value }) => string(value) === 'write')
  const taking = workflow.jobs.filter(({ value }) => entry(value, 'permissions') === undefined)
  if (rights.length === 0 || taking.length < 2) return []
  return [
    finding(workflow, {
      severity: 'low',
      title: `${listed(
        taking.map(({ name }) => shown(name, 40)),
        3,
      )} all may write ${listed(
        rights.map(({ key }) => shown(key, 30)),
        3,
      )}`,
      message: 'The right stands at the top of the workflow, so every job has it, those that only test included.',
      places: rights.map(({ key, keyOffset }) => ({ offset: keyOffset, note: `${key}: write` })),
      fix: 'Move the right to the job that needs it.',
      edit: 'permissions: { contents: read }',
      subject: 'shared rights',
    }),
  ]
}

/** Rights that nobody states are those of the organisation's default. */
function unsaid(workflow: Workflow): readonly Observation[] {
  if (entry(workflow.root, 'permissions') !== undefined) return []
  const without = workflow.jobs.filter(({ value }) => entry(value, 'permissions') === undefined)
  const privileged = workflow.triggers.find(({ name }) => PRIVILEGED_TRIGGERS.has(name))
  if (without.length === 0) return []
  return [
    finding(workflow, {
      severity: privileged === undefined ? 'low' : 'medium',
      title: `No permissions are stated for ${listed(
        without.map(({ name }) => shown(name, 40)),
        3,
      )}`,
      message: `The token has the default rights of the repository or organisation, which may be to write everything.${
        privileged === undefined ? '' : ` Strangers start this workflow through ${privileged.name}.`
      }`,
      places: without.map((job) => ({ offset: undefined, job, note: `job ${job.name} without permissions` })),
      fix: 'State the rights at the top of the workflow.',
      edit: 'permissions: { contents: read }',
      subject: 'unstated',
    }),
  ]
}

/** `secrets: inherit` to a workflow of another repository. */
function inherited(workflow: Workflow): readonly Observation[] {
  return workflow.jobs.flatMap((job) => {
    const secrets = entry(job.value, 'secrets')
    const uses = string(get(job.value, 'uses')) ?? ''
    if (secrets === undefined || string(secrets.value) !== 'inherit' || uses.startsWith('./')) return []
    return [
      finding(workflow, {
        severity: 'medium',
        title: `All secrets are handed to ${shown(uses, 80)}`,
        message:
          'secrets: inherit gives a workflow of another repository every secret of this one, those of the organisation included.',
        places: [{ offset: secrets.keyOffset, note: `secrets: inherit for ${uses}` }],
        fix: 'Hand over the secrets it needs by name.',
        edit: 'secrets: { NAME: ${{ secrets.NAME }} }',
        subject: `inherit ${uses.split('@')[0] ?? ''}`,
      }),
    ]
  })
}

/** `toJSON(secrets)`: every secret of the repository in one variable. */
function allSecrets(workflow: Workflow): readonly Observation[] {
  const steps = workflow.jobs.flatMap((job) => job.steps)
  const values = steps.flatMap(({ value, run }) => [
    ...(run === undefined ? [] : [run]),
    ...['env', 'with'].flatMap((key) => entries(get(value, key)).map((one: TreeEntry) => one.value)),
  ])
  const found = values.flatMap((value) => (value.kind === 'scalar' ? expressionsIn(workflow.document, value) : []))
  const places = found.filter(({ text }) => /\btoJSON\(\s*secrets\s*\)|\bsecrets\[(?!')/i.test(text))
  if (places.length === 0) return []
  return [
    finding(workflow, {
      severity: 'medium',
      title: 'A step is given every secret of the repository',
      message:
        'The expression stands for all secrets, so the step has those it needs and all others; the masking of logs does not know the JSON around them.',
      places: places.map(({ text, offset }) => ({ offset, note: `\${{ ${text} }}` })),
      fix: 'Name the secrets one by one.',
      subject: 'all secrets',
    }),
  ]
}

function ownRunners(workflow: Workflow): readonly Observation[] {
  const trigger = workflow.triggers.find(({ name }) => name === 'pull_request' || name === 'pull_request_target')
  if (trigger === undefined) return []
  const own = workflow.jobs.flatMap((job) => {
    const runner = entry(job.value, 'runs-on')
    return runner !== undefined && isOwn(runner) ? [{ job, runner }] : []
  })
  if (own.length === 0) return []
  return [
    finding(workflow, {
      severity: 'medium',
      title: `Pull requests run on ${listed(
        own.map(({ job }) => shown(job.name, 40)),
        3,
      )}: a machine of your own`,
      message:
        'Where strangers can send pull requests, their code runs on this machine, can stay there and reaches what the network lets it reach.',
      places: own.map(({ runner }) => ({ offset: runner.keyOffset, note: 'runs-on: self-hosted' })),
      fix: 'Use hosted or throw-away runners for pull requests, or demand an approval for every run of people from outside.',
      subject: 'self-hosted',
      confidence: 'medium',
    }),
  ]
}

function isOwn({ value }: TreeEntry): boolean {
  const labels = value.kind === 'array' ? value.items : [value]
  return labels.some((label) => string(label) === 'self-hosted')
}

interface Excess {
  readonly severity: 'medium' | 'low'
  readonly title: string
  readonly message: string
  readonly places: readonly { readonly offset: number | undefined; readonly job?: WorkflowJob; readonly note: string }[]
  readonly fix: string
  readonly edit?: string
  readonly subject: string
  readonly confidence?: 'medium'
}

function finding({ path, place, jobs }: Workflow, excess: Excess): Observation {
  return reported({
    severity: excess.severity,
    title: excess.title,
    message: excess.message,
    because: 'the workflow says so',
    ...(excess.confidence === undefined ? {} : { confidence: excess.confidence }),
    evidence: excess.places.map(({ offset, job, note }) =>
      placed(offset === undefined ? (job?.location ?? jobs[0]?.location ?? { path }) : place(offset), note),
    ),
    fix: { text: excess.fix, ...(excess.edit === undefined ? {} : { remedy: { edit: excess.edit, file: path } }) },
    identity: `${path} ${shown(excess.subject, 200)}`,
  })
}
