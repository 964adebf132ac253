import type { AdvisoryLookup } from './advisory.ts'
import type { Bom } from './component.ts'
import type { Observation, RuleId } from './finding.ts'
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

/** Sees the whole inventory. */
export interface BomRule extends RuleDoc {
  inspect(bom: Bom, known: AdvisoryLookup): Iterable<Observation>
}
