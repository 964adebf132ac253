import type { Diagnostic } from '../model/diagnostic.ts'
import type { Observation, RuleId } from '../model/finding.ts'
import type { Extraction } from '../model/package-mention.ts'
import type { FilePlace } from '../scan/source.ts'

/** One file to be looked at and the plug-ins that want it. A descriptor, not bytes: the worker opens the file itself. */
export interface InspectionTask {
  readonly path: string
  readonly extractors: readonly string[]
  readonly rules: readonly string[]
  /** Extractors that want the file only if they recognise its content. */
  readonly candidates: readonly string[]
  /** Where its bytes stand, in a tree that is not a folder. */
  readonly place?: FilePlace
}

/** What one plug-in read out of one file. */
export interface FileExtraction {
  readonly path: string
  readonly extractor: string
  readonly extraction: Extraction
}

/** What a file rule saw, with the rule's id. */
export interface FileObservation {
  readonly ruleId: RuleId
  readonly observation: Observation
}

/** Everything one file gave. `read` is false when no plug-in could read it to the end. */
export interface FileInspection {
  readonly path: string
  /** False for a candidate that nobody recognised: the file is none of ours. */
  readonly wanted: boolean
  readonly read: boolean
  readonly extractions: readonly FileExtraction[]
  readonly observations: readonly FileObservation[]
  readonly diagnostics: readonly Diagnostic[]
}
