/**
 * An abstract value is one number, so that a stack of millions costs 8 bytes each and no allocation: zero or more is the
 * offset of the opcode that wrote a constant (read back only when somebody asks); below zero is a tag and an index.
 */
export type Value = number

/** What a negative value is; the comment says what its index means. */
export const Tag = {
  /** Index in the table of globals. */
  global: 0,
  /** What a call gave: a row of the table of results. */
  result: 1,
  /** Place in the arena: a record of items. */
  tuple: 2,
  frozenSet: 3,
  /** Place in the arena: one cell that points to a record of the first items. */
  list: 4,
  dict: 5,
  set: 6,
  /** Place in the arena: a record of one, the persistent id. */
  persistent: 7,
  /** The code in the registry of `copyreg`. */
  extension: 8,
  /** An out-of-band buffer of protocol 5. */
  buffer: 9,
  /** One of `Unknown`. */
  unknown: 10,
} as const

/** Why a value is not known. */
export const Unknown = { underflow: 0, missingMemo: 1, forgotten: 2, computedGlobal: 3 } as const

const TAGS = 16

/** The value of a tag and an index. */
export function tagged(tag: number, index: number): Value {
  return -(index * TAGS + tag) - 1
}

/** Was it written in the stream as it is? */
export function isConstant(value: Value): boolean {
  return value >= 0
}

/** The tag of a value; -1 for a constant. */
export function tagOf(value: Value): number {
  if (value >= 0) return -1
  const code = -value - 1
  return code - Math.floor(code / TAGS) * TAGS
}

/** The index of a value that is not a constant. */
export function indexOf(value: Value): number {
  return Math.floor((-value - 1) / TAGS)
}

/** It was there, and the reader let go of it to keep its memory flat. */
export const FORGOTTEN: Value = tagged(Tag.unknown, Unknown.forgotten)
/** What STACK_GLOBAL gives when its operands are not names written in the stream. */
export const COMPUTED_GLOBAL: Value = tagged(Tag.unknown, Unknown.computedGlobal)
