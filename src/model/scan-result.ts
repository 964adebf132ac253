import type { Component, Relationship } from './component.ts'
import type { Coverage } from './coverage.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Finding } from './finding.ts'
import type { Model } from './model.ts'
import type { RuleDoc } from './rule.ts'
import type { Verdict } from './verdict.ts'

/** Everything a scan says; the JSON report is this object. Every list is sorted, so the same input gives the same bytes. */
export interface ScanResult {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'assay'; readonly version: string }
  /** The folder or file that was scanned: its own name, without the path of the machine. */
  readonly target: string
  readonly verdict: Verdict
  readonly coverage: Coverage
  /** Worst first: severity, exploitation, then name. */
  readonly findings: readonly Finding[]
  readonly components: readonly Component[]
  readonly relationships: readonly Relationship[]
  /** Models found in the tree, by path. */
  readonly models: readonly Model[]
  readonly diagnostics: readonly Diagnostic[]
  /** The rules that ran, by id: reports explain findings with them. Of those for secrets, the ones that found something. */
  readonly rules: readonly RuleDoc[]
}
