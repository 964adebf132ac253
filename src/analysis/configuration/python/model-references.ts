import type { PythonModule, PythonUse } from '../../../formats/python/module.ts'
import { argument, isOpen, keyword, shortName, textOf } from './argument.ts'
import { isFolder, isPinned } from './trusted-calls.ts'

/** A repository of models or data that is named in code without a commit. */
export interface ModelReference {
  readonly use: PythonUse
  readonly called: string
  readonly name: string
  /** A branch or tag, where one is named. */
  readonly revision?: string
}

interface Loader {
  readonly pattern: RegExp
  /** The keyword of the repository. */
  readonly name: string
  readonly position?: number
}

const LOADERS: readonly Loader[] = [
  { pattern: /\.from_pretrained$/, name: 'pretrained_model_name_or_path' },
  { pattern: /^huggingface_hub\.(?:hf_hub_download|snapshot_download|hf_hub_url)$/, name: 'repo_id' },
  { pattern: /^datasets\.(?:load_dataset|load_dataset_builder)$/, name: 'path' },
  { pattern: /^transformers\.pipeline$/, name: 'model', position: 1 },
  { pattern: /^sentence_transformers\.(?:SentenceTransformer|CrossEncoder)$/, name: 'model_name_or_path' },
]

/** The models and data sets that a module names without a commit. */
export function modelReferences({ uses }: PythonModule): readonly ModelReference[] {
  return uses.flatMap((use): readonly ModelReference[] => {
    if (use.kind !== 'call' || use.runs === 'never') return []
    const loader = LOADERS.find(({ pattern }) => pattern.test(use.name))
    if (loader === undefined || isOpen(use)) return []
    const name = textOf(argument(use, loader.position ?? 0, loader.name))
    if (name === undefined || !isRepository(name)) return []
    const given = keyword(use, 'revision')
    const revision = textOf(given)
    // A variable may hold a commit.
    if (isPinned(revision) || (given !== undefined && revision === undefined && given.type !== 'constant')) return []
    const called = shortName(use)
    return [{ use, called, name, ...(revision === undefined ? {} : { revision }) }]
  })
}

/** Folders that training scripts write: `results/checkpoint-500` is no repository of an owner called results. */
const FOLDERS =
  /^(?:models?|outputs?|results?|checkpoints?|ckpts?|weights|data|datasets?|runs?|logs?|tmp|cache|saved?_?\w*|my[-_]\w+|trained\w*|tests?|fixtures?|pretrained|path|your[-_ ]\w+|local\w*|artifacts?|exports?|dummy\w*)\//i

/** `owner/name`. Names without an owner are as often folders. */
function isRepository(name: string): boolean {
  return (
    /^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(name) &&
    !isFolder(name) &&
    !FOLDERS.test(name) &&
    !/\/checkpoint[-_]?\d*$/i.test(name)
  )
}
