import type { Anomaly } from '../anomaly.ts'
import type { WireBreach } from '../protobuf/wire.ts'

/** What an ONNX file breaks of its specification, or what kept it from being read to the end. */
export type OnnxBreach =
  | WireBreach
  | 'no-graph'
  | 'negative-dimension'
  | 'shape-overflow'
  | 'size-mismatch'
  | 'external-entry'

/** An ONNX model without its weights. */
export interface OnnxModel {
  readonly irVersion: number
  readonly producer: string
  readonly producerVersion: string
  readonly domain: string
  readonly opsets: readonly OnnxOpset[]
  readonly metadata: readonly OnnxText[]
  /** Every operator used, in the graph, its subgraphs and its functions, once each. */
  readonly operators: readonly OnnxOperator[]
  readonly functions: readonly OnnxFunction[]
  /** Tensors whose data stands in another file. */
  readonly external: readonly ExternalTensor[]
  /** String attributes of operators outside the standard: what a native operator is given. */
  readonly strings: readonly OnnxString[]
  readonly tensors: { readonly count: number; readonly inlineBytes: number }
  readonly breaches: readonly Anomaly<OnnxBreach>[]
}

export interface OnnxOpset {
  /** Empty for the standard. */
  readonly domain: string
  readonly version: number
}

export interface OnnxText {
  readonly key: string
  readonly value: string
  readonly byte: number
}

export interface OnnxOperator {
  readonly domain: string
  readonly name: string
  readonly count: number
  /** The first place. */
  readonly inside: string
  readonly byte: number
}

/** A function the model brings with it: an operator defined by other operators. */
export interface OnnxFunction {
  readonly domain: string
  readonly name: string
  readonly byte: number
}

/** Keys and values of `external_data` as they stand there: nothing is resolved. */
export interface ExternalTensor {
  readonly tensor: string
  readonly inside: string
  readonly byte: number
  /** Undefined when there is no such key; readers differ on what that means. */
  readonly location?: string
  readonly offset?: string
  readonly length?: string
  /** Keys outside the specification. */
  readonly otherKeys: readonly string[]
  /** Is `data_location` EXTERNAL? Where it is not, readers ignore the entries. */
  readonly active: boolean
}

export interface OnnxString {
  readonly domain: string
  readonly operator: string
  readonly attribute: string
  readonly value: string
  readonly inside: string
  readonly byte: number
}

/** The standard domains (onnx/defs/schema.h); the empty name and `ai.onnx` are the same. */
export const STANDARD_DOMAINS: ReadonlySet<string> = new Set([
  '',
  'ai.onnx',
  'ai.onnx.ml',
  'ai.onnx.training',
  'ai.onnx.preview.training',
  'ai.onnx.preview',
])
