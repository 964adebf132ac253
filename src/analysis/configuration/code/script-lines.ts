import { lineIndex } from '../../../formats/line-index.ts'
import { looseText } from '../../../formats/loose-text.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'

/** Where a pattern stands in a program. */
export interface FoundLine {
  readonly match: string
  readonly location: Location
}

/** Bundles are what a tool made of code that lies elsewhere; a line as long as this is one. */
const LONGEST_LINE = 2000
const MOST = 100

/**
 * Lines of a JavaScript or TypeScript program with a pattern that must be linear and stand on one line. Lines that are comments are
 * left out, and so are those of bundles.
 */
export async function codeLines(file: ScannedFile, pattern: RegExp): Promise<readonly FoundLine[]> {
  const text = await file.read(looseText)
  if (!pattern.test(text)) return []
  const lines = lineIndex(text)
  const found: FoundLine[] = []
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (line.length > LONGEST_LINE || /^\s*(?:\/\/|\*|\/\*)/.test(line)) continue
    const match = pattern.exec(line)
    if (match === null || isBehindComment(line, match.index)) continue
    const { line: number, column } = lines.position(index + match.index)
    found.push({ match: match[0], location: at(file.path, number, column) })
    if (found.length >= MOST) break
  }
  return found
}

/** `// like this`, but not the slashes of an address. */
function isBehindComment(line: string, index: number): boolean {
  const comment = /(?:^|[\s;,{}()])\/\//.exec(line)
  return comment !== null && comment.index < index
}
