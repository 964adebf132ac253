import type { Format } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import { type LineIndex, lineIndex } from './line-index.ts'

/** One header of a METADATA or PKG-INFO file. */
export interface MetadataField {
  /** In lower case: `requires-dist`. */
  readonly name: string
  /** Folded lines joined by a blank, without white space around. */
  readonly value: string
  /** Of the value. */
  readonly offset: number
}

/** The headers of a METADATA or PKG-INFO file (core metadata specifications of PyPA), in order. */
export interface CoreMetadata {
  readonly fields: readonly MetadataField[]
  readonly lines: LineIndex
}

/**
 * Headers as in mail (RFC 822), up to the first blank line; the description behind it is not looked at. A line that is
 * neither a header nor folded is left out, as Python's reader does (passlib 1.7.4 has one). Bytes that are no UTF-8 do not
 * matter here: names and versions are ASCII.
 */
export const coreMetadata: Format<CoreMetadata> = {
  id: 'core-metadata',
  parse: (bytes, limits) => {
    const text = headOf(new TextDecoder().decode(bytes))
    const lines = lineIndex(text)
    const fields: { name: string; value: string; offset: number }[] = []
    for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
      if (fields.length >= limits.nodes) throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} headers`)
      const last = fields.at(-1)
      if (line.startsWith(' ') || line.startsWith('\t')) {
        // Licences fill thousands of folded lines; nobody needs more than the beginning of a value.
        if (last !== undefined && last.value.length < LONGEST_VALUE) last.value = `${last.value} ${line.trim()}`
        continue
      }
      const colon = line.indexOf(':')
      if (colon <= 0 || colon > LONGEST_NAME) continue
      const rest = line.slice(colon + 1)
      const offset = index + colon + 1 + (rest.length - rest.trimStart().length)
      fields.push({ name: line.slice(0, colon).trim().toLowerCase(), value: rest.trim(), offset })
    }
    return { fields, lines }
  },
}

const LONGEST_NAME = 64
const LONGEST_VALUE = 4000

/** The first field of a name: "first wins" where a broken tool wrote it twice. */
export function metadataField({ fields }: CoreMetadata, name: string): MetadataField | undefined {
  return fields.find((field) => field.name === name)
}

function headOf(text: string): string {
  const end = /\r?\n[ \t]*\r?\n/.exec(text.slice(0, LONGEST_HEAD))
  return end === null ? text.slice(0, LONGEST_HEAD) : text.slice(0, end.index)
}

/** The largest heads known (tens of thousands of classifiers and extras) are below 200 kB. */
const LONGEST_HEAD = 4 * 1024 * 1024
