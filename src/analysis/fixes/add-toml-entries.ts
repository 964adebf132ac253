import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { toml } from '../../formats/toml.ts'
import { getPath } from '../../formats/tree.ts'
import type { NewEntry } from './add-json-entries.ts'
import { appended, beginsLine, indentAt, lineEnding } from './text-layout.ts'
import type { TextEdit } from './text-edit.ts'

/**
 * Items for a list of strings in a table of a TOML document; list and table are made where they are missing. Undefined when
 * something else stands there. Throws FormatError when the text is no TOML.
 */
export function addTomlItems(
  text: string,
  table: readonly string[],
  key: string,
  added: readonly string[],
): TextEdit | undefined {
  const { root } = toml.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)
  const list = getPath(root, ...table, key)
  const quoted = added.map((item) => JSON.stringify(item))
  if (list === undefined) return addLines(text, table, [`${key} = [${quoted.join(', ')}]`])
  if (list.kind !== 'array') return undefined
  const open = text.indexOf('[', list.offset)
  const [head] = list.items
  if (head === undefined) return { start: open + 1, end: open + 1, text: quoted.join(', ') }
  const start = quoteBefore(text, head.offset)
  const gap = beginsLine(text, start) ? lineEnding(text) + indentAt(text, start) : ' '
  return { start, end: start, text: quoted.map((item) => `${item},${gap}`).join('') }
}

/** `key = "value"` lines in a table; undefined when one of the keys is there. */
export function addTomlEntries(
  text: string,
  table: readonly string[],
  added: readonly NewEntry[],
): TextEdit | undefined {
  const { root } = toml.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)
  if (added.some(([key]) => getPath(root, ...table, key) !== undefined)) return undefined
  const lines = added.map(([key, value]) => `${bareOrQuoted(key)} = ${JSON.stringify(value)}`)
  return addLines(text, table, lines)
}

function bareOrQuoted(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key)
}

/** Under the header of the table, else under a new header at the end. */
function addLines(text: string, table: readonly string[], lines: readonly string[]): TextEdit {
  const header = headerEnd(text, table.join('.'))
  const end = lineEnding(text)
  if (header === undefined) return appended(text, ['', `[${table.join('.')}]`, ...lines])
  const { at, closed } = header
  const block = lines.map((line) => line + end).join('')
  return { start: at, end: at, text: closed ? block : end + block }
}

/** Where the line of the header ends. `closed`: with a line ending. */
function headerEnd(text: string, name: string): { readonly at: number; readonly closed: boolean } | undefined {
  let start = 0
  for (;;) {
    const newline = text.indexOf('\n', start)
    const line = text.slice(start, newline < 0 ? text.length : newline).trimEnd()
    const found = line.length < LONGEST_HEADER ? /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line)?.[1] : undefined
    if (found !== undefined && found.replace(/[\s"']/g, '') === name) {
      return newline < 0 ? { at: text.length, closed: false } : { at: newline + 1, closed: true }
    }
    if (newline < 0) return undefined
    start = newline + 1
  }
}

const LONGEST_HEADER = 300

/** The parser may point behind the quote. */
function quoteBefore(text: string, offset: number): number {
  if (/["']/.test(text.charAt(offset))) return offset
  return /["']/.test(text.charAt(offset - 1)) ? offset - 1 : offset
}
