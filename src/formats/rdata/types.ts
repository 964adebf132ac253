/** SEXP types as they are written (R, src/include/Rinternals.h and src/main/serialize.c). */
export const R = {
  nil: 0,
  symbol: 1,
  list: 2,
  closure: 3,
  environment: 4,
  promise: 5,
  language: 6,
  special: 7,
  builtin: 8,
  char: 9,
  logical: 10,
  integer: 13,
  real: 14,
  complex: 15,
  string: 16,
  dots: 17,
  any: 18,
  vector: 19,
  expression: 20,
  bytecode: 21,
  externalPointer: 22,
  weakReference: 23,
  raw: 24,
  s4: 25,
  altrep: 238,
  attributedList: 239,
  attributedLanguage: 240,
  baseEnvironment: 241,
  emptyEnvironment: 242,
  bytecodeReference: 243,
  bytecodeDefinition: 244,
  genericReference: 245,
  classReference: 246,
  persistent: 247,
  package: 248,
  namespace: 249,
  baseNamespace: 250,
  missing: 251,
  unbound: 252,
  globalEnvironment: 253,
  nilValue: 254,
  reference: 255,
} as const

/** Bytes of one value, and words of it in the form for people. */
export const PLAIN_VECTORS: ReadonlyMap<number, readonly [bytes: number, words: number]> = new Map<
  number,
  readonly [number, number]
>([
  [R.logical, [4, 1]],
  [R.integer, [4, 1]],
  [R.real, [8, 1]],
  [R.complex, [16, 2]],
  [R.raw, [1, 1]],
])

/** Values that stand for themselves. */
export const CONSTANTS: ReadonlySet<number> = new Set([
  R.nil,
  R.nilValue,
  R.unbound,
  R.missing,
  R.globalEnvironment,
  R.emptyEnvironment,
  R.baseEnvironment,
  R.baseNamespace,
])

/** A value as far as it matters for what is around it. */
export interface RItem {
  readonly type: number
  /** Of a symbol, a text, a vector of one text, or the function of a call. */
  readonly name?: string
}
