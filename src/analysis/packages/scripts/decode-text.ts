import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** Largest text that is decoded or results from decoding. */
const MOST_DECODED = 4 * 1024 * 1024

/** Bytes (one character each) that base64 or base64url stands for; undefined where it is none. White space does not count. */
export function fromBase64(text: string): string | undefined {
  if (text.length > MOST_DECODED) return undefined
  const plain = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (!/^[A-Za-z\d+/]{2,}={0,2}$/.test(plain)) return undefined
  return Buffer.from(plain, 'base64').toString('latin1')
}

/** Bytes that hexadecimal stands for, also as a dump of `xxd -p` or with `\x`, `0x`, commas, colons and blanks between. */
export function fromHex(text: string): string | undefined {
  if (text.length > MOST_DECODED) return undefined
  const plain = text.replace(/\\x|0x|[\s,:]/gi, '')
  if (plain.length < 2 || plain.length % 2 === 1 || !/^[\da-f]+$/i.test(plain)) return undefined
  return Buffer.from(plain, 'hex').toString('latin1')
}

/** Unpacks gzip, zlib or raw deflate; undefined where it is none or too large. */
export function unpacked(bytes: string): string | undefined {
  if (bytes.length < 4 || bytes.length > MOST_DECODED) return undefined
  const input = Buffer.from(bytes, 'latin1')
  const options = { maxOutputLength: MOST_DECODED }
  const isGzip = input[0] === 0x1f && input[1] === 0x8b
  for (const unpack of isGzip ? [gunzipSync] : [inflateSync, inflateRawSync, brotliDecompressSync]) {
    try {
      return unpack(input, options).toString('latin1')
    } catch (error) {
      // Not compressed this way, damaged, or more than the bound.
      if (!(error instanceof Error && 'code' in error)) throw error
    }
  }
  return undefined
}

/** Bytes as the text they are in UTF-8, or UTF-16 with a mark or by its zeros; undefined where they are no text. */
export function textOfBytes(bytes: string): string | undefined {
  if (bytes.length > MOST_DECODED) return undefined
  const buffer = Buffer.from(bytes, 'latin1')
  const isWide =
    buffer.length > 3 && buffer.length % 2 === 0 && ((buffer[0] === 0xff && buffer[1] === 0xfe) || looksWide(buffer))
  const text = isWide ? buffer.toString('utf16le').replace(/^\ufeff/, '') : decodedUtf8(buffer)
  return text === undefined || hasControls(text) ? undefined : text
}

/** Every character moved by 13 letters. */
export function rot13(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const first = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first)
  })
}

/** From back to front. */
export function reversed(text: string): string {
  return [...text].toReversed().join('')
}

/** Escapes of `printf`, `echo -e` and `$'…'`: `\n`, `\x41`, `\101`, `\0101`, `\u0041`. */
export function unescapedText(text: string): string {
  return text.replace(
    /\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|U([\da-f]{1,8})|(0?[0-7]{1,3})|(.))/gis,
    (all, hex?: string, short?: string, long?: string, octal?: string, letter = '') => {
      const code = hex ?? short ?? long
      if (code !== undefined) return characterOf(Number.parseInt(code, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      return LETTERS.get(letter) ?? all
    },
  )
}

/** Are characters that could stand for themselves written as numbers? */
export function hasNeedlessEscapes(text: string): boolean {
  return /\\x[2-7][\da-f]|\\0?(?:1[0-7]{2}|[4-7]\d)(?!\d)|\\u00[2-7][\da-f]/i.test(text)
}

const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v', e: '\u001b', E: '\u001b', '\\': '\\', "'": "'", '"': '"', c: '' }),
) // prettier-ignore

/** The character of a number; the mark of a lost one for a number that has none. */
export function characterOf(code: number): string {
  return Number.isSafeInteger(code) && code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

/** `tr SET1 SET2`, `tr -d SET1`: undefined for classes and what is not understood. */
export function translated(text: string, from: string, to: string | undefined): string | undefined {
  const source = characterSet(from)
  const target = to === undefined ? undefined : characterSet(to)
  if (source === undefined || (to !== undefined && (target === undefined || target.length === 0))) return undefined
  const table = new Map<string, string>()
  for (const [index, character] of source.entries())
    table.set(character, target === undefined ? '' : (target[index] ?? target.at(-1) ?? ''))
  let result = ''
  for (const character of text) result += table.get(character) ?? character
  return result
}

function characterSet(set: string): readonly string[] | undefined {
  const plain = unescapedText(set.slice(0, 1000))
  if (/^\[:|\[[=.]/.test(plain)) return undefined
  const found: string[] = []
  for (let i = 0; i < plain.length; i++) {
    const isRange = plain.charAt(i + 1) === '-' && i + 2 < plain.length
    const first = plain.charCodeAt(i)
    const last = isRange ? plain.charCodeAt(i + 2) : first
    if (last - first > 1000 || found.length > 4000) return undefined
    for (let code = first; code <= last; code++) found.push(String.fromCharCode(code))
    if (isRange) i += 2
  }
  return found
}

function looksWide(buffer: Buffer): boolean {
  const sample = Math.min(buffer.length, 512)
  let zeros = 0
  for (let i = 1; i < sample; i += 2) if (buffer[i] === 0) zeros++
  return zeros * 2 > sample * 0.8
}

function decodedUtf8(buffer: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Binary data has control characters; text has tabs, line ends and now and then an escape or a form feed. */
function hasControls(text: string): boolean {
  let controls = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0) return true
    if (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 27 && code !== 12) controls++
  }
  return controls * 100 > text.length
}
