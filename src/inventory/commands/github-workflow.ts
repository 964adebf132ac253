import { text as textFormat } from '../../formats/text.ts'
import { entries, get, getPath, items, scalarText, string, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { InstallRecorder } from './install-recorder.ts'
import { type Pipeline, readStep } from './pipeline-step.ts'

/** Workflows and actions of GitHub (Gitea and Forgejo read the same): what their steps install. */
export const githubWorkflow: Extractor = {
  id: 'commands/github-workflow',
  title: 'GitHub workflows and composite actions: packages installed by their steps',
  files: [
    '**/.github/workflows/*.{yml,yaml}',
    '**/.gitea/workflows/*.{yml,yaml}',
    '**/.forgejo/workflows/*.{yml,yaml}',
    '**/action.{yml,yaml}',
  ],
  extract: async (file) => {
    const recorder = new InstallRecorder('commands/github-workflow', await file.read(limitsInForce))
    const { root, lines } = await file.read(yamlDocument)
    const isWorkflow = file.path.includes('/workflows/')
    const pipeline: Pipeline = {
      path: file.path,
      text: await file.read(textFormat),
      lines,
      recorder,
      readings: new Map(),
      // Steps start in the checkout; those of an action are taken to act on the repository it lies in.
      startsBeside: isWorkflow ? file.path.replace(/\.(?:github|gitea|forgejo)\/workflows\/[^/]*$/, 'x') : file.path,
    }
    for (const { key, value } of entries(get(root, 'jobs'))) readJob(value, [`job:${key}`], root, pipeline)
    readSteps(get(get(root, 'runs'), 'steps'), { groups: [], defaults: [], env: [] }, pipeline)
    return recorder.finish()
  },
}

interface JobContext {
  readonly groups: readonly string[]
  /** `defaults.run`, the innermost first. */
  readonly defaults: readonly TreeValue[]
  /** `env`, the innermost first. */
  readonly env: readonly TreeValue[]
}

function readJob(job: TreeValue, groups: readonly string[], workflow: TreeValue, pipeline: Pipeline): void {
  const present = (values: readonly (TreeValue | undefined)[]): readonly TreeValue[] =>
    values.filter((value) => value !== undefined)
  const context: JobContext = {
    groups,
    defaults: present([getPath(job, 'defaults', 'run'), getPath(workflow, 'defaults', 'run')]),
    env: present([get(job, 'env'), get(workflow, 'env')]),
  }
  readSteps(get(job, 'steps'), context, pipeline)
}

function readSteps(steps: TreeValue | undefined, { groups, defaults, env }: JobContext, pipeline: Pipeline): void {
  for (const step of items(steps)) {
    const run = get(step, 'run')
    if (run?.kind !== 'scalar') continue
    const own = [step, ...defaults]
    const directory = firstText(own, 'working-directory') ?? '.'
    const stepEnv = get(step, 'env')
    readStep(
      {
        script: run,
        groups,
        directory: directory.includes('${{') ? undefined : directory,
        environment: environmentOf([...(stepEnv === undefined ? [] : [stepEnv]), ...env]),
        shell: shellOf(firstText(own, 'shell')),
      },
      pipeline,
    )
  }
}

function firstText(values: readonly TreeValue[], key: string): string | undefined {
  return values.map((value) => string(get(value, key))).find((text) => text !== undefined)
}

/** The innermost value of each name; one that holds an expression is not known. */
function environmentOf(levels: readonly TreeValue[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const level of levels.toReversed()) {
    for (const { key, value } of entries(level)) {
      const text = scalarText(value)
      if (text === undefined || text.includes('${{')) found.delete(key)
      else found.set(key, text)
    }
  }
  return found
}

/** Without a word it is bash, on Windows PowerShell, whose simple commands read the same. */
function shellOf(shell: string | undefined): 'sh' | 'python' | 'other' {
  if (shell === undefined || /^(?:ba)?sh\b/.test(shell)) return 'sh'
  return shell.startsWith('python') ? 'python' : 'other'
}
