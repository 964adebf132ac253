import type { Anomaly } from '../anomaly.ts'
import type { XmlBreach } from '../xml/xml.ts'

/** A PMML document, reduced to what reaches outside of the standard. */
export interface PmmlModel {
  readonly version: string
  /** Functions that are applied and neither built in nor defined in the document, once each. */
  readonly unknownFunctions: readonly PmmlName[]
  /** Elements with program text, and tables that stand elsewhere. */
  readonly scripts: readonly PmmlName[]
  readonly tables: readonly PmmlName[]
  readonly breaches: readonly Anomaly<XmlBreach>[]
}

export interface PmmlName {
  readonly name: string
  readonly line: number
}
