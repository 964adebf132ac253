import { gzipSync, deflateSync, zstdCompressSync } from 'node:zlib'
import { changed, extremes, inserted, type Mutation, writeExtreme } from './mutations.ts'
import type { Random } from './random.ts'
import { writeTar } from './tar-writer.ts'
import { writeZip } from './zip-writer.ts'

/** Ways that know where a format keeps its lengths, counts and nesting. Bytes without that format come back as they are. */
export const FORMAT_MUTATIONS: Readonly<Record<string, Mutation>> = {
  'zip field': (bytes, random) => {
    const headers = ZIP_HEADERS.flatMap(([signature, fields]) =>
      placesOf(bytes, signature, 40).map((place) => ({ place, fields })),
    )
    const header = one(headers, random)
    if (header === undefined) return bytes
    return changed(bytes, (copy) => writeExtreme(copy, header.place + random.pick(header.fields), random))
  },
  'gguf field': (bytes, random) =>
    bytes.subarray(0, 4).toString('latin1') !== 'GGUF'
      ? bytes
      : changed(bytes, (copy) => writeExtreme(copy, random.pick([4, 8, 16, 24, 32, 40 + random.integer(64)]), random)),
  'length in front of text': (bytes, random) => {
    const place = one(lengthsBeforeText(bytes), random)
    return place === undefined ? bytes : changed(bytes, (copy) => writeExtreme(copy, place, random))
  },
  'header length and text': (bytes, random) => {
    if (bytes[8] !== 0x7b) return bytes
    const spoiled = changedNumber(bytes, random)
    return random.oneIn(2) ? spoiled : changed(spoiled, (copy) => writeExtreme(copy, 0, random))
  },
  'protobuf length': (bytes, random) => {
    const field = one(protobufLengths(bytes, 0, bytes.length, 0), random)
    if (field === undefined) return bytes
    return Buffer.concat([
      bytes.subarray(0, field.from),
      varint(random.pick(extremes(bytes.length))),
      bytes.subarray(field.to),
    ])
  },
  'aligned offset': (bytes, random) =>
    changed(bytes, (copy) => {
      for (let writes = 1 + random.integer(3); writes > 0; writes--) {
        const at = random.integer(Math.max(1, copy.length >> 2)) << 2
        if (at + 4 > copy.length) continue
        const near = copy.readUInt32LE(at)
        copy.writeUInt32LE(
          random.oneIn(3) ? random.integer(copy.length + 1) : (near + random.pick([1, -1, 4, -4, 8, 0x7fffffff])) >>> 0,
          at,
        )
      }
    }),
  'number in text': changedNumber,
  'nested text': (bytes, random) => {
    const [open, close] = random.pick(BRACKETS)
    const depth = 1 << random.integer(13)
    const at = random.oneIn(2) ? random.integer(bytes.length + 1) : Math.max(0, bytes.indexOf(open.at(-1) ?? ''))
    return inserted(bytes, at, Buffer.from(open.repeat(depth) + (random.oneIn(2) ? close.repeat(depth) : '')))
  },
  opcodes: (bytes, random) => {
    const count = 1 + random.integer(6)
    const codes = Buffer.concat(Array.from({ length: count }, () => random.pick(OPCODES)))
    return inserted(bytes, random.integer(bytes.length + 1), codes)
  },
  'swap opcode': (bytes, random) =>
    changed(bytes, (copy) => random.pick(OPCODES).copy(copy, random.integer(copy.length), 0, 1)),
  wrap: (bytes, random) => {
    let wrapped = bytes
    for (let depth = 1 + random.integer(3); depth > 0; depth--) wrapped = random.pick(WRAPPERS)(wrapped)
    return wrapped
  },
  'wrap and spoil': (bytes, random) => {
    const wrapped = random.pick(WRAPPERS)(bytes)
    return changed(wrapped, (copy) => writeExtreme(copy, random.integer(copy.length), random))
  },
}

/** Signatures and the offsets of what follows them: versions, flags, methods, sums, sizes, lengths, places (APPNOTE 4.3). */
const ZIP_HEADERS: readonly (readonly [Buffer, readonly [number, ...number[]]])[] = [
  [Buffer.from('PK\x03\x04'), [4, 6, 8, 14, 18, 22, 26, 28, 30]],
  [Buffer.from('PK\x01\x02'), [6, 8, 10, 16, 20, 24, 28, 30, 32, 34, 42, 46]],
  [Buffer.from('PK\x05\x06'), [4, 8, 10, 12, 16, 20]],
  [Buffer.from('PK\x06\x06'), [4, 12, 24, 32, 40, 48]],
  [Buffer.from('PK\x06\x07'), [4, 8, 16]],
  [Buffer.from('PK\x07\x08'), [4, 8, 12]],
]

const BRACKETS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['(', ')'],
  ['<a>', '</a>'],
  ['{% if a %}', '{% endif %}'],
  [']', 'a'],
  ['(', 't'],
]

/** Opcodes that build, name, call and remember, some with operands that lie. */
const OPCODES: readonly [Buffer, ...Buffer[]] = [
  Buffer.from('.'),
  ...[
    '(',
    '0',
    '1',
    '2',
    'R',
    'b',
    't',
    'l',
    'd',
    'o',
    's',
    'u',
    'a',
    'e',
    'N',
    ')',
    ']',
    '}',
    '\x93',
    '\x94',
    '\x85',
    '\x86',
    '\x87',
  ].map((code) => Buffer.from(code, 'latin1')),
  ...[
    '\x81',
    '\x92',
    '\x90',
    '\x91',
    '\x97',
    '\x98',
    'Q',
    'P7\n',
    'I99999999999999999999\n',
    'L9L\n',
    'g0\n',
    'g-1\n',
    'p4294967296\n',
  ].map((code) => Buffer.from(code, 'latin1')),
  ...[
    'h\x00',
    'q\x00',
    'j\xff\xff\xff\xff',
    'r\xff\xff\xff\xff',
    '\x80\x05',
    '\x80\xff',
    '\x82\x01',
    '\x84\xff\xff\xff\x7f',
  ].map((code) => Buffer.from(code, 'latin1')),
  ...[
    'cos\nsystem\n',
    'cbuiltins\ngetattr\n',
    'ccollections\nOrderedDict\n',
    'ios\nsystem\n',
    '\x8c\x02os\x8c\x06system\x93',
    'V\\ud800\n',
    "S'a\n",
  ].map((code) => Buffer.from(code, 'latin1')),
  ...[
    'X\xff\xff\xff\xff',
    'T\xff\xff\xff\x7f',
    'B\x00\x00\x00\x80',
    '\x8d\xff\xff\xff\xff\xff\xff\xff\x7f',
    '\x8e\x00\x00\x00\x00\x01\x00\x00\x00',
    '\x95\xff\xff\xff\xff\xff\xff\xff\xff',
    '\x95\x05\x00\x00\x00\x00\x00\x00\x00',
    '\x96\x08\x00\x00\x00\x00\x00\x00\x00',
  ].map((code) => Buffer.from(code, 'latin1')),
  ...['\x8a\xff', '\x8b\xff\xff\xff\x7f', 'F1e999\n', 'G\x7f\xf0\x00\x00\x00\x00\x00\x01'].map((code) =>
    Buffer.from(code, 'latin1'),
  ),
]

const WRAPPERS: readonly [(bytes: Buffer) => Buffer, ...((bytes: Buffer) => Buffer)[]] = [
  (bytes) => writeZip([{ name: 'archive/data.pkl', data: bytes, method: 'stored' }]),
  (bytes) => writeZip([{ name: 'a.bin', data: bytes, descriptor: true }], { comment: 'x' }),
  (bytes) => writeTar([{ name: 'pickle', data: bytes }]),
  (bytes) => gzipSync(bytes),
  (bytes) => deflateSync(bytes),
  (bytes) => zstdCompressSync(bytes),
]

/** A run of digits becomes another number: shapes, offsets, lengths and versions stand in text in half of the formats. */
function changedNumber(bytes: Buffer, random: Random): Buffer {
  const runs: { from: number; to: number }[] = []
  for (let at = 0; at < bytes.length; at++) {
    const from = at
    while (isDigit(bytes[at])) at++
    if (at > from) runs.push({ from, to: at })
  }
  const run = one(runs, random)
  if (run === undefined) return bytes
  const text = random.pick(['', '-', '9'.repeat(400), '1e400', '0x10', '1.5', ...extremes(bytes.length).map(String)])
  return Buffer.concat([bytes.subarray(0, run.from), Buffer.from(text), bytes.subarray(run.to)])
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

function placesOf(bytes: Buffer, what: Buffer, most: number): readonly number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(what); at >= 0 && places.length < most; at = bytes.indexOf(what, at + 1)) places.push(at)
  return places
}

/** Numbers of 4 bytes, little-endian, that count printable bytes behind them. */
function lengthsBeforeText(bytes: Buffer): readonly number[] {
  const places: number[] = []
  for (let at = 0; at + 5 <= bytes.length && places.length < 200; at++) {
    const length = bytes.readUInt32LE(at)
    if (length < 2 || length > 200 || at + 4 + length > bytes.length) continue
    if (/^[ -~]+$/.test(bytes.toString('latin1', at + 4, at + 4 + length))) places.push(at)
  }
  return places
}

interface LengthField {
  readonly from: number
  readonly to: number
}

/** Lengths of delimited fields, as deep as what is in them reads as a message too. */
function protobufLengths(bytes: Buffer, start: number, end: number, depth: number): readonly LengthField[] {
  const found: LengthField[] = []
  for (let at = start; at < end && found.length < 300;) {
    const key = readVarint(bytes, at, end)
    if (key === undefined || key.value >> 3 === 0) break
    const wire = key.value & 7
    if (wire === 0) at = readVarint(bytes, key.to, end)?.to ?? end
    else if (wire === 1) at = key.to + 8
    else if (wire === 5) at = key.to + 4
    else if (wire === 2) {
      const length = readVarint(bytes, key.to, end)
      if (length === undefined || length.to + length.value > end) break
      found.push({ from: key.to, to: length.to })
      if (depth < 6) found.push(...protobufLengths(bytes, length.to, length.to + length.value, depth + 1))
      at = length.to + length.value
    } else break
  }
  return found
}

function readVarint(
  bytes: Buffer,
  from: number,
  end: number,
): { readonly value: number; readonly to: number } | undefined {
  let value = 0
  for (let at = from; at < Math.min(end, from + 4); at++) {
    const byte = bytes[at] ?? 0
    value += (byte & 0x7f) * 2 ** (7 * (at - from))
    if (byte < 0x80) return { value, to: at + 1 }
  }
  return undefined
}

function varint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return Buffer.from([...bytes, Number(rest)])
}

function one<T>(choices: readonly T[], random: Random): T | undefined {
  return choices.length === 0 ? undefined : choices[random.integer(choices.length)]
}
