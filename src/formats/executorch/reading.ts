import type { ByteSource } from '../../base/bytes.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { FlatReader } from '../flatbuffers/flatbuffer.ts'
import type { ExecutorchBreach, ExecutorchName } from './model.ts'

/** What travels through one reading of a file. */
export interface ExecutorchReading {
  readonly source: ByteSource
  readonly flat: FlatReader
  readonly log: AnomalyLog<ExecutorchBreach>
  readonly operators: Map<string, ExecutorchName>
  readonly delegates: Map<string, ExecutorchName>
  readonly native: ExecutorchName[]
  readonly methods: string[]
  /** How many there are of each, for the indexes. */
  inline: number
  segments: number
  constants: number
}
