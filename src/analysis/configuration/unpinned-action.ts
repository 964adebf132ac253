import { get, type TreeScalar } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { type Workflow, WORKFLOW_FILES, workflowOf } from './code/workflow.ts'
import { listed, placed, reported, shown } from './report.ts'

/** A workflow uses an action by a name that its owner can move. */
export const unpinnedAction: FileRule = {
  id: 'configuration/unpinned-action',
  title: 'A workflow uses an action by a tag or branch that its owner can move.',
  severity: 'medium',
  why: 'An action runs with the token and the secrets of the job. Tags and branches can be moved to other commits by whoever holds an account of the owner: in March 2025 all tags of tj-actions/changed-files pointed at code that printed secrets, in 23,000 repositories; in March 2026 those of a scanner did, and litellm was published from what it stole.',
  fix: 'Name the full commit and keep the tag as a comment; Dependabot and Renovate update both.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://nvd.nist.gov/vuln/detail/CVE-2025-30066',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    for (const [owner, group] of Map.groupBy(usesOf(workflow).filter(isUnpinned), ownerOf))
      yield observed(workflow, group, owner)
  },
}

/** Steps, and jobs that are workflows elsewhere. */
function usesOf({ jobs }: Workflow): readonly TreeScalar[] {
  return jobs.flatMap((job) => {
    const own = get(job.value, 'uses')
    return [...(own?.kind === 'scalar' ? [own] : []), ...job.steps.flatMap(({ uses }) => uses ?? [])]
  })
}

function isUnpinned({ source }: TreeScalar): boolean {
  if (/^\.{1,2}\//.test(source) || source.includes('${{')) return false
  if (source.startsWith('docker://')) return !/@sha256:[0-9a-f]{64}$/i.test(source)
  return /^[\w.-]+\/[\w./-]+(?:@|$)/.test(source.slice(0, 300)) && !/@[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(source)
}

/** GitHub itself holds the runner and the token; its actions add nobody to those who are trusted. */
function ownerOf({ source }: TreeScalar): 'GitHub' | 'others' {
  return /^(?:actions|github)\//i.test(source) ? 'GitHub' : 'others'
}

const BRANCH = /@(?:main|master|develop|dev|trunk|head|latest|edge|nightly|next|stable)$|^[^@]+$/i

function observed({ path, place }: Workflow, group: readonly TreeScalar[], owner: 'GitHub' | 'others'): Observation {
  const names = [...new Set(group.map(({ source }) => shown(source, 80)))].sort()
  const branches = names.filter((name) => BRANCH.test(name))
  const [first = ''] = names
  return reported({
    severity: owner === 'GitHub' ? 'low' : 'medium',
    title: `${listed(names, 3)} ${names.length === 1 ? 'is' : 'are'} used by a name that can be moved`,
    message: `${owner === 'GitHub' ? 'The owner is GitHub, which runs the workflow anyway' : 'Whoever takes over the owner runs code with the token and secrets of the job, in every run after that'}.${
      branches.length > 0
        ? ` ${listed(branches, 3)} ${branches.length === 1 ? 'is a branch and changes' : 'are branches and change'} with every commit.`
        : ''
    }`,
    because: 'what stands behind @ is no full commit',
    evidence: group.map(({ source, offset }) => placed(place(offset), `uses: ${source}`)),
    fix: {
      text: 'Name the full commit and keep the tag as a comment.',
      remedy: { edit: editFor(first), file: path },
    },
    identity: `${path} ${owner}`,
  })
}

function editFor(uses: string): string {
  const [name = '', version] = uses.split('@')
  if (uses.startsWith('docker://')) return `uses: ${uses}@sha256:<digest>`
  return `uses: ${name}@<commit>${version === undefined ? '' : ` # ${version}`}`
}
