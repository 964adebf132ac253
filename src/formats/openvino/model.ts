import type { Anomaly } from '../anomaly.ts'
import type { XmlBreach } from '../xml/xml.ts'

/** What an OpenVINO IR breaks of what its reader relies on, or what kept it from being read to the end. */
export type OpenvinoBreach = XmlBreach | 'data-range' | 'size-mismatch' | 'layer-id' | 'edge'

/** An OpenVINO intermediate representation (.xml) without its weights (.bin). */
export interface OpenvinoModel {
  /** Of the format: 10 and 11 are written today. */
  readonly irVersion: number
  readonly name: string
  /** Once per type and operation set, bodies of loops and branches included. */
  readonly operators: readonly OpenvinoOperator[]
  readonly layers: number
  /** How many bytes the .bin file beside it must have at least. */
  readonly weightsEnd: bigint
  readonly breaches: readonly Anomaly<OpenvinoBreach>[]
}

export interface OpenvinoOperator {
  readonly type: string
  /** `opset8`, or what a library of extensions is called by. */
  readonly opset: string
  readonly count: number
  readonly line: number
}
