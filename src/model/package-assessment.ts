import type { Diagnostic } from './diagnostic.ts'
import type { Ecosystem } from './ecosystem.ts'
import type { Confidence, RuleId } from './finding.ts'
import type { Location } from './location.ts'
import type { Severity } from './severity.ts'

/** What to do with a release: `hold` is for a person to decide. */
export type PackageVerdict = 'allow' | 'hold' | 'block'

/** Everything that is said of one release of a package; the JSON report of `assay package` is this object. */
export interface PackageAssessment {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'assay'; readonly version: string }
  /** Absent where the artefact does not say what it is. */
  readonly purl?: string
  readonly ecosystem?: Ecosystem
  readonly name: string
  readonly version: string
  readonly verdict: PackageVerdict
  /** One sentence for each reason of the verdict, the weightiest first. */
  readonly because: readonly string[]
  /** The weightiest first. */
  readonly stories: readonly PackageStory[]
  /** Against the release before; empty without one. */
  readonly changes: readonly ReleaseChange[]
  /** The release that it was compared with, or why there was none. */
  readonly compared: { readonly version: string } | { readonly reason: string }
  readonly names: readonly NameSign[]
  readonly known: readonly KnownMalware[]
  /** Present when somebody has allowed one of the artefacts. */
  readonly allowed?: AllowedArtefact
  readonly artefacts: readonly AssessedArtefact[]
  /** One sentence for each thing that was not looked at; empty when everything was. */
  readonly gaps: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Something that the package does, with all that speaks for it: what a reviewer has to read. */
export interface PackageStory {
  /** For example `packages/steals-secrets`. */
  readonly id: RuleId
  readonly title: string
  /** `On install, reads ~/.aws/credentials, base64-encodes it and posts it to collect.example.` */
  readonly text: string
  readonly severity: Severity
  readonly confidence: Confidence
  readonly verdict: PackageVerdict
  /** 0 to 100: capability, threat, role and novelty together. */
  readonly weight: number
  readonly factors: readonly StoryFactor[]
  /** In the order in which it happens; paths are relative to the package. */
  readonly steps: readonly StoryStep[]
  readonly artefacts: readonly string[]
  /** Names the same story over versions and moved lines. */
  readonly identity: string
}

/** Why a story weighs what it does. */
export interface StoryFactor {
  readonly factor: 'capability' | 'threat' | 'role' | 'novelty' | 'name' | 'release'
  /** 0 to 1, or above 1 where it makes the rest heavier. */
  readonly value: number
  readonly because: string
}

export interface StoryStep {
  readonly text: string
  readonly location: Location
  /** In the words of the code; cut, and foreign: reporters escape. */
  readonly evidence: string
}

/** What is new against the release before. */
export interface ReleaseChange {
  readonly kind:
    | 'install-hook'
    | 'path-configuration'
    | 'dependency'
    | 'dependency-source'
    | 'native'
    | 'size'
    | 'host'
    | 'capability'
    | 'obfuscation'
    | 'publisher'
    | 'publishing-method'
    | 'provenance'
    | 'not-in-source'
    | 'manifest-mismatch'
    | 'version-jump'
    | 'command'
    | 'build-backend'
    | 'artefact'
    | 'dormant'
  /** What is new: the hook, the dependency, the host. */
  readonly subject: string
  readonly text: string
  /** How much it says by itself, 0 to 1. */
  readonly weight: number
  readonly location?: Location
}

/** A popular name that this one could be meant for. A name alone never blocks. */
export interface NameSign {
  readonly kind: string
  readonly popular: string
  readonly text: string
  /** Chance that it is malicious by its name alone, 0 to 1. */
  readonly chance: number
}

/** A record that names this release as malicious. */
export interface KnownMalware {
  readonly id: string
  readonly summary: string
  readonly sources: readonly string[]
  /** `doubtful` records hold, they do not block; `because` says what contradicts them. */
  readonly trust: 'sure' | 'doubtful'
  readonly because: readonly string[]
}

/** Two people have looked at these bytes and take the responsibility. */
export interface AllowedArtefact {
  readonly sha256: string
  readonly reason: string
  readonly approvedBy: readonly string[]
  /** RFC 3339. */
  readonly expires: string
}

/** One artefact and how much of it was looked at. */
export interface AssessedArtefact {
  readonly name: string
  readonly kind: string
  readonly size: number
  readonly sha256?: string
  /** Whether the registry's digest fits: as fetched artefacts say; absent for what was not fetched. */
  readonly proof?: 'strong' | 'weak' | 'none'
  readonly files: { readonly seen: number; readonly whole: number; readonly part: number; readonly not: number }
}
