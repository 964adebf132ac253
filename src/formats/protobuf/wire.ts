import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, anomalyLog } from '../anomaly.ts'
import { ByteCursor } from '../byte-cursor.ts'
import { readAhead } from '../zip-source.ts'

/** A span of the source that holds one message. */
export interface MessageRange {
  readonly start: number
  /** One past the last byte. */
  readonly end: number
  /** Levels of messages around it. */
  readonly depth: number
}

/** One field of a message: a number, or the range of its bytes (a string, bytes, a message or packed numbers). */
export interface WireField extends MessageRange {
  readonly number: number
  readonly wire: 'varint' | 'fixed64' | 'bytes' | 'fixed32'
  /** Of a varint or fixed number, unsigned; 0 for bytes. */
  readonly value: bigint
}

/** What kept messages from being read to their end. */
export type WireBreach = 'broken' | 'limit'

/**
 * Reads protobuf messages without their description: the fields of one message at a time, in the order of the file, payloads
 * untouched. Nothing throws on hostile input: a broken message keeps the fields before the break, and the break is told in
 * `breaches`. All messages of a reader share one budget (`limits.nodes` fields, `limits.depth` levels).
 */
export interface WireReader {
  readonly root: MessageRange
  fields(message: MessageRange): Promise<readonly WireField[]>
  /** The first `most` bytes of a field. */
  bytes(field: MessageRange, most: number): Promise<Uint8Array>
  /** The same as text; what is not UTF-8 is replaced. */
  text(field: MessageRange, most: number): Promise<string>
  /** The numbers of a repeated integer field, packed or not; at most `most`. */
  integers(field: WireField, most: number): Promise<readonly bigint[]>
  breaches(): readonly Anomaly<WireBreach>[]
}

/** Large enough for thousands of nodes, read once for the levels of one place. */
const WINDOW_BYTES = 256 * 1024

/** A reader over a source whose root message is the whole source (protobuf encoding, "Message Structure"). */
export function wireReader(source: ByteSource, limits: Limits): WireReader {
  const window = readAhead(source, WINDOW_BYTES)
  const log = anomalyLog<WireBreach>()
  const budget: Budget = { fields: limits.nodes, depth: limits.depth, text: limits.fileBytes }
  const bytes = async (field: MessageRange, most: number): Promise<Uint8Array> => {
    const length = Math.max(0, Math.min(field.end - field.start, most, budget.text))
    budget.text -= length
    if (length === 0 && field.end > field.start && most > 0)
      log.add('limit', 'more text than is read of one file', field.start)
    return length === 0 ? new Uint8Array() : window.slice(field.start, length)
  }
  return {
    root: { start: 0, end: source.size, depth: 0 },
    fields: (message) => readFields(window, message, budget, log.add),
    bytes,
    text: async (field, most) => Buffer.from(await bytes(field, most)).toString('utf8'),
    integers: async (field, most) =>
      field.wire === 'bytes' ? packed(await bytes(field, most * 10), most) : [field.value],
    breaches: () => log.list(),
  }
}

/** What is left of the limits for all messages of one reader. */
interface Budget {
  fields: number
  readonly depth: number
  text: number
}

async function readFields(
  source: ByteSource,
  message: MessageRange,
  budget: Budget,
  tell: (kind: WireBreach, text: string, byte?: number) => void,
): Promise<readonly WireField[]> {
  const found: WireField[] = []
  if (message.depth > budget.depth) {
    tell('limit', `messages nested deeper than ${budget.depth} levels`, message.start)
    return found
  }
  const cursor = new ByteCursor(source, message.start, message.end)
  const groups: number[] = []
  try {
    while (cursor.left > 0) {
      const ready = Math.min(LONGEST_NUMBERS, cursor.left)
      if (!cursor.has(ready)) await cursor.need(ready)
      const field = readField(cursor, message.depth, budget)
      if (field.wire === 'group') enterOrLeave(groups, field, budget, cursor)
      else if (groups.length === 0) found.push(field)
    }
    if (groups.length > 0) throw broken('a group that does not end', cursor)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    tell(error instanceof LimitError ? 'limit' : 'broken', error.message, cursor.at)
  }
  return found
}

/** A tag and a length, the most that is read before a payload. */
const LONGEST_NUMBERS = 20

/** Start or end of a group, an obsolete kind of message that readers must pass over with everything in it. */
interface GroupMark {
  readonly wire: 'group'
  readonly number: number
  readonly starts: boolean
}

function enterOrLeave(groups: number[], mark: GroupMark, budget: Budget, cursor: ByteCursor): void {
  if (mark.starts) groups.push(mark.number)
  else if (groups.pop() !== mark.number) throw broken('the end of another group', cursor)
  if (groups.length > budget.depth) {
    throw new LimitError('LIMIT_DEPTH', `groups nested deeper than ${budget.depth} levels`, { byte: cursor.at })
  }
}

function readField(cursor: ByteCursor, depth: number, budget: Budget): WireField | GroupMark {
  if (budget.fields-- <= 0)
    throw new LimitError('LIMIT_ENTRIES', 'more protobuf fields than are read of one file', { byte: cursor.at })
  const tag = smallVarint(cursor)
  const number = Math.floor(tag / 8)
  if (number === 0) throw broken('a field with number 0', cursor)
  switch (tag % 8) {
    case 0:
      return { number, wire: 'varint', value: varint(cursor), start: cursor.at, end: cursor.at, depth: depth + 1 }
    case 1:
      return {
        number,
        wire: 'fixed64',
        value: fixed(cursor, 8),
        start: cursor.at - 8,
        end: cursor.at,
        depth: depth + 1,
      }
    case 5:
      return {
        number,
        wire: 'fixed32',
        value: fixed(cursor, 4),
        start: cursor.at - 4,
        end: cursor.at,
        depth: depth + 1,
      }
    case 2:
      return lengthDelimited(cursor, number, depth)
    case 3:
    case 4:
      return { wire: 'group', number, starts: tag % 8 === 3 }
    default:
      throw broken(`wire type ${tag % 8}`, cursor)
  }
}

function lengthDelimited(cursor: ByteCursor, number: number, depth: number): WireField {
  const length = varint(cursor)
  if (length > BigInt(cursor.left)) throw broken(`a field of ${length} bytes where ${cursor.left} are left`, cursor)
  const start = cursor.at
  cursor.at += Number(length)
  return { number, wire: 'bytes', value: 0n, start, end: cursor.at, depth: depth + 1 }
}

/** A tag: at most 32 bits in five bytes; readers disagree on longer ones. */
function smallVarint(cursor: ByteCursor): number {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = nextByte(cursor)
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return value
  }
  throw broken('a tag of more than five bytes', cursor)
}

function varint(cursor: ByteCursor): bigint {
  let low = 0
  for (let index = 0; index < 7; index++) {
    const byte = nextByte(cursor)
    low += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return BigInt(low)
  }
  let high = 0n
  for (let index = 0n; index < 3n; index++) {
    const byte = nextByte(cursor)
    high |= BigInt(byte & 0x7f) << (7n * index)
    if (byte < 0x80) return BigInt.asUintN(64, (high << 49n) | BigInt(low))
  }
  throw broken('a number of more than ten bytes', cursor)
}

function nextByte(cursor: ByteCursor): number {
  if (!cursor.has(1)) throw broken('the end of the message inside a number', cursor)
  return cursor.u8()
}

function fixed(cursor: ByteCursor, length: 4 | 8): bigint {
  if (!cursor.has(length)) throw broken('the end of the message inside a number', cursor)
  return length === 8 ? cursor.u64() : BigInt(cursor.u32())
}

function packed(bytes: Uint8Array, most: number): readonly bigint[] {
  const numbers: bigint[] = []
  let value = 0n
  let shift = 0n
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte >= 0x80 && shift < 70n) continue
    numbers.push(BigInt.asUintN(64, value))
    if (numbers.length === most) break
    value = 0n
    shift = 0n
  }
  return numbers
}

function broken(found: string, cursor: ByteCursor): FormatError {
  return new FormatError('FORMAT_SYNTAX', `expected a protobuf field, found ${found}`, { byte: cursor.at })
}
