import { lineIndex } from '../../../formats/line-index.ts'

/** Characters that let a text look other than what it is. */
export interface TextTrick {
  /**
   * `bidirectional`: the order in which it is shown is turned and not turned back in the line (CVE-2021-42574). `invisible`: a run of characters that show
   * nothing. `hidden-bytes`: such a run that carries bytes. `tags`: text in tag characters. `look-alike`: a word of letters of two alphabets (CVE-2021-42694).
   */
  readonly kind: 'bidirectional' | 'invisible' | 'hidden-bytes' | 'tags' | 'look-alike'
  readonly line: number
  readonly column: number
  /** How many characters. */
  readonly length: number
  /** Of `hidden-bytes` and `tags`: what is hidden; bytes that are no text stand as one character each. Else what is seen, escaped. */
  readonly text: string
}

/** Longest text that is looked at, most places of each kind, most hidden characters that are decoded. */
const MOST_CHARACTERS = 8 * 1024 * 1024
const MOST_PLACES = 20
const MOST_HIDDEN = 1024 * 1024

/** Fewest characters in a run: an emoji has at most one selector behind each part, a flag of a region six tags and an end. */
const LEAST_INVISIBLE = 4
const LEAST_SELECTORS = 4

/**
 * Looks for characters that deceive a reader. What languages and emoji need is left alone: joiners between letters of scripts that use
 * them, one selector behind a picture, flags, marks of direction in lines with letters that run from right to left and that close what they open, a byte
 * order mark at the start. Linear; plain ASCII costs one search.
 */
export function textTricks(text: string): readonly TextTrick[] {
  const source = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text
  if (!/[^\0-\u00ff]/.test(source)) return []
  const found: TextTrick[] = []
  const lines = lineIndex(source)
  const add = (kind: TextTrick['kind'], offset: number, length: number, shown: string): void => {
    if (found.filter((one) => one.kind === kind).length < MOST_PLACES)
      found.push({ kind, ...lines.position(offset), length, text: shown })
  }
  tags(source, add)
  selectors(source, add)
  invisible(source, add)
  bidirectional(source, add)
  lookAlikes(source, add)
  return found.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

type Add = (kind: TextTrick['kind'], offset: number, length: number, shown: string) => void

/** U+E0020 to U+E007E are ASCII that nobody sees; behind a black flag (U+1F3F4) they name a region. */
function tags(source: string, add: Add): void {
  for (const { 0: run, index } of source.matchAll(/[\u{e0000}-\u{e007f}]{2,100000}/gu)) {
    if (source.slice(Math.max(0, index - 2), index).endsWith('\u{1f3f4}') && run.length <= 16) continue
    const text = [...run]
      .map((one) => String.fromCharCode((one.codePointAt(0) ?? 0) & 0x7f))
      .join('')
      .replace(/(?![\t\n])\p{Cc}/gu, '')
    add('tags', index, run.length, text)
  }
}

/** Variation selectors carry a byte each: U+FE00 to U+FE0F the first 16 values, U+E0100 to U+E01EF the others (GlassWorm, 2025). */
function selectors(source: string, add: Add): void {
  for (const { 0: run, index } of source
    .slice(0, MOST_CHARACTERS)
    .matchAll(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{4,100000}/gu)) {
    const all = Array.from(run.slice(0, MOST_HIDDEN))
    // The same selector again and again is a slip of an editor.
    if (all.length < LEAST_SELECTORS || new Set(all).size < 3) continue
    const bytes = Buffer.from(all.map((one) => byteOf(one.codePointAt(0) ?? 0)))
    add('hidden-bytes', index, run.length, textOf(bytes))
  }
}

function byteOf(code: number): number {
  return code < 0x10000 ? code - 0xfe00 : code - 0xe0100 + 16
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return bytes.toString('latin1')
    throw error
  }
}

/** Zero-width characters in a row; two of them can be the digits of a binary text. */
function invisible(source: string, add: Add): void {
  for (const { 0: run, index } of source.matchAll(
    /[\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\u180e\u115f\u1160\u3164\uffa0]{4,100000}/g,
  )) {
    if (run.length < LEAST_INVISIBLE || (index === 0 && run === '\ufeff')) continue
    const kinds = [...new Set(run)]
    const bytes = kinds.length === 2 && run.length >= 16 ? binaryText(run, kinds) : undefined
    if (bytes === undefined) add('invisible', index, run.length, escaped(run.slice(0, 20)))
    else add('hidden-bytes', index, run.length, bytes)
  }
  // One joiner inside of a word of Latin letters: `ad\u200bmin`. Arabic, Indic scripts and emoji need theirs.
  for (const { 0: word, index } of source.matchAll(/(?<=[A-Za-z\d_])[\u200b-\u200d\u2060](?=[A-Za-z\d_])/g))
    add('invisible', index, 1, escaped(word))
}

function binaryText(run: string, [first, second]: readonly string[]): string | undefined {
  for (const one of [first, second]) {
    const bits = Array.from(run.slice(0, MOST_HIDDEN), (char) => (char === one ? '1' : '0')).join('')
    const bytes = bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []
    if (bytes.length > 1 && bytes.every((byte) => (byte >= 32 && byte < 127) || byte === 10 || byte === 9))
      return String.fromCharCode(...bytes.slice(0, 10_000))
  }
  return undefined
}

const OPENS = /[\u202a\u202b\u202d\u202e\u2066-\u2068]/
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** Embeddings, overrides and isolates that a line opens and does not close, or with which ASCII is turned. */
function bidirectional(source: string, add: Add): void {
  if (!/[\u202a-\u202e\u2066-\u2069]/.test(source)) return
  let offset = 0
  for (const line of source.split('\n')) {
    const place = line.search(OPENS)
    if (place >= 0 && isDeceiving(line))
      add('bidirectional', offset + place, 1, escaped(line.slice(Math.max(0, place - 40), place + 80)))
    offset += line.length + 1
  }
}

function isDeceiving(line: string): boolean {
  let depth = 0
  for (const char of line) {
    if (OPENS.test(char)) depth++
    if (char === '\u202c' || char === '\u2069') depth--
  }
  const hasOverride = /[\u202d\u202e]/.test(line)
  // A table of such characters, a pattern, a test: one in quotes or brackets, with nothing that is turned.
  const isData = !/[\u202a-\u202e\u2066-\u2069]\s?[A-Za-z}{;=()/*]/.test(
    line.replace(/(['"`])[\u202a-\u202e\u2066-\u2069]{1,4}\1/g, ''),
  )
  if (RIGHT_TO_LEFT.test(line)) return hasOverride && depth > 0 && /[;{}()=]/.test(line)
  return !isData && (depth > 0 || hasOverride)
}

/** Latin words with letters of Cyrillic or Greek that look like Latin ones. Words that are all of one alphabet are words. */
function lookAlikes(source: string, add: Add): void {
  for (const { 0: word, index } of source.matchAll(/[\w\u0370-\u03ff\u0400-\u04ff]{3,60}/g)) {
    if (!LOOK_ALIKE.test(word)) continue
    const latin = word.match(/[a-z]/gi)?.length ?? 0
    const foreign = [...word].filter((char) => /[\u0370-\u04ff]/.test(char))
    const isAlike = latin >= 2 && foreign.every((char) => LOOK_ALIKE.test(char)) && foreign.length * 2 <= latin + 2
    if (isAlike) add('look-alike', index, word.length, escaped(word))
  }
}

const LOOK_ALIKE =
  /[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7]/

function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`).slice(0, 200)
}
