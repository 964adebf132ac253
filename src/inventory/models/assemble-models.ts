import { compareText } from '../../base/compare.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Model, ModelDossier } from '../../model/model.ts'
import type { CardClue, ConfigClue, ModelClaims, ModelClue, WeightsClue } from '../../model/model-clue.ts'
import { folderOf } from './folder-of.ts'

/** Folders a model may keep its weights in below its own: `onnx/`, `original/consolidated/`. */
const DEEPEST = 3

/**
 * The models of a tree: a folder whose files belong together (a configuration, a shard index, a card or templates beside weights) is one,
 * and a file of weights outside such a folder is one of its own. Deterministic: the order of the clues does not matter. `rootName` names a model at the root.
 */
export function assembleModels(clues: readonly ModelClue[], rootName: string): readonly ModelDossier[] {
  const sorted = clues.toSorted((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind))
  const folders = modelFolders(sorted)
  const groups = Map.groupBy(sorted, (clue) => ownerOf(clue, folders))
  return [...groups]
    .flatMap(([path, own]) => (path === undefined ? [] : [{ model: modelOf(path, own, rootName), clues: own }]))
    .sort((a, b) => compareText(a.model.path, b.model.path))
}

/** Folders, with their closing slash, that loaders read as one model. A card makes one only where there are weights. */
function modelFolders(clues: readonly ModelClue[]): ReadonlySet<string> {
  const strong = new Set(clues.filter(({ kind, path }) => isStrong(kind, path)).map(({ path }) => folderOf(path)))
  const withWeights = new Set(clues.filter(({ kind }) => kind === 'weights').map(({ path }) => folderOf(path)))
  const cards = clues.filter(({ kind }) => kind === 'card').map(({ path }) => folderOf(path))
  return new Set([...strong, ...cards.filter((folder) => withWeights.has(folder))])
}

/** The template inside a GGUF file belongs to that file; only one in a file of its own speaks of a folder. */
function isStrong(kind: ModelClue['kind'], path: string): boolean {
  return (
    kind === 'config' ||
    kind === 'shard-index' ||
    kind === 'external-data' ||
    (kind === 'template' && !path.endsWith('.gguf'))
  )
}

/** The folder a clue belongs to, the file itself, or nothing: a card without a model. */
function ownerOf(clue: ModelClue, folders: ReadonlySet<string>): string | undefined {
  let folder = folderOf(clue.path)
  for (let up = 0; up <= DEEPEST; up++) {
    if (folders.has(folder)) return folder
    if (folder === '') break
    folder = folderOf(folder.slice(0, -1))
  }
  return clue.kind === 'card' || clue.kind === 'code' ? undefined : clue.path
}

function modelOf(path: string, clues: readonly ModelClue[], rootName: string): Model {
  const configs = clues.filter((clue): clue is ConfigClue => clue.kind === 'config')
  const weights = clues.filter((clue): clue is WeightsClue => clue.kind === 'weights')
  const cards = clues.filter((clue): clue is CardClue => clue.kind === 'card')
  const folder = path.replace(/\/$/, '')
  const source = sourceOf(folder)
  const task = cards.find((one) => one.task !== undefined)?.task
  const library = cards.find((one) => one.library !== undefined)?.library
  const modelType = configs.find((one) => one.modelType !== undefined)?.modelType
  const parameters = parametersOf(weights)
  return {
    id: `model:${folder === '' ? '.' : folder}`,
    path: folder,
    name: source?.repository ?? (folder === '' ? rootName : folder.slice(folder.lastIndexOf('/') + 1)),
    ...(source === undefined ? {} : { source }),
    architectures: unique([
      ...configs.flatMap((one) => one.architectures),
      ...weights.flatMap(({ claims }) => claims.architecture ?? []),
    ]).sort(),
    ...(modelType === undefined ? {} : { modelType }),
    ...(task === undefined ? {} : { task }),
    ...(library === undefined ? {} : { library }),
    languages: unique(cards.flatMap(({ languages }) => languages)),
    claims: mergedClaims(
      [...cards, ...weights].map(({ claims }) => claims),
      configs,
    ),
    ...(parameters === undefined ? {} : { parameters }),
    files: weights.map((one) => ({ path: one.path, size: one.size, format: one.format })),
    remoteCode: remoteCodeOf(clues, configs),
    evidence: clues.filter(({ kind }) => kind !== 'code').map(evidenceOf),
  }
}

/** huggingface_hub keeps `models--OWNER--NAME/snapshots/COMMIT/`; names may hold single dashes, never two. */
function sourceOf(folder: string): Model['source'] {
  if (!folder.includes('models--')) return undefined
  const match = /(?:^|\/)models--([\w.-]+)\/snapshots\/([0-9a-f]{40})(?:\/|$)/.exec(`${folder}/`)
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  return { repository: match[1].replace('--', '/'), revision: match[2] }
}

/** Of several formats of the same weights the one with the most; shards of one format add up. */
function parametersOf(weights: readonly WeightsClue[]): string | undefined {
  const counted = weights.filter(({ tensors }) => tensors !== undefined && tensors.count > 0)
  if (counted.length === 0) return undefined
  const sums = [...Map.groupBy(counted, ({ format, path }) => `${format} ${folderOf(path)}`)].map(([, group]) =>
    group.reduce((sum, { tensors }) => sum + BigInt(tensors?.parameters ?? '0'), 0n),
  )
  return String(sums.reduce((a, b) => (a > b ? a : b)))
}

function mergedClaims(claims: readonly ModelClaims[], configs: readonly ConfigClue[]): ModelClaims {
  const name = claims.find((one) => one.name !== undefined)?.name
  const quantization = unique(claims.flatMap((one) => one.quantization ?? [])).join(', ')
  return {
    ...(name === undefined ? {} : { name }),
    ...(quantization === '' ? {} : { quantization }),
    licenses: unique(claims.flatMap((one) => one.licenses)),
    baseModels: unique([
      ...claims.flatMap((one) => one.baseModels),
      // Adapters name their base in the configuration; elsewhere the field is where somebody once saved the model from.
      ...configs.flatMap((one) => (one.path.endsWith('adapter_config.json') ? (one.savedFrom ?? []) : [])),
    ]),
    datasets: unique(claims.flatMap((one) => one.datasets)),
  }
}

/** Of diffusers only what is there: a module that is not may be one of the library's own. */
function remoteCodeOf(clues: readonly ModelClue[], configs: readonly ConfigClue[]): Model['remoteCode'] {
  const read = new Set(clues.filter(({ kind }) => kind === 'code').map(({ path }) => path))
  return configs
    .flatMap((one) => one.remoteCode)
    .filter(({ loader, path }) => !loader.startsWith('diffusers ') || (path !== undefined && read.has(path)))
}

function evidenceOf(clue: ModelClue): Evidence {
  switch (clue.kind) {
    case 'weights':
      return { location: { path: clue.path }, note: `weights, ${clue.format}` }
    case 'config':
      return {
        location: { path: clue.path },
        note: `configuration${clue.modelType === undefined ? '' : `, ${clue.modelType}`}`,
      }
    case 'shard-index':
      return { location: clue.location, note: `index of ${clue.shards.length} files` }
    case 'card':
      return { location: clue.location, note: 'model card' }
    case 'template':
      return { location: clue.location, note: `chat template ${clue.name}` }
    case 'code':
      return { location: { path: clue.path }, note: 'code' }
    case 'external-data':
      return { location: { path: clue.path }, note: 'weights, external data' }
  }
}

function unique(texts: readonly string[]): string[] {
  return texts.length < 2 ? [...texts] : [...new Set(texts)]
}
