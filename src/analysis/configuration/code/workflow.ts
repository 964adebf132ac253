import { lineIndex } from '../../../formats/line-index.ts'
import { text as textFormat } from '../../../formats/text.ts'
import {
  entries,
  entry,
  get,
  items,
  scalarText as scalar,
  string,
  type Tree,
  type TreeEntry,
  type TreeScalar,
  type TreeValue,
} from '../../../formats/tree.ts'
import { yamlDocument } from '../../../formats/yaml.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { toldOnce } from '../told-once.ts'

/** Workflows and actions of GitHub; Gitea and Forgejo read the same. */
export const WORKFLOW_FILES: readonly string[] = [
  '**/.github/workflows/*.{yml,yaml}',
  '**/.gitea/workflows/*.{yml,yaml}',
  '**/.forgejo/workflows/*.{yml,yaml}',
  '**/action.{yml,yaml}',
]

/** A workflow, or an action as a workflow of one job without triggers. */
export interface Workflow {
  readonly path: string
  readonly isAction: boolean
  readonly root: TreeValue
  readonly document: string
  /** `push`, `pull_request_target` …, with the place of each. */
  readonly triggers: readonly WorkflowTrigger[]
  readonly jobs: readonly WorkflowJob[]
  readonly place: (offset: number) => Location
}

export interface WorkflowTrigger {
  readonly name: string
  readonly location: Location
  /** What is said of it: `types`, `branches`; undefined in the short form. */
  readonly value?: TreeValue
}

export interface WorkflowJob {
  readonly name: string
  readonly value: TreeValue
  readonly location: Location
  readonly steps: readonly WorkflowStep[]
}

export interface WorkflowStep {
  readonly value: TreeValue
  readonly location: Location
  /** `actions/checkout@v4`. */
  readonly uses?: TreeScalar
  readonly run?: TreeScalar
  readonly shell?: string
}

const NO_TREE: Tree = { root: { kind: 'object', offset: 0, entries: [] }, lines: lineIndex('') }

/** Reads a workflow; each file once. Throws what YAML throws, to the first who asks. */
export function workflowOf(file: ScannedFile): Promise<Workflow> {
  return toldOnce(file, 'configuration/workflow', readWorkflow(file.path, NO_TREE, ''), async () =>
    readWorkflow(file.path, await file.read(yamlDocument), await file.read(textFormat)),
  )
}

function readWorkflow(path: string, { root, lines }: Tree, document: string): Workflow {
  const place = (offset: number): Location => {
    const { line, column } = lines.position(offset)
    return at(path, line, column)
  }
  const isAction = !/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\//.test(path)
  const jobs = entries(get(root, 'jobs')).map((job) => readJob(job, root, place))
  const runs = entry(root, 'runs')
  return {
    path,
    isAction,
    root,
    document,
    // YAML 1.1 reads the key `on` as true; 1.2, which services follow, as text. Both are met.
    triggers: triggersOf(entry(root, 'on') ?? entry(root, 'true'), place),
    jobs: isAction && runs !== undefined ? [readJob({ ...runs, key: 'runs' }, root, place)] : jobs,
    place,
  }
}

function triggersOf(on: TreeEntry | undefined, place: Workflow['place']): readonly WorkflowTrigger[] {
  if (on === undefined) return []
  const { value } = on
  if (value.kind === 'object')
    return entries(value).map((one) => ({ name: one.key, location: place(one.keyOffset), value: one.value }))
  const names = value.kind === 'array' ? value.items : [value]
  return names.flatMap((one) => {
    const name = string(one)
    return name === undefined ? [] : [{ name, location: place(one.offset) }]
  })
}

function readJob({ key, keyOffset, value }: TreeEntry, root: TreeValue, place: Workflow['place']): WorkflowJob {
  const levels = [value, root]
  const shell = levels.map((level) => string(get(get(get(level, 'defaults'), 'run'), 'shell'))).find((one) => one)
  return {
    name: key,
    value,
    location: place(keyOffset),
    steps: items(get(value, 'steps')).map((step) => readStep(step, shell, place)),
  }
}

function readStep(value: TreeValue, shell: string | undefined, place: Workflow['place']): WorkflowStep {
  const [uses, run] = [get(value, 'uses'), get(value, 'run')]
  const own = string(get(value, 'shell')) ?? shell
  return {
    value,
    location: place(value.offset),
    ...(uses?.kind === 'scalar' ? { uses } : {}),
    ...(run?.kind === 'scalar' ? { run } : {}),
    ...(own === undefined ? {} : { shell: own }),
  }
}

/** Does an outsider's pull request, comment or issue start it with the rights and secrets of the repository? */
export const PRIVILEGED_TRIGGERS: ReadonlySet<string> = new Set([
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
])

/** The text of a scalar under a key, numbers and booleans included. */
export function textUnder(value: TreeValue | undefined, key: string): string | undefined {
  const found = get(value, key)
  return scalar(found) ?? (found?.kind === 'scalar' ? found.source : undefined)
}
