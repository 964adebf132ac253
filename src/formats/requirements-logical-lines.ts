import type { LineIndex } from './line-index.ts'

/** One requirement or option as pip sees it: physical lines joined at `\`, the comment apart. */
export interface LogicalLine {
  /** Without the comment and without the space before it. */
  readonly text: string
  /** What stands behind `#`, undefined when there is no comment. */
  readonly comment?: string
  /** Line and column in the physical file of an offset in `text`. */
  position(offset: number): { readonly line: number; readonly column: number }
}

interface Piece {
  /** Where the piece begins in the logical text and in the file. */
  readonly logical: number
  readonly physical: number
}

/**
 * Splits a requirements file as pip does (`join_lines`, `ignore_comments`): a line that ends in `\` goes on, a comment
 * line ends a continuation, a comment begins at the start of a line or behind white space. Lines end where Python's
 * `str.splitlines` ends them: text behind a form feed or U+2028 in a comment looks commented out and is installed.
 */
export function* logicalLines(text: string, lines: LineIndex): Generator<LogicalLine> {
  let joined: string[] = []
  let pieces: Piece[] = []
  let length = 0
  for (const [start, end] of physicalLines(text)) {
    const line = text.slice(start, end)
    const comment = isCommentLine(line)
    if (!comment && line.endsWith('\\')) {
      pieces.push({ logical: length, physical: start })
      const content = withoutBackslashes(line)
      joined.push(content)
      length += content.length
      continue
    }
    // A space before it, so that a comment line is a comment after joining too.
    const lead = comment && pieces.length > 0 ? 1 : 0
    pieces.push({ logical: length + lead, physical: start })
    joined.push(lead === 1 ? ` ${line}` : line)
    yield finish(joined.join(''), pieces, lines)
    joined = []
    pieces = []
    length = 0
  }
  if (pieces.length > 0) yield finish(joined.join(''), pieces, lines)
}

function finish(text: string, pieces: readonly Piece[], lines: LineIndex): LogicalLine {
  const hash = commentStart(text)
  const position = (offset: number): { line: number; column: number } => lines.position(physicalOffset(pieces, offset))
  if (hash < 0) return { text: text.trimEnd(), position }
  return { text: text.slice(0, hash).trimEnd(), comment: text.slice(hash + 1), position }
}

function physicalOffset(pieces: readonly Piece[], offset: number): number {
  let low = 0
  let high = pieces.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((pieces[middle]?.logical ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  const piece = pieces[low]
  return piece === undefined ? offset : piece.physical + Math.max(0, offset - piece.logical)
}

/** Start and end of every line, without its end-of-line characters. */
function* physicalLines(text: string): Generator<readonly [number, number]> {
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (!isLineEnd(code)) continue
    yield [start, i]
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++
    start = i + 1
  }
  if (start < text.length) yield [start, text.length]
}

/** LF, VT, FF, CR, FS, GS, RS, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR. */
function isLineEnd(code: number): boolean {
  return (
    (code >= 10 && code <= 13) || (code >= 0x1c && code <= 0x1e) || code === 0x85 || code === 0x2028 || code === 0x2029
  )
}

function isCommentLine(line: string): boolean {
  return line.trimStart().startsWith('#')
}

function withoutBackslashes(line: string): string {
  let end = line.length
  while (line[end - 1] === '\\') end--
  return line.slice(0, end)
}

function commentStart(text: string): number {
  for (let hash = text.indexOf('#'); hash >= 0; hash = text.indexOf('#', hash + 1)) {
    if (hash === 0 || /\s/.test(text.charAt(hash - 1))) return hash
  }
  return -1
}
