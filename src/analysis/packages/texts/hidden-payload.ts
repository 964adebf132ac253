import { fromBase64, fromHex, textOfBytes, unpacked } from '../scripts/decode-text.ts'

/** Something that can be run or unpacked and that stands where data should. */
export interface HiddenPayload {
  /** How it is kept: `base64`, `hex`, `escapes`, or `appended` behind the end of a picture, or `frames` of a sound. */
  readonly how: 'base64' | 'hex' | 'escapes' | 'appended' | 'frames'
  /** What it is after decoding. */
  readonly what:
    | 'ELF'
    | 'PE'
    | 'Mach-O'
    | 'wasm'
    | 'pickle'
    | 'zip'
    | 'gzip'
    | '7z'
    | 'xz'
    | 'rar'
    | 'python'
    | 'javascript'
    | 'shell'
    | 'powershell'
    | 'encoded text'
  /** Where it begins in the file, in bytes. */
  readonly offset: number
  /** Decoded, where it is code. */
  readonly text?: string
}

/** Largest file whose whole content is decoded; more is not looked at for text that decodes. */
const MOST_BYTES = 4 * 1024 * 1024
const LEAST_CHARACTERS = 80

/**
 * Looks into a data file for what does not belong there: one long text that decodes to a program, an archive or code; archives, programs and
 * code behind the end of a picture (PNG IEND, JPEG EOI, GIF trailer); text in the frames of a WAV. Bounded; nothing is run.
 */
export function hiddenPayload(bytes: Uint8Array): HiddenPayload | undefined {
  return appended(bytes) ?? frames(bytes) ?? encoded(bytes)
}

/** One base64, hexadecimal or `\x` text from the first to the last character. */
function encoded(bytes: Uint8Array): HiddenPayload | undefined {
  if (bytes.length < LEAST_CHARACTERS || bytes.length > MOST_BYTES || !isPrintable(bytes)) return undefined
  return decodedPayload(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').trim(), 0)
}

function decodedPayload(text: string, offset: number): HiddenPayload | undefined {
  const plain = text.replace(/^["']|["']$/g, '')
  const isEscaped = /^(?:\\x[\da-f]{2}){20}/i.test(plain.slice(0, 200))
  const isHex = !isEscaped && /^[\da-fA-F\s]{80}/.test(plain.slice(0, 100)) && /^[\da-fA-F\s]+$/.test(plain)
  const decoded = isEscaped || isHex ? fromHex(plain) : fromBase64(plain)
  const how = isEscaped ? 'escapes' : isHex ? 'hex' : 'base64'
  if (decoded === undefined) return undefined
  return found(decoded, how, offset, 0)
}

function found(decoded: string, how: HiddenPayload['how'], offset: number, level: number): HiddenPayload | undefined {
  const what = magicOf(decoded)
  const inner = what === 'gzip' || ZLIB_HEADS.has(decoded.slice(0, 2)) ? unpacked(decoded) : undefined
  if (inner !== undefined && level < 3)
    return found(inner, how, offset, level + 1) ?? (what === undefined ? undefined : { how, what, offset })
  if (what !== undefined) return { how, what, offset }
  const text = textOfBytes(decoded)
  const language = text === undefined ? undefined : languageOf(text)
  if (text !== undefined && language !== undefined)
    return { how, what: language, offset, text: text.slice(0, 1024 * 1024) }
  // Text in text in text.
  return text === undefined || level >= 3 || text.length < LEAST_CHARACTERS
    ? undefined
    : decodedPayload(text.trim(), offset)
}

/** RFC 1950 with a window of 32 KiB, by the level of compression. */
const ZLIB_HEADS: ReadonlySet<string> = new Set(['x\x01', 'x\x5e', 'x\x9c', 'x\xda'])

/** Programs and archives by their first bytes (one character each). */
export function magicOf(bytes: string): HiddenPayload['what'] | undefined {
  const head = bytes.slice(0, 8)
  if (head.startsWith('\x7fELF')) return 'ELF'
  if (head.startsWith('MZ') && bytes.length > 64 && bytes.slice(0, 1024).includes('PE\0\0')) return 'PE'
  if (/^(?:\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe)/.test(head)) return 'Mach-O'
  if (head.startsWith('\0asm\x01\0\0\0')) return 'wasm'
  if (head.startsWith('PK\x03\x04')) return 'zip'
  if (head.startsWith('\x1f\x8b\x08') && head.charCodeAt(3) < 32) return 'gzip'
  if (head.startsWith("7z\xbc\xaf'\x1c")) return '7z'
  if (head.startsWith('\xfd7zXZ\0')) return 'xz'
  if (head.startsWith('Rar!\x1a\x07')) return 'rar'
  const protocol = head.charCodeAt(1)
  if (
    head.startsWith('\x80') &&
    protocol >= 2 &&
    protocol <= 5 &&
    '\x95}(]cX\x8cK'.includes(head.charAt(2)) &&
    bytes.endsWith('.')
  )
    return 'pickle'
  return undefined
}

/** Code by what nobody writes in prose or data. */
function languageOf(text: string): 'python' | 'javascript' | 'shell' | 'powershell' | undefined {
  const head = text.slice(0, 20_000)
  if (
    /^#!.{0,100}\bpython/.test(head) ||
    /^(?:import|from) [\w.]+(?: import |[ ,;\n]|$)|^\s*exec\(|^def \w+\(.{0,200}\):/m.test(head)
  )
    return 'python'
  if (
    /^#!.{0,100}\b(?:node|bun|deno)\b/.test(head) ||
    /\brequire\(['"][\w:./-]+['"]\)|\bmodule\.exports\b|\bchild_process\b|^\s*(?:const|let|var) \w+ ?=|=> ?\{/m.test(
      head,
    )
  )
    return 'javascript'
  if (
    /^#!.{0,100}sh\b/.test(head) ||
    /\b(?:curl|wget) .{0,200}https?:\/\/|\|\s?(?:ba)?sh\b|\/bin\/(?:ba)?sh/.test(head)
  )
    return 'shell'
  return /\bIEX\b|Invoke-Expression|New-Object |DownloadString/i.test(head) ? 'powershell' : undefined
}

/** What stands behind the end of a picture. */
function appended(bytes: Uint8Array): HiddenPayload | undefined {
  const end = endOfPicture(bytes)
  if (end === undefined || bytes.length - end < 16) return undefined
  const rest = Buffer.from(bytes.buffer, bytes.byteOffset + end, Math.min(bytes.length - end, MOST_BYTES)).toString(
    'latin1',
  )
  const start = /[^\0\s]/.exec(rest.slice(0, 4096))?.index ?? 0
  const body = rest.slice(start)
  const what = magicOf(body)
  if (what !== undefined) return { how: 'appended', what, offset: end + start }
  const text = textOfBytes(body)
  const language = text === undefined ? undefined : languageOf(text)
  if (text !== undefined && language !== undefined)
    return { how: 'appended', what: language, offset: end + start, text: text.slice(0, 1024 * 1024) }
  const inner =
    text === undefined || text.length < LEAST_CHARACTERS ? undefined : decodedPayload(text.trim(), end + start)
  return inner === undefined ? undefined : { ...inner, how: 'appended' }
}

function endOfPicture(bytes: Uint8Array): number | undefined {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return endOfPng(bytes)
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return endOfJpeg(bytes)
  return startsWith(bytes, [0x47, 0x49, 0x46, 0x38]) ? endOfGif(bytes) : undefined
}

/** Chunks: length, type, data, check sum (PNG specification, 5.3). */
function endOfPng(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 8
  for (let count = 0; at + 12 <= bytes.length && count < 1_000_000; count++) {
    const next = at + 12 + view.getUint32(at)
    if (view.getUint32(at + 4) === 0x49454e44) return next
    at = next
  }
  return undefined
}

/** Segments up to the start of the scan, then entropy-coded data up to a marker that is no restart and no stuffing (ITU T.81, B.1). */
function endOfJpeg(bytes: Uint8Array): number | undefined {
  let at = 2
  for (let count = 0; at + 4 <= bytes.length && count < 1_000_000; count++) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xd9) return at + 2
    if (marker === 0xff || (marker >= 0xd0 && marker <= 0xd8) || marker === 1) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
    if (marker !== 0xda) continue
    while (
      at + 1 < bytes.length &&
      !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !((bytes[at + 1] ?? 0) >= 0xd0 && (bytes[at + 1] ?? 0) <= 0xd7))
    )
      at++
  }
  return undefined
}

/** Blocks and their sub-blocks up to the trailer 0x3B (GIF89a, appendix A). */
function endOfGif(bytes: Uint8Array): number | undefined {
  const tableOf = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))
  let at = 13 + tableOf(bytes[10] ?? 0)
  for (let count = 0; at < bytes.length && count < 1_000_000; count++) {
    const kind = bytes[at]
    if (kind === 0x3b) return at + 1
    if (kind === 0x2c) at += 11 + tableOf(bytes[at + 9] ?? 0)
    else if (kind === 0x21) at += 2
    else return undefined
    while (at < bytes.length && (bytes[at] ?? 0) !== 0) at += 1 + (bytes[at] ?? 0)
    at++
  }
  return undefined
}

/** The data of a WAV that is printable text, or a program: sound is neither. */
function frames(bytes: Uint8Array): HiddenPayload | undefined {
  if (!startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) || bytes.length < 60) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 12
  for (let count = 0; at + 8 <= bytes.length && count < 10_000; count++) {
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (view.getUint32(at) === 0x64617461) {
      const data = bytes.subarray(start, Math.min(bytes.length, start + size, start + MOST_BYTES))
      const text = Buffer.from(data).toString('latin1')
      const what = magicOf(text)
      if (what !== undefined) return { how: 'frames', what, offset: start }
      if (data.length < LEAST_CHARACTERS || !isPrintable(data)) return undefined
      const inner = decodedPayload(text.trim(), start)
      return inner === undefined
        ? {
            how: 'frames',
            what: languageOf(text) ?? 'encoded text',
            offset: start,
            ...(languageOf(text) === undefined ? {} : { text }),
          }
        : { ...inner, how: 'frames' }
    }
    at = start + size + (size % 2)
  }
  return undefined
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

function isPrintable(bytes: Uint8Array): boolean {
  for (const byte of bytes) if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 126) return false
  return true
}
