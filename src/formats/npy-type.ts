import type { Literal } from './npy-literal.ts'

/** What a type description says about the bytes behind the header. */
export interface NpyType {
  /** Bytes of one element; undefined where the description is not understood. */
  readonly itemBytes: number | undefined
  /** Python objects somewhere in it: the data is a pickle, which `numpy.load(allow_pickle=True)` runs. */
  readonly hasObjects: boolean
}

const UNKNOWN: NpyType = { itemBytes: undefined, hasObjects: false }
const OBJECT: NpyType = { itemBytes: 8, hasObjects: true }
const MOST_FIELDS = 10_000

/**
 * The size of a `descr`: a code such as `<f4`, a list of fields `(name, type[, shape])`, or a pair `(type, shape)`.
 * What is not understood has an unknown size, but an object inside it is still found.
 */
export function npyType(descr: Literal | undefined): NpyType {
  return typeOf(descr, { left: MOST_FIELDS })
}

function typeOf(descr: Literal | undefined, fields: { left: number }): NpyType {
  if (fields.left-- <= 0) return UNKNOWN
  if (typeof descr === 'string') return codeType(descr)
  if (!Array.isArray(descr)) return UNKNOWN
  const parts: readonly Literal[] = descr
  if (parts.length === 2 && isShape(parts[1]) && !isField(parts[0])) return times(typeOf(parts[0], fields), parts[1])
  return parts.map((field) => fieldType(field, fields)).reduce(sum, { itemBytes: 0, hasObjects: false })
}

function fieldType(field: Literal, fields: { left: number }): NpyType {
  if (!isField(field)) return UNKNOWN
  const type = typeOf(field[1], fields)
  return isShape(field[2]) ? times(type, field[2]) : type
}

/** `(name, type)` or `(name, type, shape)`; the name may be a pair of a title and a name. */
function isField(value: Literal | undefined): value is readonly Literal[] {
  return Array.isArray(value) && value.length >= 2 && (typeof value[0] === 'string' || Array.isArray(value[0]))
}

function isShape(value: Literal | undefined): value is number | readonly number[] {
  if (typeof value === 'number') return true
  return Array.isArray(value) && value.every((length) => typeof length === 'number')
}

/** Byte order, kind, size: `<f4`, `|O`, `>U16` (four bytes a character), `<M8[ns]`. */
function codeType(code: string): NpyType {
  const [, kind, digits] = /^[<>|=]?([?A-Za-z])(\d{0,9})/.exec(code) ?? []
  if (kind === undefined || digits === undefined) return UNKNOWN
  if (kind === 'O') return OBJECT
  if (kind === '?') return { itemBytes: 1, hasObjects: false }
  if (digits === '') return UNKNOWN
  return { itemBytes: Number(digits) * (kind === 'U' ? 4 : 1), hasObjects: false }
}

function times(type: NpyType, shape: number | readonly number[]): NpyType {
  const count = typeof shape === 'number' ? shape : shape.reduce((product, length) => product * length, 1)
  return { ...type, itemBytes: type.itemBytes === undefined ? undefined : type.itemBytes * count }
}

function sum(left: NpyType, right: NpyType): NpyType {
  const known = left.itemBytes !== undefined && right.itemBytes !== undefined
  return {
    itemBytes: known ? (left.itemBytes ?? 0) + (right.itemBytes ?? 0) : undefined,
    hasObjects: left.hasObjects || right.hasObjects,
  }
}
