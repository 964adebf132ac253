import type { MarshalCode, MarshalValue } from './marshal-value.ts'
import type { CodeLayout } from './python-magic.ts'

/** How many numbers stand in front of the values of a code object, how many values there are, and after which the first line stands. */
export function codeSteps(layout: CodeLayout): {
  readonly before: number
  readonly values: number
  readonly lineAfter: number
} {
  return STEPS[layout]
}

/**
 * Values up to the line: code, constants, names, then local names, free and cell names, file and name; from 3.11 the names and kinds of all
 * variables, file, name and qualified name. Behind it a table of lines, from 3.11 one of exceptions (Objects/codeobject.c).
 */
const STEPS = {
  2: { before: 4, values: 9, lineAfter: 8 },
  'keyword-only': { before: 5, values: 9, lineAfter: 8 },
  'positional-only': { before: 6, values: 9, lineAfter: 8 },
  merged: { before: 5, values: 10, lineAfter: 8 },
} as const

/** Tables of names that were read, by the tuple they are: a thousand code objects may name one tuple of a million. */
export type NameTables = Map<MarshalValue, readonly string[]>

/** A code object of its parts. Parts of a wrong type are empty: CPython would refuse the object when it is run, not when it is read. */
export function buildCode(
  layout: CodeLayout,
  items: readonly MarshalValue[],
  numbers: readonly number[],
  names: NameTables,
): MarshalCode {
  const isMerged = layout === 'merged'
  const name = textOf(items[isMerged ? 6 : 7])
  return {
    kind: 'code',
    flags: numbers[STEPS[layout].before - 1] ?? 0,
    code: items[0]?.kind === 'bytes' ? items[0].bytes : new Uint8Array(0),
    constants: itemsOf(items[1]),
    names: textsOf(items[2], names),
    locals: textsOf(items[3], names),
    cells: isMerged ? [] : cellsOf(items[5], items[4], names),
    filename: textOf(items[isMerged ? 5 : 6]),
    name,
    qualifiedName: isMerged ? textOf(items[7]) : name,
    firstLine: numbers.at(-1) ?? 0,
  }
}

function itemsOf(value: MarshalValue | undefined): readonly MarshalValue[] {
  return value?.kind === 'tuple' || value?.kind === 'list' ? value.items : []
}

function textsOf(value: MarshalValue | undefined, names: NameTables): readonly string[] {
  const known = value === undefined ? undefined : names.get(value)
  if (known !== undefined || value === undefined) return known ?? []
  const texts = itemsOf(value).map(textOf)
  names.set(value, texts)
  return texts
}

/** Honest functions have tens of cells; more are not told apart. */
const MOST_CELLS = 5000

function cellsOf(own: MarshalValue | undefined, free: MarshalValue | undefined, names: NameTables): readonly string[] {
  return [...textsOf(own, names).slice(0, MOST_CELLS), ...textsOf(free, names).slice(0, MOST_CELLS)]
}

/** Names of Python 2 are bytes. */
function textOf(value: MarshalValue | undefined): string {
  if (value?.kind === 'text') return value.text
  if (value?.kind !== 'bytes') return ''
  return Buffer.from(value.bytes.buffer, value.bytes.byteOffset, value.bytes.length).toString('latin1')
}
