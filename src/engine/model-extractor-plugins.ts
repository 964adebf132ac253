import * as modelExtractorRegistry from '../inventory/models/extractors.ts'
import type { Extractor } from '../inventory/extractor.ts'

/** The registered extractors that read models, by id: all that a look at models alone loads. */
export const MODEL_EXTRACTORS: readonly Extractor[] = Object.values<Extractor>(modelExtractorRegistry).toSorted(
  (a, b) => (a.id < b.id ? -1 : 1),
)

/** The same, to be looked up. */
export const MODEL_EXTRACTORS_BY_ID: ReadonlyMap<string, Extractor> = new Map(
  MODEL_EXTRACTORS.map((one) => [one.id, one]),
)
