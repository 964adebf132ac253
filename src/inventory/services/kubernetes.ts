import { get, entries, items, string, type TreeValue } from '../../formats/tree.ts'
import { text as textFormat } from '../../formats/text.ts'
import { scalarText } from '../../formats/yaml-text.ts'
import { yaml, yamlDocument } from '../../formats/yaml.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import { readRequirementValue } from '../commands/document-packages.ts'
import { type Pipeline, readCommandValue, readStep, type StepSurroundings } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'

/**
 * Kubernetes manifests (also of Kubeflow, KServe, Argo and KubeRay): what the command and arguments of containers install, scripts of
 * Argo workflows, and `runtimeEnvYAML` of RayJob and RayService. Templates (Helm) are no YAML and are left to those who render them.
 */
export const kubernetes: Extractor = {
  id: 'services/kubernetes',
  title:
    'Kubernetes manifests: packages installed by the commands of containers, Argo scripts and Ray runtime environments',
  files: ['**/*.k8s.yaml'],
  content: {
    files: ['**/*.{yml,yaml}'],
    recognises: (head) => /^apiVersion:/m.test(head) && /^kind:/m.test(head) && !/(?:^|:)[ \t]{0,40}\{\{/m.test(head),
  },
  extract: async (file) => {
    const recorder = new InstallRecorder(kubernetes.id, await file.read(limitsInForce))
    const text = await file.read(textFormat)
    for (const { root, lines } of await file.read(yaml)) {
      const pipeline: Pipeline = {
        path: file.path,
        text,
        lines,
        recorder,
        readings: new Map(),
        startsBeside: file.path,
      }
      if (get(root, 'kind') !== undefined) visit(root, pipeline, 0)
    }
    return recorder.finish()
  },
}

const DEEPEST = 30

/** Pods stand at many depths: in deployments, jobs, workflows, and lists of all these. */
function visit(value: TreeValue, pipeline: Pipeline, depth: number): void {
  if (depth > DEEPEST) return
  for (const item of items(value)) visit(item, pipeline, depth + 1)
  for (const { key, value: own } of entries(value)) {
    if (key === 'containers' || key === 'initContainers')
      for (const container of items(own)) readContainer(container, pipeline)
    else if (key === 'container') readContainer(own, pipeline)
    else if (key === 'script' && get(own, 'source') !== undefined) readSource(own, pipeline)
    else if (key === 'runtimeEnvYAML') readRuntimeEnvironment(own, pipeline)
    if (own.kind !== 'scalar') visit(own, pipeline, depth + 1)
  }
}

/** `command` and `args` are one list of words; `/bin/sh -c` may stand in one and the script in the other. */
function readContainer(container: TreeValue, pipeline: Pipeline): void {
  const [command, given] = [get(container, 'command'), get(container, 'args')]
  const words = [...items(command), ...items(given)]
  const [first] = words
  if (first === undefined) return
  readCommandValue({ kind: 'array', offset: first.offset, items: words }, aroundOf(container), pipeline)
}

/** Argo: `script: {command: [python], source: …}`. */
function readSource(script: TreeValue, pipeline: Pipeline): void {
  const source = get(script, 'source')
  if (source?.kind !== 'scalar') return
  const program = string(items(get(script, 'command'))[0]) ?? 'sh'
  const shell = /python/.test(program) ? 'python' : program.endsWith('sh') ? 'sh' : 'other'
  readStep({ ...aroundOf(script), script: source, shell }, pipeline)
}

/** KubeRay: YAML in a text, as `runtime_env` of Ray. */
function readRuntimeEnvironment(value: TreeValue, pipeline: Pipeline): void {
  if (value.kind !== 'scalar' || typeof value.value !== 'string' || pipeline.readings.has(value.offset)) return
  pipeline.readings.set(value.offset, 1)
  const mapped = scalarText(pipeline.text, value)
  const { root } = yamlDocument.parse(new TextEncoder().encode(mapped.text), pipeline.recorder.limits)
  const inner: Pipeline = {
    ...pipeline,
    text: mapped.text,
    readings: new Map(),
    lines: { position: (offset) => pipeline.lines.position(mapped.original(offset)) },
  }
  for (const key of ['pip', 'uv']) {
    const list = get(root, key)
    readRequirementValue(list?.kind === 'object' ? get(list, 'packages') : list, surroundings([]), inner)
  }
}

function aroundOf(container: TreeValue): StepSurroundings {
  const name = string(get(container, 'name'))
  const variables = items(get(container, 'env')).flatMap((one) => {
    const [key, value] = [string(get(one, 'name')), string(get(one, 'value'))]
    return key === undefined || value === undefined || value.includes('$') ? [] : [[key, value] as const]
  })
  return {
    ...surroundings(name === undefined ? [] : [`container:${name.slice(0, 100)}`]),
    environment: new Map(variables),
  }
}

/** Files stand in the image or in volumes, of which a manifest says nothing. */
function surroundings(groups: readonly string[]): StepSurroundings {
  return {
    groups,
    scope: 'runtime',
    directory: undefined,
    environment: new Map(),
    findFile: () => ({ kind: 'unknown', why: 'in a container' }),
  }
}
