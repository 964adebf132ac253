/** A value of Python's marshal format. Values may hold each other, and a value may hold itself: whoever follows them marks what he saw. */
export type MarshalValue =
  | { readonly kind: 'none' | 'true' | 'false' | 'ellipsis' | 'stop-iteration' | 'null' | 'float' | 'complex' }
  /** `text` is the number in decimal digits; of numbers above 1,024 bits it is `?`. */
  | { readonly kind: 'int'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  /** Keys and values of a dictionary follow each other. */
  | {
      readonly kind: 'tuple' | 'list' | 'set' | 'frozenset' | 'dict' | 'slice'
      readonly items: readonly MarshalValue[]
    }
  | MarshalCode

/** A code object: a module, a class body or a function. */
export interface MarshalCode {
  readonly kind: 'code'
  readonly flags: number
  readonly code: Uint8Array
  readonly constants: readonly MarshalValue[]
  /** Names of globals, attributes and imported modules. */
  readonly names: readonly string[]
  /** Names of local variables; from 3.11 with those of cells, in the order in which instructions count them. */
  readonly locals: readonly string[]
  /** Names of variables of and for functions around it. */
  readonly cells: readonly string[]
  readonly filename: string
  readonly name: string
  readonly qualifiedName: string
  readonly firstLine: number
}
