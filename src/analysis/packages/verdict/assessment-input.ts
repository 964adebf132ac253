import type { Diagnostic } from '../../../model/diagnostic.ts'
import type { Ecosystem } from '../../../model/ecosystem.ts'
import type {
  AllowedArtefact,
  AssessedArtefact,
  KnownMalware,
  NameSign,
  PackageAssessment,
  ReleaseChange,
} from '../../../model/package-assessment.ts'
import type { ArtefactFacts } from '../artefact-facts.ts'

/** An artefact as it was inspected, and how well the registry's digest vouches for its bytes. */
export interface InspectedArtefact extends ArtefactFacts {
  readonly proof?: AssessedArtefact['proof']
}

/** What a registry says of a release and its project. Times are RFC 3339. */
export interface ReleaseFacts {
  readonly published?: string
  /** The first release of the project. */
  readonly firstPublished?: string
  /** Rank among the popular packages of its ecosystem, 1 the most popular; absent for a package that stands in no list. */
  readonly popularity?: number
  /** Days since the first release; told from `firstPublished` where it is absent. */
  readonly projectAgeDays?: number
}

/** All that is known of one release when it is judged. */
export interface AssessmentInput {
  readonly tool: PackageAssessment['tool']
  /** Milliseconds since 1970, from the door. */
  readonly now: number
  /** Every artefact of the release that was looked at; the first that has a manifest says what the release is. */
  readonly artefacts: readonly InspectedArtefact[]
  readonly changes: readonly ReleaseChange[]
  readonly compared: PackageAssessment['compared']
  readonly names: readonly NameSign[]
  readonly known: readonly KnownMalware[]
  readonly allowed?: AllowedArtefact
  /** Of further artefacts of the release: each allowance is for its own bytes. */
  readonly alsoAllowed?: readonly AllowedArtefact[]
  readonly release?: ReleaseFacts
  readonly purl?: string
  /** What was asked for, where no manifest says it. */
  readonly asked?: { readonly ecosystem: Ecosystem; readonly name: string; readonly version: string }
  readonly diagnostics: readonly Diagnostic[]
}
