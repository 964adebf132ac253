import { bufferOf } from './source-part.ts'

export const BLOCK_BYTES = 512

/** One header block as it stands (POSIX ustar; the magic may be missing, as in archives of the seventh edition). */
export interface TarHeader {
  /** The name with its prefix, as written. */
  readonly name: string
  readonly mode: number
  readonly size: number
  /** One character; `0` also for the old NUL. */
  readonly typeflag: string
  readonly linkName: string
  readonly magic: 'ustar' | 'gnu' | 'none'
  /** What a strict reader would refuse. */
  readonly problems: readonly string[]
}

/**
 * Reads a header block of 512 bytes. Undefined when it cannot be one: the checksum is wrong and nothing else speaks for it,
 * or a number is none. Never throws.
 */
export function tarHeader(block: Uint8Array): TarHeader | undefined {
  const bytes = bufferOf(block)
  if (bytes.length < BLOCK_BYTES) return undefined
  const magic = magicOf(bytes)
  const checksum = checksumState(bytes)
  // Without checksum and magic any text would do for a header.
  if (checksum === 'wrong' && magic === 'none') return undefined
  const size = number(bytes, 124, 12)
  if (size === undefined) return undefined
  const name = text(bytes, 0, 100)
  const prefix = magic === 'ustar' ? text(bytes, 345, 155) : ''
  const problems = checksum === 'wrong' ? ['the header checksum is wrong'] : []
  if (magic !== 'ustar' && hasStrayPrefix(bytes)) problems.push(STRAY_PREFIX)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: number(bytes, 100, 8) ?? 0,
    size,
    typeflag: bytes[156] === 0 ? '0' : String.fromCharCode(bytes[156] ?? 0x30),
    linkName: text(bytes, 157, 100),
    magic,
    problems,
  }
}

/** Python puts the field in front of the name whatever the magic says, Go and npm do not. */
export const STRAY_PREFIX =
  'a prefix of the name without the magic of ustar: some readers put it in front, others do not'

/** GNU tar keeps times there as octal digits; letters are a path. */
function hasStrayPrefix(bytes: Buffer): boolean {
  return /^[ -~]*[^\d\s]/.test(text(bytes, 345, 155))
}

/** Nothing but zeros: the mark of the end. */
export function isZeroBlock(block: Uint8Array): boolean {
  return block.length > 0 && block.every((byte) => byte === 0)
}

function magicOf(bytes: Buffer): TarHeader['magic'] {
  const magic = bytes.toString('latin1', 257, 263)
  if (magic === 'ustar\0') return 'ustar'
  return magic === 'ustar ' ? 'gnu' : 'none'
}

/** The sum of all bytes with blanks in place of the sum itself; some writers added signed bytes. */
function checksumState(bytes: Buffer): 'right' | 'wrong' {
  const stated = number(bytes, 148, 8)
  let unsigned = 8 * 0x20
  let signed = 8 * 0x20
  for (let at = 0; at < BLOCK_BYTES; at++) {
    if (at >= 148 && at < 156) continue
    const byte = bytes[at] ?? 0
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return stated !== undefined && (stated === unsigned || stated === signed) ? 'right' : 'wrong'
}

/** Octal digits between blanks and NULs, or base 256 of GNU tar when the top bit is set. Undefined for anything else and beyond 2^53. */
function number(bytes: Buffer, at: number, length: number): number | undefined {
  const first = bytes[at] ?? 0
  if (first >= 0x80) {
    let value = BigInt(first & 0x7f)
    for (let index = at + 1; index < at + length; index++) value = value * 256n + BigInt(bytes[index] ?? 0)
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined
  }
  const digits = text(bytes, at, length).trim()
  if (digits === '') return 0
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}

/** Up to the first NUL; UTF-8, as Python and GNU tar read it today. */
function text(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at)
  return bytes.toString('utf8', at, end < 0 || end > at + length ? at + length : end)
}
