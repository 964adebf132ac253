import type { Format } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'

/** `Tag: value`; the value of `<text>…</text>` may go over lines. */
export interface SpdxTag {
  readonly tag: string
  readonly value: string
  /** Where the value begins. */
  readonly offset: number
}

export interface SpdxTags {
  readonly tags: readonly SpdxTag[]
  readonly lines: LineIndex
  /** Lines that are neither a tag, nor a comment, nor empty: their places. */
  readonly unread: readonly number[]
  /** Offset of a `<text>` that never ends: it swallows the rest of the file. */
  readonly unclosed: number | undefined
}

/** Places of lines that are no tags; of more than these nobody looks at each. */
const MOST_UNREAD = 20

/** The tag-value syntax of SPDX 2.x (SPDX 2.3, clause 4.4 "Tag-value format"). Linear; throws LIMIT_ENTRIES. */
export const spdxTags: Format<SpdxTags> = {
  id: 'spdx-tags',
  parse: (bytes, limits) => {
    const text = decodeText(bytes)
    const lines = lineIndex(text)
    const tags: SpdxTag[] = []
    const unread: number[] = []
    let at = 0
    while (at < text.length) {
      const newline = text.indexOf('\n', at)
      const end = newline < 0 ? text.length : newline
      const line = text.slice(at, end)
      const match = /^\s{0,100}([A-Za-z][\w-]{0,60}):[ \t]*/.exec(line)
      if (match === null) {
        const ink = line.trim()
        if (ink !== '' && !ink.startsWith('#') && unread.length < MOST_UNREAD) unread.push(at)
        at = end + 1
        continue
      }
      if (tags.length >= limits.nodes)
        throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} tags in one file`, lines.position(at))
      const offset = at + match[0].length
      const tag = match[1] ?? ''
      if (!text.startsWith(OPEN, offset)) {
        tags.push({ tag, value: text.slice(offset, end).trim(), offset })
        at = end + 1
        continue
      }
      const close = text.indexOf(CLOSE, offset)
      if (close < 0) return { tags, lines, unread, unclosed: offset }
      tags.push({ tag, value: text.slice(offset + OPEN.length, close), offset: offset + OPEN.length })
      const behind = text.indexOf('\n', close)
      at = behind < 0 ? text.length : behind + 1
    }
    return { tags, lines, unread, unclosed: undefined }
  },
}

const OPEN = '<text>'
const CLOSE = '</text>'
