import { Op, Shape, SHAPES } from './opcodes.ts'
import { type EscapedText, unescapeRaw, unescapeString } from './escapes.ts'

/** What kind of value an opcode writes; `bytes` also for bytearrays. */
export type ConstantType = 'none' | 'boolean' | 'integer' | 'number' | 'text' | 'bytes'

/** Where the payload of a constant stands and how it is written down. */
export interface Payload {
  readonly offset: number
  readonly length: number
  /** `raw`: the bytes themselves, UTF-8 for text. `quoted`: a Python 2 literal. `escaped`: raw-unicode-escape. `decimal`: digits. */
  readonly coding: 'raw' | 'quoted' | 'escaped' | 'decimal' | 'little-endian'
}

/** A value written in the stream, as far as it was read. */
export interface DecodedConstant {
  readonly type: ConstantType
  /** The value as text: `None`, `True`, `42`, the characters; bytes as one character each (latin-1). */
  readonly text: string
  /** Was the text cut, or can it not be decoded as its opcode demands? */
  readonly cut: boolean
  readonly payload: Payload
}

/** Payloads whose place is not behind their opcode, by the offset of the opcode: see frame-reading. */
export type Displaced = ReadonlyMap<number, { readonly offset: number; readonly length: number }>

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })

const TYPES: ReadonlyMap<number, ConstantType> = new Map([
  ...([Op.INT, Op.BININT, Op.BININT1, Op.BININT2, Op.LONG, Op.LONG1, Op.LONG4] as const).map(typed('integer')),
  ...([Op.FLOAT, Op.BINFLOAT] as const).map(typed('number')),
  ...([Op.STRING, Op.BINSTRING, Op.SHORT_BINSTRING, Op.UNICODE, Op.BINUNICODE] as const).map(typed('text')),
  ...([Op.SHORT_BINUNICODE, Op.BINUNICODE8, Op.PERSID] as const).map(typed('text')),
  ...([Op.BINBYTES, Op.SHORT_BINBYTES, Op.BINBYTES8, Op.BYTEARRAY8] as const).map(typed('bytes')),
  ...([Op.NEWTRUE, Op.NEWFALSE] as const).map(typed('boolean')),
])

/**
 * The constant that the opcode at the start of `bytes` writes. `offset` is where that is in the source; `bytes` may end
 * inside the constant. At most `most` bytes of the payload are looked at. Throws nothing.
 */
export function decodeConstant(bytes: Uint8Array, offset: number, most: number): DecodedConstant {
  const code = bytes[0] ?? 0
  const payload = payloadOf(bytes, offset)
  const start = payload.offset - offset
  const kept = bytes.subarray(start, start + Math.min(payload.length, most))
  const cut = kept.length < payload.length
  const type = TYPES.get(code) ?? 'none'
  if (type === 'boolean') return { type, text: code === Op.NEWTRUE ? 'True' : 'False', cut: false, payload }
  if (code === Op.INT && /^0[01]$/.test(latin1(kept))) {
    return { type: 'boolean', text: kept[1] === 0x31 ? 'True' : 'False', cut: false, payload }
  }
  if (type === 'none') return { type, text: 'None', cut: false, payload }
  const { text, broken } = textOf(code, payload, kept)
  return { type, text, cut: cut || broken, payload }
}

/** Where the payload of the constant at the start of `bytes` is. A line without an end has what there is. */
export function payloadOf(bytes: Uint8Array, offset: number): Payload {
  const code = bytes[0] ?? 0
  const coding = codingOf(code)
  switch (SHAPES[code]) {
    case Shape.fixed1:
      return { offset: offset + 1, length: 1, coding }
    case Shape.fixed2:
      return { offset: offset + 1, length: 2, coding }
    case Shape.fixed4:
      return { offset: offset + 1, length: 4, coding }
    case Shape.fixed8:
      return { offset: offset + 1, length: 8, coding }
    case Shape.count1:
      return { offset: offset + 2, length: bytes[1] ?? 0, coding }
    case Shape.count4:
    case Shape.signedCount4:
      return { offset: offset + 5, length: littleEndian(bytes, 1, 4), coding }
    case Shape.count8:
      return { offset: offset + 9, length: littleEndian(bytes, 1, 8), coding }
    case Shape.line: {
      const end = bytes.indexOf(0x0a)
      return { offset: offset + 1, length: (end < 0 ? bytes.length : end) - 1, coding }
    }
    default:
      return { offset: offset + 1, length: 0, coding }
  }
}

/** An unsigned number of up to 8 bytes; inexact above 2^53, where every caller refuses it. Bytes that are not there count as 0. */
export function littleEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let index = length - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

/** The characters of a payload in the way its opcode means them. */
export function textOf(code: number, payload: Payload, kept: Uint8Array): EscapedText {
  switch (payload.coding) {
    case 'quoted':
      return unescapeString(latin1(kept))
    case 'escaped':
      return unescapeRaw(latin1(kept))
    case 'decimal':
      return { text: latin1(kept).replace(/L$/, ''), broken: false }
    case 'little-endian':
      return { text: numberText(code, kept), broken: false }
    default:
      return rawText(code, kept, payload.length)
  }
}

function codingOf(code: number): Payload['coding'] {
  if (code === Op.STRING) return 'quoted'
  if (code === Op.UNICODE) return 'escaped'
  if (code === Op.INT || code === Op.LONG || code === Op.FLOAT) return 'decimal'
  const type = TYPES.get(code)
  return type === 'integer' || type === 'number' ? 'little-endian' : 'raw'
}

function numberText(code: number, bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (code === Op.BINFLOAT) return bytes.length < 8 ? '?' : String(view.getFloat64(0, false))
  if (code === Op.BININT) return bytes.length < 4 ? '?' : String(view.getInt32(0, true))
  if (code === Op.LONG1 || code === Op.LONG4) return longText(bytes)
  return String(littleEndian(bytes, 0, bytes.length))
}

/** Two's complement of any length; longer than 64 bytes only its size is told: decimal conversion is quadratic. */
function longText(bytes: Uint8Array): string {
  if (bytes.length === 0) return '0'
  if (bytes.length > 64) return `<integer of ${bytes.length} bytes>`
  let value = 0n
  for (const byte of bytes.toReversed()) value = value * 256n + BigInt(byte)
  return String(BigInt.asIntN(bytes.length * 8, value))
}

/** Text is UTF-8 that may hold lone surrogates (`surrogatepass`): with them it is no name that can be imported. */
function rawText(code: number, kept: Uint8Array, length: number): EscapedText {
  const asBytes = TYPES.get(code) !== 'text' || code === Op.BINSTRING || code === Op.SHORT_BINSTRING
  if (asBytes) return { text: latin1(kept), broken: false }
  const text = UTF8.decode(kept)
  return { text, broken: kept.length === length && text.includes('\uFFFD') }
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return text
}

function typed(type: ConstantType): (code: number) => readonly [number, ConstantType] {
  return (code) => [code, type]
}
