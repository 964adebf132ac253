import type { Limits } from '../../base/limits.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { WireField, WireReader } from '../protobuf/wire.ts'
import type { ExternalTensor, OnnxBreach, OnnxFunction, OnnxOperator, OnnxString } from './model.ts'

/** What travels through the reading of one model. */
export interface OnnxReading {
  readonly wire: WireReader
  readonly limits: Limits
  readonly log: AnomalyLog<OnnxBreach>
  /** By domain and name. */
  readonly operators: Map<string, OnnxOperator>
  readonly functions: OnnxFunction[]
  readonly external: ExternalTensor[]
  readonly strings: OnnxString[]
  readonly tensors: { count: number; inlineBytes: number }
}

/** The text of a name: long names are cut, since nothing compares equal to them. */
export async function textOf(wire: WireReader, field: WireField): Promise<string> {
  return field.wire === 'bytes' ? wire.text(field, 1024) : ''
}
