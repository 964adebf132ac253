import { text as textFormat } from '../../formats/text.ts'
import { entries, get, scalarText, string, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { InstallRecorder } from './install-recorder.ts'
import { type Pipeline, readStep, scripts } from './pipeline-step.ts'

/** Pipelines of GitLab, CircleCI, Azure, Bitbucket and Travis, and task files: what their scripts install. */
export const ciPipeline: Extractor = {
  id: 'commands/ci-pipeline',
  title: 'Pipelines of GitLab, CircleCI, Azure, Bitbucket and Travis, and Taskfiles: packages their scripts install',
  files: [
    '**/.gitlab-ci.{yml,yaml}',
    '**/*.gitlab-ci.{yml,yaml}',
    '**/.gitlab/ci/**/*.{yml,yaml}',
    '**/.circleci/config.yml',
    '**/azure-pipelines*.{yml,yaml}',
    '**/bitbucket-pipelines.yml',
    '**/.travis.yml',
    '**/Taskfile.{yml,yaml}',
    '**/taskfile.{yml,yaml}',
  ],
  extract: async (file) => {
    const recorder = new InstallRecorder('commands/ci-pipeline', await file.read(limitsInForce))
    const { root, lines } = await file.read(yamlDocument)
    const pipeline: Pipeline = {
      path: file.path,
      text: await file.read(textFormat),
      lines,
      recorder,
      readings: new Map(),
      startsBeside: file.path.replace(/\.(?:gitlab\/ci|circleci)\/.*$/, 'x'),
    }
    const environment = variablesOf(get(root, 'variables') ?? get(root, 'vars') ?? get(root, 'env'))
    visit(root, { groups: [], environment, directory: '.' }, pipeline, 0)
    return recorder.finish()
  },
}

/** Keys under which these services keep shell scripts. `run` is a text or `{command}`, `command` the text in it. */
const SCRIPT_KEYS: ReadonlySet<string> = new Set(
  'script before_script after_script run command bash cmds cmd before_install install after_success after_failure before_deploy'.split(
    ' ',
  ),
)

/** Honest pipelines nest below ten. */
const DEEPEST = 30

interface Surroundings {
  readonly groups: readonly string[]
  readonly environment: ReadonlyMap<string, string>
  readonly directory: string | undefined
}

function visit(value: TreeValue, around: Surroundings, pipeline: Pipeline, depth: number): void {
  if (depth > DEEPEST) return
  if (value.kind === 'array') for (const item of value.items) visit(item, around, pipeline, depth + 1)
  if (value.kind !== 'object') return
  const here = inside(value, around)
  for (const { key, value: own } of value.entries) {
    const found = SCRIPT_KEYS.has(key) ? scripts(own) : []
    for (const script of found) {
      readStep({ script, ...here, shell: shellOf(value) }, pipeline)
    }
    // A list of scripts can hold objects too: `{run: …}`, `{cmd: …}`.
    if (own.kind !== 'scalar') visit(own, depth === 0 ? { ...here, groups: [`job:${key}`] } : here, pipeline, depth + 1)
  }
}

function inside(value: TreeValue, around: Surroundings): Surroundings {
  const directory =
    string(get(value, 'working_directory')) ?? string(get(value, 'workingDirectory')) ?? string(get(value, 'dir'))
  const own = variablesOf(get(value, 'variables') ?? get(value, 'environment') ?? get(value, 'env'))
  return {
    ...around,
    environment: own.size === 0 ? around.environment : new Map([...around.environment, ...own]),
    ...(directory === undefined ? {} : { directory: /[$~]/.test(directory) ? undefined : directory }),
  }
}

function shellOf(value: TreeValue): 'sh' | 'other' {
  const shell = string(get(value, 'shell'))
  return shell === undefined || /(?:^|\/)(?:ba|da|z|a)?sh\b/.test(shell) ? 'sh' : 'other'
}

/** `{NAME: value}` or `{NAME: {value: …}}`, as GitLab and Task write them. */
function variablesOf(value: TreeValue | undefined): ReadonlyMap<string, string> {
  return new Map(
    entries(value).flatMap(({ key, value: own }) => {
      const text = scalarText(own) ?? scalarText(get(own, 'value'))
      return text === undefined || text.includes('$') ? [] : [[key, text] as const]
    }),
  )
}
