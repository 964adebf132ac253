import type { Decision } from './verdict.ts'
import type { Vex } from './vex.ts'

/** The three policies Assay brings along. */
export type PresetName = 'permissive' | 'balanced' | 'strict'

/** What a rule looks at: each finding, each component, or the scan as a whole. */
export type PolicySubject = 'finding' | 'component' | 'coverage'

/** A place in a policy file. Lines and columns are 1-based. */
export interface PolicyPlace {
  readonly path: string
  readonly line: number
  readonly column: number
}

/** Where a rule or waiver is written. */
export type PolicyOrigin =
  | { readonly kind: 'preset'; readonly preset: PresetName }
  | ({ readonly kind: 'file' } & PolicyPlace)

/** One condition and what follows from it. */
export interface PolicyRule {
  /** For example `block-known-malware`. */
  readonly id: string
  readonly on: PolicySubject
  /** A CEL expression over the variables of docs/policy.md; `true` when the rule is about paths alone. */
  readonly when: string
  readonly decision: Decision
  /** Globs: the rule speaks only of places they match. Empty: of every place. */
  readonly paths: readonly string[]
  /** Shown under the verdict when the rule warns or blocks; empty when the author wrote none. */
  readonly message: string
  /** Why the rule is there, in plain words; empty when the author wrote none. */
  readonly reason: string
  readonly origin: PolicyOrigin
}

/** What a waiver speaks of. Everything that is given must fit; at least one is given. */
export interface WaiverSelector {
  /** An advisory id or any of its aliases, for example `CVE-2024-31580`. */
  readonly advisory?: string
  /** The rule that reports it, for example `vulnerabilities/known-vulnerability`. */
  readonly rule?: string
  readonly fingerprint?: string
  /** A package URL with or without version, or a glob over package names. */
  readonly component?: string
  /** Of a model file: `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string
  /** A name that a model file imports; fits where the file does nothing else in the same finding. */
  readonly global?: string
}

/** A risk somebody accepted: who, why, until when. */
export interface Waiver {
  /** As written, else `waiver-` and its place in the list. */
  readonly id: string
  readonly selector: WaiverSelector
  /** Globs; empty: every place. */
  readonly paths: readonly string[]
  readonly owner: string
  readonly reason: string
  /** `YYYY-MM-DD`; the waiver still applies on that day (UTC). */
  readonly expires: string
  readonly origin: PolicyPlace
}

/** What a test of a policy gives: fields of docs/policy.md by name, the others have the value they have when absent. */
export type GivenValue = string | number | boolean | readonly string[] | { readonly [field: string]: GivenValue }

/** One example with the decision it must get. */
export interface PolicyTest {
  readonly name: string
  readonly given: { readonly [S in PolicySubject]?: { readonly [field: string]: GivenValue } }
  readonly expect: Decision
  /** The rule that must decide; not checked when absent. */
  readonly rule?: string
  readonly origin: PolicyPlace
}

/** Where advisory data comes from; empty lists and absent fields mean the default. */
export interface AdvisorySources {
  /** Addresses, folders or files of OSV data. */
  readonly osv: readonly string[]
  readonly kev?: string
  readonly epss?: string
  /** Prefixes of advisory ids: those left out besides the rebuild vendors, and those taken all the same. */
  readonly allowSources: readonly string[]
  readonly denySources: readonly string[]
}

/** How secrets and personal data are looked for. */
export interface SensitivePolicy {
  readonly personalData: boolean
  /** 64 hexadecimal digits: the key under which values are named. */
  readonly fingerprintKey?: string
  /** Files with further rules, relative to the policy file. */
  readonly ruleFiles: readonly string[]
}

/** Everything assay.yaml says, with the preset it extends. Plain data: conditions are compiled where they are evaluated. */
export interface Policy {
  readonly preset: PresetName
  /** The file, or `built in`. */
  readonly source: string
  /** In the order they are asked: those of the file before those of the preset. */
  readonly rules: readonly PolicyRule[]
  /** Is an incomplete scan a failure of its own (exit 3)? */
  readonly requireComplete: boolean
  readonly waivers: readonly Waiver[]
  /** A further file with waivers, relative to the policy file. */
  readonly waiversFile?: string
  /** VEX documents, relative to the policy file. */
  readonly vexFiles?: readonly string[]
  /** What these and the operator's VEX documents say. */
  readonly vex?: Vex
  readonly tests: readonly PolicyTest[]
  readonly advisories: AdvisorySources
  readonly limits: { readonly fileBytes?: number; readonly fileSeconds?: number }
  readonly sensitive: SensitivePolicy
  /** Globs of paths that are not scanned. */
  readonly exclude: readonly string[]
}

/** A mistake in a policy file. */
export interface PolicyProblem extends PolicyPlace {
  /** What was expected and what was found. */
  readonly message: string
  /** The next step, for example `did you mean "severity"?`. */
  readonly hint?: string
}

/** A finding that was there before. */
export interface BaselineEntry {
  readonly fingerprint: string
  readonly ruleId: string
  readonly identity: string
  /** Every id of the advisory, or of all that an open range lets in; empty for findings that are not about any. Sorted. */
  readonly ids: readonly string[]
  /** Sorted. */
  readonly paths: readonly string[]
}

/** The findings a team starts from. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[]
}
