import type { Anomaly } from '../anomaly.ts'
import type { WireBreach } from '../protobuf/wire.ts'

/** A Core ML model (.mlmodel) without its weights. */
export interface CoremlModel {
  readonly specification: number
  /** Kinds of the models in it, pipelines included: `neuralNetwork`, `mlProgram` … */
  readonly kinds: readonly string[]
  /** Swift or Objective-C classes that the app must bring. */
  readonly classes: readonly CoremlName[]
  /** Files of other models, and the folders they are searched in. */
  readonly linked: readonly CoremlName[]
  /** Files that weights are taken from, once each. */
  readonly blobs: readonly CoremlName[]
  /** What only Apple's own code reads. */
  readonly opaque: readonly CoremlName[]
  readonly texts: readonly CoremlName[]
  readonly breaches: readonly Anomaly<WireBreach>[]
}

export interface CoremlName {
  readonly name: string
  readonly inside: string
  readonly byte: number
}
