import { jsonc } from '../../formats/json.ts'
import { text as textFormat } from '../../formats/text.ts'
import { entries, get, string, type TreeValue } from '../../formats/tree.ts'
import { at } from '../../model/location.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import { type Pipeline, readCommandValue, type StepSurroundings } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { includedPath } from '../python/included-path.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { readFeature } from './devcontainer-feature.ts'

/**
 * devcontainer.json (Development Container Specification, "Lifecycle scripts" and "Features"): what the container for working on
 * the project installs when it is made, started and attached to.
 */
export const devcontainer: Extractor = {
  id: 'containers/devcontainer',
  title: 'devcontainer.json: packages installed by lifecycle commands and features',
  files: ['**/devcontainer.json', '**/.devcontainer.json'],
  extract: async (file) => {
    const recorder = new InstallRecorder('containers/devcontainer', await file.read(limitsInForce))
    const { root, lines } = await file.read(jsonc)
    const pipeline: Pipeline = {
      path: file.path,
      text: await file.read(textFormat),
      lines,
      recorder,
      readings: new Map(),
      // Commands start in the workspace, which is the folder that holds `.devcontainer`.
      startsBeside: file.path.replace(/\.devcontainer\/(?:[^/]+\/)?devcontainer\.json$/, 'x'),
    }
    for (const key of LIFECYCLE) readLifecycle(key, get(root, key), pipeline)
    for (const { key, value, keyOffset } of entries(get(root, 'features'))) readFeature(key, value, keyOffset, pipeline)
    includeNamed(get(get(root, 'build'), 'dockerfile') ?? get(root, 'dockerFile'), 'containers/dockerfile', pipeline)
    const composed = get(root, 'dockerComposeFile')
    for (const named of composed?.kind === 'array' ? composed.items : [composed])
      includeNamed(named, 'containers/compose', pipeline)
    return recorder.finish()
  },
}

/** In the order in which they run; the first runs on the machine of the developer itself. */
const LIFECYCLE: readonly string[] = [
  'initializeCommand',
  'onCreateCommand',
  'updateContentCommand',
  'postCreateCommand',
  'postStartCommand',
  'postAttachCommand',
]

/** A text for a shell, a list of words, or an object of either, run side by side. */
function readLifecycle(key: string, command: TreeValue | undefined, pipeline: Pipeline): void {
  const around: StepSurroundings = { groups: [key], directory: '.', environment: new Map() }
  if (command?.kind !== 'object') return readCommandValue(command, around, pipeline)
  for (const { value } of entries(command)) readCommandValue(value, around, pipeline)
}

function includeNamed(value: TreeValue | undefined, extractor: string, { path, lines, recorder }: Pipeline): void {
  const named = string(value)
  if (value === undefined || named === undefined) return
  const { line, column } = lines.position(value.offset)
  const location = at(path, line, column)
  const target = includedPath(path, named)
  if (target.kind === 'path') return recorder.include({ path: target.path, role: 'requires', extractor, location })
  recorder.outside(
    `expected a file of the scanned folder, found ${excerpt(named)}; what it installs is not covered`,
    location,
  )
}
