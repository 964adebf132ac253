import type { Evidence } from './evidence.ts'
import type { ModelClaims, ModelClue, RemoteCode } from './model-clue.ts'

/** A model as it lies in the tree: a folder that loaders read as one, or a single file. */
export interface Model {
  /** `model:` and its path; unique. */
  readonly id: string
  /** The folder or the file, relative to the root; empty for the root itself. */
  readonly path: string
  /** What people call it: the repository it was downloaded from where the path tells, else the name of the folder or file. */
  readonly name: string
  /** Where it was downloaded from, where the path of the cache tells: `owner/name` and the commit. */
  readonly source?: { readonly repository: string; readonly revision: string }
  /** For example `LlamaForCausalLM`; sorted. */
  readonly architectures: readonly string[]
  readonly modelType?: string
  readonly task?: string
  readonly library?: string
  readonly languages: readonly string[]
  /** The claims of the cards first, then those of the files. */
  readonly claims: ModelClaims
  /** A decimal number; absent when no header told. */
  readonly parameters?: string
  /** Weights, sorted by path. */
  readonly files: readonly ModelFile[]
  readonly remoteCode: readonly RemoteCode[]
  readonly evidence: readonly Evidence[]
}

/** A file of weights. */
export interface ModelFile {
  readonly path: string
  /** In bytes. */
  readonly size: number
  readonly format: string
}

/** A model with all that its files say of it; rules look at these. */
export interface ModelDossier {
  readonly model: Model
  /** Sorted by path. */
  readonly clues: readonly ModelClue[]
}
