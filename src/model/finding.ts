import type { SeverityStatement } from './advisory.ts'
import type { ComponentId } from './component.ts'
import type { Evidence } from './evidence.ts'
import type { ModelDetail } from './model-detail.ts'
import type { Severity } from './severity.ts'

/** `room/name`, for example `vulnerabilities/known-vulnerability`. */
export type RuleId = `${string}/${string}`

/** How sure we are, and what speaks for and against, one clause each. */
export interface Confidence {
  readonly level: 'high' | 'medium' | 'low'
  readonly because: readonly string[]
}

/** Several records that speak of one vulnerability, as one. */
export interface AdvisorySummary {
  /** The name people use: the CVE, else the GHSA, else the record's own id. */
  readonly id: string
  /** Every id and alias of the group, sorted; contains `id`. */
  readonly ids: readonly string[]
  readonly summary: string
  readonly severity: SeverityStatement
  readonly malicious: boolean
  readonly published: string
  readonly modified: string
  readonly cwes: readonly string[]
  readonly references: readonly string[]
  /** Versions that end the vulnerability, in order; empty when there is none. */
  readonly fixed: readonly string[]
  /** Present when any CVE of the group is in CISA's catalogue. */
  readonly knownExploited?: { readonly dateAdded: string; readonly dueDate: string; readonly ransomware: boolean }
  /** The highest of the group's CVEs; both 0 to 1. */
  readonly exploitPrediction?: { readonly score: number; readonly percentile: number }
}

/** For a requirement without a version: which advisories its allowed range still lets in. */
export interface OpenRange {
  /** The requirement as written, for example `transformers>=4.30`. */
  readonly requirement: string
  readonly advisories: readonly AdvisorySummary[]
  /** The smallest lower bound under which none of them is admitted any more; absent when none exists. */
  readonly floor?: string
  /** `all`: every version the range allows is affected by at least one of them, as far as the records tell. */
  readonly admits: 'some' | 'all'
}

/** Something to paste: into a shell, or into a file (its path relative to the scanned root). */
export type Remedy = { readonly command: string } | { readonly edit: string; readonly file: string }

/** What to do. */
export interface Fix {
  /** One imperative sentence, for example `Upgrade transformers to 4.48.0 or later.` */
  readonly text: string
  /** The version that ends this finding, when there is one. */
  readonly version?: string
  /** How to get there, for example `uv lock --upgrade-package transformers==4.48.0`. */
  readonly remedy?: Remedy
  /** The version that ends every known vulnerability of the component, when there is one and it has several. */
  readonly all?: { readonly version: string; readonly vulnerabilities: number; readonly remedy?: Remedy }
}

/** What a rule reports. The engine makes a Finding of it. */
export interface Observation {
  readonly severity: Severity
  /** One line without the place, for example `torch 2.1.0+cu118 is affected by CVE-2024-31580`. */
  readonly title: string
  /** Two or three sentences: what can happen, why it is believed. */
  readonly message: string
  readonly confidence: Confidence
  readonly evidence: readonly Evidence[]
  readonly fix: Fix
  /** Names the same trouble across version bumps and moved lines, for example `PyPI torch CVE-2024-31580`. */
  readonly identity: string
  readonly component?: ComponentId
  readonly advisory?: AdvisorySummary
  readonly range?: OpenRange
  /** Present when the finding is about a model file. */
  readonly model?: ModelDetail
}

/** An observation that knows the rule it comes from. */
export type RuledObservation = Observation & { readonly ruleId: RuleId }

/** An observation with its rule and a stable name. */
export interface Finding extends Observation {
  /** Sixteen or more hexadecimal characters; see analysis/fingerprint. */
  readonly fingerprint: string
  readonly ruleId: RuleId
}
