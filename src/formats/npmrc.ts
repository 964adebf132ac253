import type { Format } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { looseText } from './loose-text.ts'

/** One `key = value` line; both as written, without quotes around. */
export interface NpmrcEntry {
  readonly key: string
  readonly value: string
  readonly offset: number
}

export interface Npmrc {
  readonly entries: readonly NpmrcEntry[]
  readonly lines: LineIndex
}

/**
 * .npmrc as the `ini` package that npm uses reads it (npm docs, "npmrc"): `key = value`, `key[] = value`, a key alone is true, lines
 * that begin with `;` or `#` are comments. `${NAME}` stays as written.
 */
export const npmrc: Format<Npmrc> = {
  id: 'npmrc',
  parse: (bytes, limits) => {
    const text = looseText.parse(bytes, limits)
    const lines = lineIndex(text)
    const entries: NpmrcEntry[] = []
    for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
      const ink = line.trim()
      if (ink === '' || ink.startsWith(';') || ink.startsWith('#') || ink.startsWith('[')) continue
      if (entries.length >= limits.nodes)
        throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} lines in one file`, lines.position(index))
      const equals = ink.indexOf('=')
      const key = (equals < 0 ? ink : ink.slice(0, equals)).trim().replace(/\[\]$/, '')
      const value = equals < 0 ? 'true' : unquoted(ink.slice(equals + 1).trim())
      entries.push({ key, value, offset: index + line.length - line.trimStart().length })
    }
    return { entries, lines }
  },
}

function unquoted(value: string): string {
  const quote = value.charAt(0)
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote)
  return isQuoted ? value.slice(1, -1) : value
}
