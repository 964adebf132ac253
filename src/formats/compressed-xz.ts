import { crc32 } from 'node:zlib'
import type { ByteSource } from '../base/bytes.ts'
import { PackedInput, Spending } from './compressed-input.ts'
import type { Meter, PackedRange, StreamEnd, Unpacking } from './compressed-stream.ts'
import { xzCheck } from './compressed-xz-check.ts'
import { unpackLzma2 } from './compressed-lzma2.ts'

const HEADER_BYTES = 12
const FOOTER_BYTES = 12
/** Sizes of the checks by their number, the reserved ones too (section 2.1.1.2). */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const
const LZMA2 = 0x21
const NUMBER_BYTES = 9

/** Undefined as long as nothing ends the stream. */
type Ended = StreamEnd | undefined

/** What the parts of one file share. */
interface Reading {
  readonly input: PackedInput
  readonly spending: Spending
  readonly problems: Set<string>
}

/**
 * Unpacks xz streams and the padding between them as they follow each other. Source: "The .xz file format" 1.2.1 (2024). Checks and
 * checksums are compared, not required: Python gives the data to `pickle.load` before it sees them. Filters other than LZMA2
 * (delta and those for machine code) are told as not read.
 */
export async function* unpackXz(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const input = new PackedInput(source, range)
  const reading: Reading = { input, spending: new Spending(meter, input), problems: new Set() }
  for (;;) {
    const start = input.offset
    const head = Buffer.from(await input.bytes(HEADER_BYTES))
    const begins = head.toString('hex', 0, 6) === 'fd377a585a00'
    if (!begins && start > range.from) return { end: start, state: 'complete', problems: [...reading.problems] }
    if (head.length < HEADER_BYTES) return cut(reading)
    if (!begins) return broken(reading, 'no header')
    if (head.readUInt32LE(8) !== crc32(head.subarray(6, 8))) tell(reading, 'the header does not match its CRC-32')
    const ended = yield* unpackBlocks(reading, (head[7] ?? 0) & 15)
    if (ended !== undefined) return ended
    await skipPadding(reading)
  }
}

async function* unpackBlocks(reading: Reading, kind: number): AsyncGenerator<Uint8Array, Ended, void> {
  const { input, spending } = reading
  for (let blocks = 0; ; blocks++) {
    // Blocks and streams may give nothing: the time is looked at for each.
    spending.take(0)
    const start = input.offset
    const [size] = await input.bytes(1)
    if (size === undefined) return cut(reading)
    if (size === 0) return await readIndex(reading, start, blocks)
    const ended = yield* unpackBlock(reading, size, kind)
    if (ended !== undefined) return ended
  }
}

async function* unpackBlock(reading: Reading, size: number, kind: number): AsyncGenerator<Uint8Array, Ended, void> {
  const { input, spending } = reading
  const header = Buffer.from(await input.bytes((size + 1) * 4 - 1))
  if (input.exhausted) return cut(reading)
  const crc = crc32(header.subarray(0, -4), crc32(Buffer.of(size)))
  if (header.readUInt32LE(header.length - 4) !== crc) tell(reading, 'a block header does not match its CRC-32')
  const dictionary = dictionaryOf(header)
  if (dictionary === undefined) return broken(reading, 'a block with filters that Assay does not read')
  const from = input.offset
  const check = xzCheck(kind)
  for (const chunks = unpackLzma2(input, dictionary, spending); ;) {
    const step = await chunks.next()
    if (step.done === true) {
      for (const problem of step.value) tell(reading, problem)
      if (step.value.length > 0 || input.exhausted) return stopped(reading)
      break
    }
    check?.update(step.value)
    yield step.value
  }
  const padding = await input.bytes((4 - ((input.offset - from) % 4)) % 4)
  if (padding.some((byte) => byte !== 0)) tell(reading, 'bytes hidden in the padding of a block')
  const stored = await input.bytes(CHECK_BYTES[kind] ?? 0)
  if (input.exhausted) return cut(reading)
  if (check !== undefined && !Buffer.from(check.digest()).equals(stored))
    tell(reading, 'the data does not match its check')
  return undefined
}

/** Section 5.3.1; undefined for other filters, for several, and for reserved flags. */
function dictionaryOf(header: Buffer): number | undefined {
  const flags = header[0] ?? 0
  if ((flags & 0x3f) !== 0) return undefined
  let at = 1
  for (const flag of [0x40, 0x80]) {
    if ((flags & flag) === 0) continue
    for (const last = at + NUMBER_BYTES; at < last && (header[at] ?? 0) >= 0x80;) at++
    at++
  }
  if (header[at] !== LZMA2 || header[at + 1] !== 1) return undefined
  const bits = header[at + 2] ?? 255
  if (bits > 40) return undefined
  return bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11)
}

/** Records, padding, CRC-32, then the footer. Their numbers repeat what was read; only how many they are can mislead. */
async function readIndex(reading: Reading, start: number, blocks: number): Promise<Ended> {
  const { input, spending } = reading
  const records = await readNumber(input)
  if (records !== blocks && !input.exhausted)
    return broken(reading, `an index of ${records} blocks, there were ${blocks}`)
  for (let record = 0; record < 2 * records && !input.exhausted; record++) {
    if (record % 4096 === 0) spending.take(0)
    await readNumber(input)
  }
  await input.bytes((4 - ((input.offset - start) % 4)) % 4)
  await input.bytes(4)
  const footer = Buffer.from(await input.bytes(FOOTER_BYTES))
  if (input.exhausted) return cut(reading)
  if (footer.toString('latin1', 10) !== 'YZ') return broken(reading, 'no footer behind the index')
  if (footer.readUInt32LE(0) !== crc32(footer.subarray(4, 10))) tell(reading, 'the footer does not match its CRC-32')
  return undefined
}

/** Seven bits a byte, the lowest first (section 1.2). */
async function readNumber(input: PackedInput): Promise<number> {
  await input.fill(NUMBER_BYTES)
  let value = 0
  for (let index = 0; index < NUMBER_BYTES; index++) {
    const byte = input.byte()
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) break
  }
  return value
}

/** Zeros, four at a time, may stand between and behind streams. */
async function skipPadding({ input, spending }: Reading): Promise<void> {
  do {
    await input.fill(4)
    spending.take(0)
  } while (input.skipZeros(4))
}

function tell({ problems }: Reading, what: string): void {
  problems.add(`xz: ${what}`)
}

function cut({ input, problems }: Reading): StreamEnd {
  return { end: input.offset, state: 'truncated', problems: [...problems] }
}

function broken(reading: Reading, what: string): StreamEnd {
  tell(reading, what)
  return { end: reading.input.offset, state: 'corrupt', problems: [...reading.problems] }
}

function stopped(reading: Reading): StreamEnd {
  const { input, problems } = reading
  return { end: input.offset, state: input.exhausted ? 'truncated' : 'corrupt', problems: [...problems] }
}
