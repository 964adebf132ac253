import type { Location } from './location.ts'
import type { FileLinks } from './scanned-file.ts'

/** One thing that one file says about the model of its folder. */
export type ModelClue =
  | WeightsClue
  | ConfigClue
  | ShardIndexClue
  | CardClue
  | TemplateClue
  | CodeClue
  | ExternalDataClue

/** A file with weights, or a whole model in one file. */
export interface WeightsClue {
  readonly kind: 'weights'
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** What its first bytes say it is, for example `safetensors`, `gguf`, `torch zip`, `pickle`. */
  readonly format: string
  /** Can loading it run code by the nature of its format? */
  readonly executable: boolean
  /** Names, as far as the header was read and they are few enough to keep. */
  readonly tensors?: TensorSummary
  /** What the file says of itself: GGUF and safetensors carry metadata. */
  readonly claims: ModelClaims
}

/** The tensors of one file. */
export interface TensorSummary {
  readonly count: number
  /** Sum of all dimensions multiplied; a decimal number, since it may exceed 2^53. */
  readonly parameters: string
  /** For example `BF16`, sorted. */
  readonly types: readonly string[]
  /** Sorted; at most 20,000. Absent when there are more. */
  readonly names?: readonly string[]
}

/** What a file claims about its model; nobody has checked it. */
export interface ModelClaims {
  readonly name?: string
  /** For example `llama`. */
  readonly architecture?: string
  readonly quantization?: string
  /** As written, for example `apache-2.0`. */
  readonly licenses: readonly string[]
  /** Models it was made from, as written: mostly `owner/name`. */
  readonly baseModels: readonly string[]
  readonly datasets: readonly string[]
}

/** A configuration that loaders read: config.json, tokenizer_config.json, model_index.json and their like. */
export interface ConfigClue {
  readonly kind: 'config'
  readonly path: string
  readonly architectures: readonly string[]
  /** For example `llama`; diffusers write the class of the pipeline. */
  readonly modelType?: string
  /** The model it was made from, as the tool that saved it wrote it: a name or a path. */
  readonly savedFrom?: string
  readonly remoteCode: readonly RemoteCode[]
}

/** Python that a loader imports for this model, when it is told to trust it. */
export interface RemoteCode {
  /** For example `AutoModelForCausalLM`. */
  readonly loader: string
  /** As written: `modeling_x.Model`, or `owner/name--modeling_x.Model`. */
  readonly target: string
  /** The other repository it is fetched from, without a revision: whatever stands there on the day. */
  readonly repository?: string
  /** Where it would lie in this tree; absent when it is elsewhere or the target is not of the form expected. */
  readonly path?: string
  readonly location: Location
}

/** Which file holds which tensor. */
export interface ShardIndexClue {
  readonly kind: 'shard-index'
  readonly path: string
  /** By file as written, sorted. */
  readonly shards: readonly { readonly file: string; readonly tensors: readonly string[] }[]
  /** Tensors that the index names more than once. */
  readonly repeated: readonly string[]
  readonly location: Location
}

/** The front matter of a model card. */
export interface CardClue {
  readonly kind: 'card'
  readonly path: string
  readonly claims: ModelClaims
  /** `pipeline_tag`, for example `text-generation`. */
  readonly task?: string
  /** `library_name`, for example `transformers`. */
  readonly library?: string
  readonly languages: readonly string[]
  readonly location: Location
}

/** A chat template, wherever it stands: it turns messages into what the model sees. */
export interface TemplateClue {
  readonly kind: 'template'
  readonly path: string
  /** `default` where only one is there. */
  readonly name: string
  /** sha256 in hexadecimal of the text with its line ends made equal. */
  readonly digest: string
  /** At most 65,536 characters; what is longer is cut. */
  readonly text: string
  readonly location: Location
}

/** Python that was read because a loader of the model imports it. */
export interface CodeClue {
  readonly kind: 'code'
  readonly path: string
}

/** A file that a model takes weights from, besides its own. */
export interface ExternalDataClue {
  readonly kind: 'external-data'
  readonly path: string
  readonly links: FileLinks
}
