import type { ByteSource } from '../../base/bytes.ts'
import type { Limits } from '../../base/limits.ts'
import { type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { FlatReader } from '../flatbuffers/flatbuffer.ts'
import type { TfliteBreach, TfliteCustomOperator, TfliteFlexOperator, TfliteModel } from './model.ts'

/** Data of one buffer: where it stands and how long it is; nothing of it is read. */
export interface TfliteBuffer {
  readonly at: number
  readonly bytes: number
}

export interface TfliteTensor {
  readonly shape: readonly number[]
  readonly type: number
  readonly buffer: number
}

export interface TfliteOperatorCode {
  readonly builtin: number
  readonly custom: string | undefined
}

/** What travels through one reading of a file. */
export interface TfliteReading {
  readonly source: ByteSource
  readonly limits: Limits
  readonly flat: FlatReader
  readonly log: AnomalyLog<TfliteBreach>
  readonly codes: TfliteOperatorCode[]
  readonly buffers: (TfliteBuffer | undefined)[]
  readonly externalFiles: TfliteModel['externalFiles'][number][]
  readonly custom: Map<string, TfliteCustomOperator>
  readonly flex: TfliteFlexOperator[]
  tensors: number
  operators: number
  /** Which subgraphs each subgraph calls, and how many tensors it has. */
  readonly calls: number[][]
  readonly tensorCounts: number[]
}

export function tfliteReading(source: ByteSource, limits: Limits): TfliteReading {
  return {
    source,
    limits,
    flat: new FlatReader(source, limits),
    log: anomalyLog<TfliteBreach>(),
    codes: [],
    buffers: [],
    externalFiles: [],
    custom: new Map(),
    flex: [],
    tensors: 0,
    operators: 0,
    calls: [],
    tensorCounts: [],
  }
}
