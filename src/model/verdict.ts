export type Decision = 'allow' | 'warn' | 'block'

/** What the policy makes of one finding. */
export interface FindingDecision {
  readonly fingerprint: string
  readonly decision: Decision
  /** The policy rule that decided, for example `block-known-malware`; `default` when none did. */
  readonly rule: string
  /** Who accepted it, why and until when, when a waiver covers it. */
  readonly waiver?: { readonly id: string; readonly owner: string; readonly reason: string; readonly expires: string }
  /** What a VEX document the operator gave says of it, when that is why it does not count. */
  readonly vex?: {
    readonly status: 'not_affected' | 'fixed'
    readonly author: string
    /** A label of OpenVEX or of CycloneDX, as written. */
    readonly justification?: string
    /** In the author's words; empty when there are none. */
    readonly statement: string
    /** The document and the line. */
    readonly source: string
  }
  /** In the baseline: it was there before. */
  readonly known: boolean
}

/** A reason behind the verdict that is not one finding: a condition over components or coverage, an expired waiver. */
export interface PolicyReason {
  readonly rule: string
  readonly decision: Decision
  readonly message: string
}

/** Whether policy lets the project through, and why. */
export interface Verdict {
  readonly decision: Decision
  /** `incomplete` when the policy demands completeness and coverage is not complete: exit code 3. */
  readonly completeness: 'complete' | 'incomplete' | 'not-demanded'
  readonly policy: { readonly name: string; readonly source: string }
  readonly findings: readonly FindingDecision[]
  readonly reasons: readonly PolicyReason[]
  /** What the operator should know of waivers and baseline: expired, soon to expire, unused, naming a withdrawn advisory. */
  readonly notices: readonly string[]
}
