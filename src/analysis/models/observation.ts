import type { Anomaly } from '../../formats/anomaly.ts'
import type { ModelCode, ModelMoment } from '../../model/model-detail.ts'
import type { Severity } from '../../model/severity.ts'

/** A format without code that a file can be converted to, by the library that wrote it. */
export type Conversion = 'torch-to-safetensors' | 'scikit-learn-to-skops' | 'keras-to-weights' | 'numpy-without-objects'

/** What a judge of one model file says; a file rule makes a finding of it. */
export interface ModelObservation {
  /** Stable, `format/what`, for example `safetensors/overlap`. */
  readonly id: string
  readonly severity: Severity
  /** One line without the place. */
  readonly title: string
  /** What can happen and why it is believed. */
  readonly why: string
  readonly where: ModelPlace
  /** For example `CWE-190`. */
  readonly cwe?: string
  /** MITRE ATLAS technique, for example `AML.T0011.000`. */
  readonly atlas?: string
  readonly cve?: readonly string[]
  /** One imperative sentence. */
  readonly fix: string
  /** When it happens; absent: when the file is loaded. */
  readonly when?: ModelMoment
  /** Fully qualified names that are reached, for example `posix.system`; waivers and conditions name them. */
  readonly globals?: readonly string[]
  readonly code?: ModelCode
  /** The way to a format without code, where there is one and the file holds nothing malicious. */
  readonly conversion?: Conversion
}

/** Where in the file: a byte from its start, a path inside (a layer, a node, a tensor), or both. */
export interface ModelPlace {
  readonly byte?: number
  readonly inside?: string
}

/** What one kind of anomaly means; the places come from the file. */
export type AnomalyMeaning = Omit<ModelObservation, 'where'>

/** One observation per kind of anomaly, at its first place; the title says how many there are. */
export function observeAnomalies<Kind extends string>(
  anomalies: readonly Anomaly<Kind>[],
  meanings: Readonly<Record<Kind, AnomalyMeaning>>,
): readonly ModelObservation[] {
  return anomalies.map(({ kind, count, places }) => {
    const meaning = meanings[kind]
    const first = places[0]
    return {
      ...meaning,
      title: count === 1 ? meaning.title : `${meaning.title} (${count} places)`,
      why: `${meaning.why} First place: ${first?.message ?? 'not known'}.`,
      where: first?.byte === undefined ? {} : { byte: first.byte },
    }
  })
}
