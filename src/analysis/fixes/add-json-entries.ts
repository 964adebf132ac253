import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { json } from '../../formats/json.ts'
import { entry, type TreeEntry, type TreeObject } from '../../formats/tree.ts'
import { beginsLine, indentAt, lineEnding } from './text-layout.ts'
import type { TextEdit } from './text-edit.ts'

/** A key and its text. */
export type NewEntry = readonly [key: string, value: string]

/**
 * `"key": "value"` in the object at `path` of a JSON document, in the layout of its neighbours; objects that are missing are
 * made. Undefined when something else stands on the way. Throws FormatError when the text is no JSON.
 */
export function addJsonEntries(
  text: string,
  path: readonly string[],
  added: readonly NewEntry[],
): TextEdit | undefined {
  const { root } = json.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)
  if (root.kind !== 'object') return undefined
  const lines = added.map(([key, value]) => `${quoted(key)}: ${quoted(value)}`)
  let object: TreeObject = root
  for (const [depth, name] of path.entries()) {
    const found = entry(object, name)
    if (found === undefined) return nested(text, object, path.slice(depth), lines, root)
    if (found.value.kind !== 'object') return undefined
    object = found.value
  }
  if (added.some(([key]) => entry(object, key) !== undefined)) return undefined
  return first(text, object, lines, root)
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

/** Before the first entry, so that the comma behind the last one needs no thought. */
function first(text: string, object: TreeObject, lines: readonly string[], root: TreeObject): TextEdit {
  const [head] = object.entries
  if (head === undefined) return intoEmpty(text, object, lines, root)
  const start = keyStart(head)
  const gap = beginsLine(text, start) ? lineEnding(text) + indentAt(text, start) : ' '
  return { start, end: start, text: lines.map((line) => `${line},${gap}`).join('') }
}

function intoEmpty(text: string, object: TreeObject, lines: readonly string[], root: TreeObject): TextEdit {
  const open = text.indexOf('{', object.offset)
  const close = text.indexOf('}', open)
  const outer = indentAt(text, firstOnLine(text, open))
  const end = lineEnding(text)
  const inner = `${end}${outer}${unitOf(text, root)}`
  return { start: open + 1, end: close, text: `${inner}${lines.join(`,${inner}`)}${end}${outer}` }
}

function firstOnLine(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start + (/^[ \t]*/.exec(text.slice(start, offset))?.[0].length ?? 0)
}

/** Behind the last entry of the object, as npm and its kin append. */
function nested(
  text: string,
  object: TreeObject,
  names: readonly string[],
  lines: readonly string[],
  root: TreeObject,
): TextEdit | undefined {
  const last = object.entries.at(-1)
  if (last === undefined) return undefined
  const start = endOfValue(text, valueStart(last))
  const keyed = keyStart(last)
  const isMultiline = beginsLine(text, keyed)
  const [end, unit] = isMultiline ? [lineEnding(text), unitOf(text, root)] : ['', '']
  const base = isMultiline ? indentAt(text, keyed) : ''
  const deep = (depth: number): string => base + unit.repeat(depth)
  const opening = names.map((name, depth) => `${end}${depth === 0 ? base : deep(depth)}${quoted(name)}: {`).join('')
  const closing = names.map((_, depth) => `${end}${deep(names.length - 1 - depth)}}`).join('')
  const inner = `${end}${deep(names.length)}`
  const between = isMultiline ? `,${inner}` : ', '
  return { start, end: start, text: `,${opening}${inner}${lines.join(between)}${closing}` }
}

/** What the document indents by; two spaces where it does not say. */
function unitOf(text: string, root: TreeObject): string {
  const [head] = root.entries
  return (head !== undefined && beginsLine(text, keyStart(head)) && indentAt(text, keyStart(head))) || '  '
}

/** Offsets of the format point behind the quote. */
function keyStart({ keyOffset }: TreeEntry): number {
  return keyOffset - 1
}

function valueStart({ value }: TreeEntry): number {
  return value.kind === 'scalar' && typeof value.value === 'string' ? value.offset - 1 : value.offset
}

/** One pass; brackets within strings do not count. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') at = endOfString(text, at)
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    else if (depth > 0 || !/[,\s]/.test(character)) continue
    if (depth < 0 || (depth === 0 && /[,\s]/.test(character))) return at
    if (depth === 0 && /["}\]]/.test(character)) return at + 1
  }
  return text.length
}

/** The place of the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
