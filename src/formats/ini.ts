import type { Format } from '../base/bytes.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'

/** One line of a value, without white space around. */
export interface IniLine {
  readonly text: string
  readonly offset: number
}

export interface IniEntry {
  /** In lower case, as configparser compares keys. */
  readonly key: string
  readonly keyOffset: number
  /** The rest of the line of the key, when there is something, then the lines that are indented further. */
  readonly lines: readonly IniLine[]
}

export interface IniSection {
  /** As written: names of sections differ in case. */
  readonly name: string
  readonly offset: number
  readonly entries: readonly IniEntry[]
}

export interface IniFile {
  readonly sections: readonly IniSection[]
  readonly lines: LineIndex
}

/**
 * The dialect of Python's configparser with its defaults, in which setup.cfg is written: `key = value` or `key: value`,
 * values go on in lines that are indented further than their key, comments are lines that begin with `#` or `;`. A section
 * that stands twice is here twice. Throws FORMAT_SYNTAX for a line that is none of these, as configparser does.
 */
export const ini: Format<IniFile> = {
  id: 'ini',
  parse: (bytes, limits) => {
    const text = decodeText(bytes)
    const lines = lineIndex(text)
    const sections: Draft[] = []
    let open: OpenEntry | undefined
    let count = 0
    for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
      const ink = line.trim()
      if (ink === '' || ink.startsWith('#') || ink.startsWith(';')) continue
      if (++count > limits.nodes) {
        throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} lines in one file`, lines.position(index))
      }
      const indent = line.length - line.trimStart().length
      const offset = index + indent
      if (open !== undefined && indent > open.indent) {
        open.entry.lines.push({ text: ink, offset })
        continue
      }
      const section = /^\[(.*)\]/.exec(ink)?.[1]
      if (section !== undefined) {
        sections.push({ name: section, offset, entries: [] })
        open = undefined
        continue
      }
      open = { indent, entry: entryOf(ink, offset, () => lines.position(offset)) }
      const current = sections.at(-1)
      if (current === undefined) {
        throw new FormatError('FORMAT_SYNTAX', 'expected a [section] before the first key', lines.position(offset))
      }
      current.entries.push(open.entry)
    }
    return { sections, lines }
  },
}

interface Draft extends IniSection {
  readonly entries: IniEntry[]
}

interface OpenEntry {
  readonly indent: number
  readonly entry: IniEntry & { readonly lines: IniLine[] }
}

function entryOf(ink: string, offset: number, place: () => { line: number; column: number }): OpenEntry['entry'] {
  const end = ink.search(/[=:]/)
  if (end <= 0) throw new FormatError('FORMAT_SYNTAX', 'expected `key = value` or a [section]', place())
  const rest = ink.slice(end + 1)
  const value = rest.trim()
  const first = { text: value, offset: offset + end + 1 + (rest.length - rest.trimStart().length) }
  return { key: ink.slice(0, end).trim().toLowerCase(), keyOffset: offset, lines: value === '' ? [] : [first] }
}

/** The last entry of a key, over all sections of the name. */
export function iniEntry(file: IniFile, section: string, key: string): IniEntry | undefined {
  return file.sections
    .filter(({ name }) => name === section)
    .flatMap(({ entries }) => entries)
    .findLast((entry) => entry.key === key)
}
