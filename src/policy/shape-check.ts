import { excerpt } from '../base/escape.ts'
import type { TreeEntry, TreeValue } from '../formats/tree.ts'
import { suggestion } from './nearest.ts'
import type { RecordShape, Shape } from './shape.ts'
import { syntaxMistake } from './syntax.ts'

/** Told of every mistake, with the offset of the token that is wrong. */
export type Report = (offset: number, message: string, hint?: string) => void

/**
 * Reports everything in a document that its shape does not allow; true when there was nothing. Readers may trust what
 * passed. `name` says in messages what is looked at, for example `rules[2].decision`; empty for the document.
 */
export function checkShape(value: TreeValue, shape: Shape, name: string, report: Report): boolean {
  switch (shape.kind) {
    case 'record':
      return checkRecord(value, shape, name, report)
    case 'list':
      return checkList(value, shape, name, report)
    case 'text':
      return checkText(value, shape, name, report)
    case 'choice':
      return checkChoice(value, shape.values, name, report)
    case 'flag':
      if (value.kind === 'scalar' && typeof value.value === 'boolean') return true
      return wrong(value, `${at(name)}expected true or false, found ${found(value)}`, report)
    case 'number':
      return checkNumber(value, shape, name, report)
  }
}

/** Longest text of any kind that is not a condition. */
const MAX_TEXT = 2000

function wrong(value: TreeValue, message: string, report: Report, hint?: string): false {
  report(value.offset, message, hint)
  return false
}

/** What stands there, in words of YAML, cut to a readable length. */
function found(value: TreeValue): string {
  if (value.kind === 'array') return 'a list'
  if (value.kind === 'object') return 'a mapping'
  if (value.value === null) return 'nothing'
  const kind =
    typeof value.value === 'string' ? 'the text' : typeof value.value === 'number' ? 'the number' : 'the flag'
  return `${kind} "${excerpt(value.source, 80)}"`
}

function checkRecord(value: TreeValue, shape: RecordShape, name: string, report: Report): boolean {
  if (value.kind !== 'object') {
    return wrong(value, `${at(name)}expected a mapping with ${listed(shape)}, found ${found(value)}`, report)
  }
  const seen = new Map<string, TreeEntry>()
  let good = true
  for (const entry of value.entries) {
    good = checkEntry(entry, shape, name, report) && notTwice(entry, seen, name, report) && good
    seen.set(entry.key, entry)
  }
  const missing = shape.required.filter((key) => !seen.has(key))
  if (missing.length > 0) good = wrong(value, `${at(name)}${quotedList(missing, 'and')} must be given`, report)
  if (shape.anyOf !== undefined && !shape.anyOf.some((key) => seen.has(key))) {
    good = wrong(value, `${at(name)}at least one of ${quotedList(shape.anyOf, 'and')} must be given`, report)
  }
  return good
}

function checkEntry(entry: TreeEntry, shape: RecordShape, name: string, report: Report): boolean {
  const field = Object.hasOwn(shape.fields, entry.key) ? shape.fields[entry.key] : undefined
  if (field !== undefined) return checkShape(entry.value, field, join(name, entry.key), report)
  report(
    entry.keyOffset,
    `${at(name)}there is no "${excerpt(entry.key, 80)}" here`,
    suggestion(entry.key, Object.keys(shape.fields)),
  )
  return false
}

function notTwice(entry: TreeEntry, seen: ReadonlyMap<string, TreeEntry>, name: string, report: Report): boolean {
  if (!seen.has(entry.key)) return true
  report(entry.keyOffset, `${at(name)}"${excerpt(entry.key, 80)}" stands here for the second time`)
  return false
}

function checkList(value: TreeValue, shape: Shape & { kind: 'list' }, name: string, report: Report): boolean {
  if (value.kind !== 'array') {
    if (shape.orOne === true && value.kind === 'scalar') return checkShape(value, shape.of, name, report)
    return wrong(value, `${at(name)}expected a list, found ${found(value)}`, report)
  }
  if (value.items.length > shape.maxItems) {
    return wrong(value, `${at(name)}at most ${shape.maxItems} are read, found ${value.items.length}`, report)
  }
  return value.items.map((item, index) => checkShape(item, shape.of, `${name}[${index}]`, report)).every(Boolean)
}

function checkText(value: TreeValue, shape: Shape & { kind: 'text' }, name: string, report: Report): boolean {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') {
    const isNumber = value.kind === 'scalar' && value.value !== null
    const hint = isNumber ? `write it in quotes: "${excerpt(value.source, 40)}"` : undefined
    return wrong(value, `${at(name)}expected a text, found ${found(value)}`, report, hint)
  }
  if (value.value.trim() === '') return wrong(value, `${at(name)}expected a text, found an empty one`, report)
  const limit = shape.maxLength ?? MAX_TEXT
  if (value.value.length > limit) return wrong(value, `${at(name)}longer than ${limit} characters`, report)
  const mistake = shape.syntax === undefined ? undefined : syntaxMistake(shape.syntax, value.value)
  return mistake === undefined || wrong(value, `${at(name)}"${excerpt(value.value, 80)}" ${mistake}`, report)
}

function checkChoice(value: TreeValue, values: readonly string[], name: string, report: Report): boolean {
  const written = value.kind === 'scalar' ? value.source : ''
  if (value.kind === 'scalar' && values.includes(written)) return true
  const hint = value.kind === 'scalar' ? suggestion(written, values.filter(Boolean)) : undefined
  return wrong(
    value,
    `${at(name)}expected ${quotedList(values.filter(Boolean), 'or')}, found ${found(value)}`,
    report,
    hint,
  )
}

function checkNumber(value: TreeValue, shape: Shape & { kind: 'number' }, name: string, report: Report): boolean {
  const number = value.kind === 'scalar' ? value.value : undefined
  const kind = shape.whole ? 'a whole number' : 'a number'
  if (typeof number !== 'number' || (shape.whole && !Number.isSafeInteger(number))) {
    return wrong(value, `${at(name)}expected ${kind}, found ${found(value)}`, report)
  }
  if (number >= shape.minimum && number <= shape.maximum) return true
  const range =
    shape.minimum === shape.maximum ? `${shape.minimum}` : `${kind} from ${shape.minimum} to ${shape.maximum}`
  return wrong(value, `${at(name)}expected ${range}, found ${found(value)}`, report)
}

function listed(shape: RecordShape): string {
  return quotedList(shape.required.length > 0 ? shape.required : Object.keys(shape.fields).slice(0, 4), 'and')
}

function quotedList(names: readonly string[], conjunction: 'and' | 'or'): string {
  const quoted = names.map((name) => `"${name}"`)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1) ?? ''}`
}

/** The document itself has no name. */
function at(name: string): string {
  return name === '' ? '' : `${name}: `
}

function join(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`
}
