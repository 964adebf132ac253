import type { Anomaly } from '../anomaly.ts'
import type { FlatBreach } from '../flatbuffers/flatbuffer.ts'

/** What an ExecuTorch program breaks of its schema, or what kept it from being read to the end. */
export type ExecutorchBreach = FlatBreach | 'header' | 'segment-range' | 'index' | 'negative-size'

/** An ExecuTorch program (.pte) without its weights. */
export interface ExecutorchModel {
  readonly version: number
  readonly methods: readonly string[]
  /** `aten::add`, once each. */
  readonly operators: readonly ExecutorchName[]
  /** Backends that run parts of the program, once each. */
  readonly delegates: readonly ExecutorchName[]
  /** Code for a processor, found at the start of a segment or of a part for a delegate. */
  readonly native: readonly ExecutorchName[]
  readonly breaches: readonly Anomaly<ExecutorchBreach>[]
}

export interface ExecutorchName {
  readonly name: string
  readonly inside: string
  readonly byte: number
}
