import type { Anomaly } from '../anomaly.ts'
import type { FlatBreach } from '../flatbuffers/flatbuffer.ts'

/** What a TensorFlow Lite file breaks of what its interpreter relies on, or what kept it from being read to the end. */
export type TfliteBreach =
  | FlatBreach
  | 'index'
  | 'negative-dimension'
  | 'shape-overflow'
  | 'size-mismatch'
  | 'buffer-range'
  | 'subgraph-loop'
  | 'zero-channels'

/** A TensorFlow Lite model without its weights. */
export interface TfliteModel {
  readonly version: number
  readonly description: string
  readonly subgraphs: number
  readonly tensors: number
  readonly operators: number
  /** Operators that are not built in, once per name. */
  readonly custom: readonly TfliteCustomOperator[]
  /** Operators handed to TensorFlow itself (custom code `Flex…`), each in full. */
  readonly flex: readonly TfliteFlexOperator[]
  /** Files that weights are taken from. */
  readonly externalFiles: readonly { readonly name: string; readonly byte: number }[]
  readonly breaches: readonly Anomaly<TfliteBreach>[]
}

export interface TfliteCustomOperator {
  readonly name: string
  readonly count: number
  /** The first place, `subgraphs/0/3`. */
  readonly inside: string
  readonly byte: number
}

export interface TfliteFlexOperator {
  /** After `Flex` in the custom code. */
  readonly name: string
  /** In the NodeDef of its options: what TensorFlow runs. Undefined when there is none to be read. */
  readonly operator?: string
  readonly inside: string
  readonly byte: number
  /** Texts of constant inputs. */
  readonly constants: readonly string[]
  /** String attributes of the NodeDef. */
  readonly strings: readonly { readonly attribute: string; readonly value: string }[]
}
