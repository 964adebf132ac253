import { entries } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { publisherIn, restoresCache } from './code/release-steps.ts'
import { type Workflow, WORKFLOW_FILES, type WorkflowJob, workflowOf, type WorkflowStep } from './code/workflow.ts'
import { listed, placed, reported, shown } from './report.ts'

/** What is published is built from a cache that other runs can write. */
export const workflowCachePoisoning: FileRule = {
  id: 'configuration/workflow-cache-poisoning',
  title: 'What is published is built from a cache that less trusted runs can write.',
  severity: 'medium',
  why: 'All workflows of a repository share one cache by branch. Code that runs once on the default branch (a dependency with an install script, a compromised action, an injection in a workflow of no importance) can put files under the key that the release workflow restores, and is then part of every release without ever touching it. ultralytics 8.3.41 to 8.3.46 were published with a miner in December 2024 in this way.',
  fix: 'Build releases without caches: no `cache:` at setup actions, no actions/cache, no `cache-from: type=gha` in workflows that publish.',
  references: [
    'https://docs.zizmor.sh/audits/#cache-poisoning',
    'https://github.com/ultralytics/ultralytics/issues/18027',
    'https://cwe.mitre.org/data/definitions/349.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    if (workflow.isAction) return
    const isRelease = startsWithReleases(workflow)
    const publishing = workflow.jobs.some(({ steps }) => steps.some((step) => publisherIn(step) !== undefined))
    for (const job of workflow.jobs) {
      const found = poisonable(job, isRelease && publishing)
      if (found.caches.length > 0) yield observed(workflow, job, found)
    }
  },
}

interface Poisonable {
  readonly caches: readonly WorkflowStep[]
  readonly publisher: WorkflowStep | undefined
}

/** The caches before the step that publishes; in a workflow that only runs for releases those of every job. */
function poisonable({ steps }: WorkflowJob, isRelease: boolean): Poisonable {
  const place = steps.findLastIndex((step) => publisherIn(step) !== undefined)
  const before = isRelease ? steps : steps.slice(0, place + 1)
  return { caches: before.filter(restoresCache), publisher: steps[place] }
}

/** `on: release`, or pushes of tags alone. */
function startsWithReleases({ triggers }: Workflow): boolean {
  const others = triggers.filter(({ name }) => name !== 'workflow_dispatch' && name !== 'workflow_call')
  return (
    others.length > 0 &&
    others.every(({ name, value }) => {
      const keys = entries(value).map(({ key }) => key)
      return name === 'release' || (name === 'push' && keys.includes('tags') && !keys.includes('branches'))
    })
  )
}

function observed({ path }: Workflow, job: WorkflowJob, { caches, publisher }: Poisonable): Observation {
  const names = [...new Set(caches.map(({ uses }) => shown(uses?.source ?? 'a cache', 60)))]
  return reported({
    severity: 'medium',
    title: `${shown(job.name, 40)} publishes what is built with a shared cache`,
    message: `${listed(names, 3)} ${names.length === 1 ? 'restores' : 'restore'} files that any earlier run on the same branch may have written, and they are part of what ${publisher === undefined ? 'the workflow' : shown(publisherIn(publisher) ?? '', 60)} publishes.`,
    because: 'a step before the publication restores a cache',
    confidence: 'medium',
    evidence: [
      ...caches.map((step) => placed(step.location, `restores a cache: ${step.uses?.source ?? ''}`)),
      ...(publisher === undefined ? [] : [placed(publisher.location, `publishes: ${publisherIn(publisher) ?? ''}`)]),
    ],
    fix: { text: 'Leave caches out of the jobs that build what is published.' },
    identity: `${path} ${job.name} cache`,
  })
}
