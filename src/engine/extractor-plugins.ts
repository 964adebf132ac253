import * as extractorRegistry from '../inventory/extractors.ts'
import type { Extractor } from '../inventory/extractor.ts'

/**
 * All registered extractors, by id. In a file of their own because they bring a dozen parsers: a scan that attends to models
 * alone never loads them.
 */
export const EXTRACTORS: readonly Extractor[] = Object.values<Extractor>(extractorRegistry).toSorted((a, b) =>
  a.id < b.id ? -1 : 1,
)

/** The same, to be looked up. */
export const EXTRACTORS_BY_ID: ReadonlyMap<string, Extractor> = new Map(EXTRACTORS.map((one) => [one.id, one]))
