import type { Anomaly } from '../anomaly.ts'
import type { WireBreach } from '../protobuf/wire.ts'

/** The three protobuf files TensorFlow executes: a SavedModel, a MetaGraph (.meta) and a bare graph (frozen .pb). */
export type TensorflowKind = 'saved-model' | 'meta-graph' | 'graph'

/** A TensorFlow model without its weights. */
export interface TensorflowModel {
  /** Every kind as which the bytes hold operators; one, unless somebody made a file that is two. */
  readonly kinds: readonly TensorflowKind[]
  /** Every operator of the graphs and of their function libraries, once each. */
  readonly operators: readonly TensorflowOperator[]
  /** Nodes of the operators that were asked for, in full. */
  readonly nodes: readonly TensorflowNode[]
  readonly functions: number
  readonly assets: readonly TensorflowText[]
  /** Keras configurations (JSON) that `keras.models.load_model` builds layers from. */
  readonly kerasConfigs: readonly TensorflowText[]
  readonly breaches: readonly Anomaly<WireBreach>[]
}

export interface TensorflowOperator {
  readonly name: string
  readonly count: number
  /** The first place. */
  readonly inside: string
  readonly byte: number
}

export interface TensorflowNode {
  readonly operator: string
  /** `graph/write`, or `functions/__inference_f_9/write`. */
  readonly inside: string
  readonly byte: number
  /** String constants that reach its inputs. */
  readonly constants: readonly string[]
  /** Its own string attributes. */
  readonly strings: readonly { readonly attribute: string; readonly value: string }[]
}

export interface TensorflowText {
  readonly inside: string
  readonly text: string
  readonly byte: number
}
