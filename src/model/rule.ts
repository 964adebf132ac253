import type { AdvisoryLookup } from './advisory.ts'
import type { Bom } from './component.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Observation, RuledObservation, RuleId } from './finding.ts'
import type { ScannedFile } from './scanned-file.ts'
import type { Severity } from './severity.ts'

/** What a rule says of itself; docs/rules.md is generated from it. */
export interface RuleDoc {
  readonly id: RuleId
  readonly title: string
  /** The usual severity; an observation may carry another. */
  readonly severity: Severity
  readonly why: string
  readonly fix: string
  readonly references: readonly string[]
}

/** Sees the bytes of the files its globs name; runs in the worker. */
export interface FileRule extends RuleDoc {
  readonly files: readonly string[]
  inspect(file: ScannedFile): AsyncIterable<Observation>
}

/**
 * Many rules that look at a file together, in one pass over its bytes: what they see says which of them saw it. For rules
 * of which there are hundreds, such as those for secrets.
 */
export interface FileRuleFamily {
  /** `room/name`; names the family in tasks and diagnostics. */
  readonly id: RuleId
  readonly rules: readonly RuleDoc[]
  readonly files: readonly string[]
  /** Throws FormatError, LimitError, ExternalError; what it could look at only in part it reports. */
  inspect(file: ScannedFile): Promise<FamilyInspection>
}

/** What a family saw in one file. */
export interface FamilyInspection {
  /** Values that must not stand in anything that is said of the file, by whoever; they do not leave its inspection. */
  readonly concealed: readonly string[]
  readonly observations: readonly RuledObservation[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Sees the whole inventory. */
export interface BomRule extends RuleDoc {
  inspect(bom: Bom, known: AdvisoryLookup): Iterable<Observation>
}
