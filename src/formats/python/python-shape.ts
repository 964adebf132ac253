import type { LineIndex } from '../line-index.ts'
import { shapeOf } from '../source-shape.ts'
import type { PythonShape, PythonSpot } from './module.ts'

const NOWHERE: PythonSpot = { line: 1, column: 1 }

/** Of a module that is not looked at. */
export const NO_SHAPE: PythonShape = {
  hiddenCharacters: [],
  bidirectionalMarks: [],
  lookAlikes: [],
  farRight: [],
  confusingNames: 0,
  confusingUses: 0,
  encodedLength: 0,
  encodedAt: NOWHERE,
}

/** Longest source of which names and constants are looked at. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** What the letters of a source look like, in linear time. `isName`: does the module use a name so written? */
export function pythonShape(source: string, lines: LineIndex, isName: (name: string) => boolean): PythonShape {
  const text = source.slice(0, MOST_CHARACTERS)
  const shape = shapeOf(text, isName)
  const spots = (offsets: readonly number[]): readonly PythonSpot[] => offsets.map((offset) => spot(lines, offset))
  const names = confusingNames(text)
  const encoded = longestEncoded(text)
  return {
    hiddenCharacters: spots(shape.hiddenCharacters),
    bidirectionalMarks: spots(shape.bidirectionalMarks),
    lookAlikes: spots(shape.lookAlikes),
    farRight: spots(shape.farRight.filter((offset) => isCode(text, offset))),
    confusingNames: names.different,
    confusingUses: names.all,
    encodedLength: encoded.length,
    encodedAt: encoded.length === 0 ? NOWHERE : spot(lines, encoded.at),
  }
}

function spot(lines: LineIndex, offset: number): PythonSpot {
  const { line, column } = lines.position(offset)
  return { line, column }
}

/** Behind the blanks stands something else than a comment or the end of a continued line. */
function isCode(text: string, offset: number): boolean {
  return (
    /^[ \t]+[^\s#\\'"]/.test(text.slice(offset, offset + 12_000)) &&
    /[;:]\s*$/.test(text.slice(Math.max(0, offset - 20), offset))
  )
}

/** Names of letters that look alike, in the manner of the obfuscators for Python; longer than any abbreviation. */
const CONFUSING =
  /\b(?:_0x[\da-f]{2,8}|(?=[lI1]*[lI])[lI1]{6,60}|(?=[O0o]*[Oo])[O0o]{6,60}|_{6,60}|(?=[iIlL1|]{8})[iIlL1]{8,60}|[oO0Q]{8,60})\b/g

function confusingNames(text: string): { readonly all: number; readonly different: number } {
  const found = new Set<string>()
  let all = 0
  for (const [one] of text.matchAll(CONFUSING)) {
    if (/^\d+$/.test(one)) continue
    all++
    if (found.size < 1000) found.add(one)
  }
  return { all, different: found.size }
}

/** Constants shorter than this are keys and digests. */
const LEAST_ENCODED = 400

function longestEncoded(text: string): { readonly length: number; readonly at: number } {
  let best = { length: 0, at: 0 }
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && ENCODED[text.charCodeAt(at)] === 1) continue
    const length = at - start
    if (length >= LEAST_ENCODED && length > best.length && isVaried(text.slice(start, start + LEAST_ENCODED)))
      best = { length, at: start }
    start = at + 1
  }
  return best
}

/** Letters, digits and what stands between them in base64 and in escapes, as character codes. */
const ENCODED = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z\d+/=_\\-]/.test(String.fromCharCode(code)) ? 1 : 0,
)

/** Rulers of comments and zeros are no data. */
function isVaried(text: string): boolean {
  return new Set(text).size >= 12
}
