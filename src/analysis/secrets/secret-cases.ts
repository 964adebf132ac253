/** Makes random text for specimens, so that no specimen stands in the repository. Seeded: the same run gives the same. */
export interface SpecimenMaker {
  /** `length` characters out of an alphabet: `make.text(36, ALPHANUMERIC)`. */
  text(length: number, alphabet: string): string
  /** A whole number, both ends included. */
  number(from: number, to: number): number
  bytes(length: number): Uint8Array
}

/** Specimens of one rule. Each is the text of a small file. */
export interface SecretCases {
  readonly rule: string
  /** At least two: the rule finds exactly the values given. */
  readonly found: (make: SpecimenMaker) => readonly { readonly text: string; readonly value: string }[]
  /** At least two: looks alike, is none (too short, wrong alphabet, placeholder, part of something longer, wrong checksum). */
  readonly notFound: (make: SpecimenMaker) => readonly string[]
}
