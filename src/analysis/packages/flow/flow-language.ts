import type { BehaviourKind, TaintSource } from '../behaviour.ts'

/** Where data begins: the source, a word for it, and the kind of behaviour that reading it is (none for ordinary files and answers). */
export interface FlowSource {
  readonly source: TaintSource
  readonly subject: string
  readonly kind: BehaviourKind | undefined
}

/** What a use means on the way back from where data ends to where it comes from. */
export type Meaning =
  /** Data begins here; what was given to it does not matter. */
  | { readonly kind: 'source' }
  /** Data comes through; the word says what is done to it (`base64`), and is empty for everything without a word. */
  | { readonly kind: 'way'; readonly through: string }
  /** Nothing of what it was given is in what it gives. */
  | { readonly kind: 'end' }

/** What names of a language mean to the flow of data; made for one module. */
export interface FlowLanguage<Use> {
  /** What a use reads; undefined when it reads nothing that is of interest. */
  sourceOf(use: Use): FlowSource | undefined
  /** `source` exactly where `sourceOf` gives one. */
  meaningOf(use: Use): Meaning
  /** The use as somebody would write it, at most 200 characters, on one line. */
  evidenceOf(use: Use): string
}
