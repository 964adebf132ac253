import type { Anomaly } from '../anomaly.ts'
import type { WireBreach } from '../protobuf/wire.ts'

/** A PaddlePaddle program, old (.pdmodel) or new (.json), without its weights. */
export interface PaddleModel {
  readonly operators: readonly PaddleOperator[]
  readonly breaches: readonly Anomaly<WireBreach>[]
}

export interface PaddleOperator {
  readonly name: string
  readonly count: number
  /** The first place, `blocks/0/3`. */
  readonly inside: string
  readonly byte?: number
  /** Its string attributes, of operators outside of computing only. */
  readonly strings: readonly { readonly attribute: string; readonly value: string }[]
}

/** Tensors one after the other (.pdiparams). */
export interface PaddleParameters {
  readonly tensors: number
  readonly breaches: readonly Anomaly<PaddleParametersBreach>[]
}

export type PaddleParametersBreach = 'broken' | 'limit' | 'negative-dimension' | 'shape-overflow'
