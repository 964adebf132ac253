/** What somebody says of a product and a vulnerability: the four words of VEX (CISA, Minimum Requirements for VEX). */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

/** Why a product is not affected, in the words of OpenVEX 0.2. */
export type VexJustification =
  | 'component_not_present'
  | 'vulnerable_code_not_present'
  | 'vulnerable_code_not_in_execute_path'
  | 'vulnerable_code_cannot_be_controlled_by_adversary'
  | 'inline_mitigations_already_exist'

/** The five labels, in the order of the specification. */
export const VEX_JUSTIFICATIONS: readonly VexJustification[] = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]

/** One statement of a VEX document about packages that Assay knows. */
export interface VexStatement {
  /** The vulnerability and its aliases, in upper case. */
  readonly ids: readonly string[]
  readonly packages: readonly VexPackage[]
  readonly status: VexStatus
  /** Who says so: the author of the document. */
  readonly author: string
  /** A label of OpenVEX or of CycloneDX, as written. */
  readonly justification?: string
  /** In the author's words: impact, notes, detail. Empty when there are none. */
  readonly statement: string
  /** Milliseconds since 1970: of two that contradict each other the later one counts. 0 when not said. */
  readonly time: number
  /** Where it stands in its document; 1-based. */
  readonly origin: { readonly path: string; readonly line: number; readonly column: number }
}

/** What a statement is about. */
export interface VexPackage {
  /** A package URL, with a version or without. */
  readonly purl: string
  /** The product whose part the package is; the statement is about the package within it. */
  readonly within?: string
}

/** All VEX that an operator gave to a scan. */
export interface Vex {
  readonly statements: readonly VexStatement[]
  /** What could not be taken from the documents, a sentence each. */
  readonly notes: readonly string[]
}
