import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { get } from '../../formats/tree.ts'
import {
  textUnder,
  type Workflow,
  WORKFLOW_FILES,
  type WorkflowJob,
  workflowOf,
  type WorkflowStep,
} from './code/workflow.ts'
import { placed, reported } from './report.ts'

/** A job hands out the folder in which the checkout has left the token of the run. */
export const workflowCredentialsKept: FileRule = {
  id: 'configuration/workflow-credentials-kept',
  title: 'A job hands out a folder in which the checkout has left its token.',
  severity: 'medium',
  why: 'actions/checkout writes the token of the run into .git, so that later steps can push. A job that uploads the whole folder, or copies it into an image, gives that token to everybody who can read the artifact or pull the image; an artifact can be read while the job still runs and the token is valid ("ArtiPACKED", 2024, which opened repositories of several large companies).',
  fix: 'Set `persist-credentials: false` at the checkout, and upload single folders instead of everything.',
  references: [
    'https://unit42.paloaltonetworks.com/github-repo-artifacts-leak-tokens/',
    'https://docs.zizmor.sh/audits/#artipacked',
    'https://cwe.mitre.org/data/definitions/522.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    for (const job of workflow.jobs) {
      const found = leakOf(job)
      if (found !== undefined) yield observed(workflow, job, found)
    }
  },
}

interface Leak {
  readonly checkout: WorkflowStep
  readonly step: WorkflowStep
  readonly what: 'artifact' | 'image'
}

function leakOf({ steps }: WorkflowJob): Leak | undefined {
  // By folder: a job of ten thousand checkouts and uploads must not compare each with each.
  const kept = new Map<string, WorkflowStep>()
  for (const step of steps) {
    if (keepsCredentials(step)) kept.set(normal(textUnder(get(step.value, 'with'), 'path') ?? '.'), step)
    const what = handedOut(step)
    const checkout = what === undefined ? undefined : checkoutWithin(kept, step, what)
    if (what !== undefined && checkout !== undefined) return { checkout, step, what }
  }
  return undefined
}

function keepsCredentials({ uses, value }: WorkflowStep): boolean {
  if (!/^actions\/checkout@/i.test(uses?.source ?? '')) return false
  return textUnder(get(value, 'with'), 'persist-credentials')?.toLowerCase() !== 'false'
}

/**
 * upload-artifact leaves hidden files out since 4.4, so that only its first three versions, `include-hidden-files`, and a path that
 * names .git itself take the token along. Of a full commit the version is not known.
 */
function handedOut({ uses, value }: WorkflowStep): Leak['what'] | undefined {
  const name = uses?.source ?? ''
  const options = get(value, 'with')
  if (/^actions\/upload-artifact@/i.test(name)) {
    const takesHidden =
      /@v[123](?:\.|$)/.test(name) || textUnder(options, 'include-hidden-files')?.toLowerCase() === 'true'
    const paths = linesOf(textUnder(options, 'path'))
    return takesHidden || paths.some((path) => /(?:^|\/)\.git(?:\/|$)/.test(path)) ? 'artifact' : undefined
  }
  // Without a context this action fetches the repository itself, without the folder of the job.
  const isPushed = textUnder(options, 'push')?.toLowerCase() === 'true'
  return /^docker\/build-push-action@/i.test(name) && isPushed && textUnder(options, 'context') !== undefined
    ? 'image'
    : undefined
}

/** The checkout whose folder, or .git folder, is part of what is handed out. */
function checkoutWithin(
  kept: ReadonlyMap<string, WorkflowStep>,
  { value }: WorkflowStep,
  what: Leak['what'],
): WorkflowStep | undefined {
  const [any] = kept.values()
  const given = linesOf(textUnder(get(value, 'with'), what === 'image' ? 'context' : 'path')).map(normal)
  for (const path of given) {
    const folder = path === '.git' ? '.' : path.replace(/\/\.git$/, '')
    const found = path === '.' ? any : kept.get(folder)
    if (found !== undefined) return found
  }
  return undefined
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .slice(0, 4000)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('!'))
}

/** `./`, `*`, `**`, `${{ github.workspace }}/` are all the folder itself. */
function normal(path: string): string {
  const bare = path
    .replace(/^(?:\$\{\{\s*github\.workspace\s*\}\}|\$GITHUB_WORKSPACE|\/github\/workspace)\/?/, '')
    .replace(/^\.\//, '')
    .replace(/\/?\*{1,2}(?:\/\*)?$/, '')
    .replace(/\/$/, '')
  return bare === '' ? '.' : bare
}

function observed({ path }: Workflow, job: WorkflowJob, { checkout, step, what }: Leak): Observation {
  return reported({
    severity: what === 'artifact' ? 'medium' : 'low',
    title: `The token of the run goes into ${what === 'artifact' ? 'an artifact' : 'an image'}`,
    message:
      what === 'artifact'
        ? 'The checkout leaves its token in .git, and the artifact takes that folder along: who can read the artifact while the job runs has the token.'
        : 'The checkout leaves its token in .git, and the folder is the context of an image that is pushed: unless .dockerignore leaves .git out and no COPY takes everything, the token is in a layer.',
    because: 'the checkout keeps its credentials, and a later step hands out the folder',
    confidence: what === 'artifact' ? 'high' : 'medium',
    evidence: [
      placed(checkout.location, 'the checkout keeps its credentials'),
      placed(step.location, what === 'artifact' ? 'the folder is uploaded' : 'the folder is the context of the image'),
    ],
    fix: {
      text: 'Set persist-credentials: false at the checkout.',
      remedy: { edit: 'with: { persist-credentials: false }', file: path },
    },
    identity: `${path} ${job.name} ${what}`,
  })
}
