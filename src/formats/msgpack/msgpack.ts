import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { ByteCursor } from '../byte-cursor.ts'
import type { MsgpackBreach } from './breach.ts'
import { checkArray, checkComplex } from './flax-extension.ts'

/** A document as its structure tells it; values are passed over. */
export interface Msgpack {
  /** Arrays of numbers (extension 1 of Flax), anywhere in the document. */
  readonly arrays: number
  readonly breaches: readonly Anomaly<MsgpackBreach>[]
}

/**
 * Could these first bytes be a state of Flax? A map whose first key is a word, and in it an array: an extension of type 1 that
 * begins as a list of three (flax/serialization.py, `_ndarray_to_bytes`).
 */
export function isFlaxMsgpack(head: Buffer): boolean {
  const [first = 0] = head
  const keyAt = first > 0x80 && first <= 0x8f ? 1 : first === 0xde ? 3 : first === 0xdf ? 5 : 0
  const marker = head[keyAt] ?? 0
  const textAt = marker >= 0xa1 && marker <= 0xbf ? keyAt + 1 : marker === 0xd9 ? keyAt + 2 : 0
  if (keyAt === 0 || textAt === 0 || !/^[ -~]{1,8}/.test(head.toString('latin1', textAt, textAt + 8))) return false
  return holdsArray(head)
}

/** Behind the marker of an extension, with one, two or four bytes of a length or none, the type 1 and a list of three. */
function holdsArray(head: Buffer): boolean {
  for (let at = head.indexOf(ARRAY_START); at >= 0; at = head.indexOf(ARRAY_START, at + 1)) {
    const fixed = head[at - 1] ?? 0
    if (head[at - 2] === 0xc7 || head[at - 3] === 0xc8 || head[at - 5] === 0xc9 || (fixed >= 0xd4 && fixed <= 0xd8))
      return true
  }
  return false
}

const ARRAY_START = Buffer.from([1, 0x93])

/**
 * Reads a MessagePack document as Flax and Orbax write it. Counts are compared with the bytes that are left; arrays with their
 * shape and type. Throws FormatError for an empty file; a document that breaks off keeps what was read and says so.
 */
export async function readMsgpack(source: ByteSource, limits: Limits): Promise<Msgpack> {
  if (source.size === 0)
    throw new FormatError('FORMAT_SHAPE', 'MessagePack: expected a value, found nothing', { byte: 0 })
  const cursor = new ByteCursor(source)
  cursor.littleEndian = false
  const walk: Walk = { cursor, limits, log: anomalyLog<MsgpackBreach>(), nodes: 0, arrays: 0 }
  try {
    await readValue(walk)
    if (cursor.left > 0) walk.log.add('trailing-data', `${cursor.left} bytes behind the document`, cursor.at)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? error.position.byte : cursor.at
    // What is partial has been logged where it was found.
    if (error.code !== 'FORMAT_PARTIAL')
      walk.log.add(error instanceof LimitError ? 'limit' : 'truncated', error.message, byte)
  }
  return { arrays: walk.arrays, breaches: walk.log.list() }
}

interface Walk {
  readonly cursor: ByteCursor
  readonly limits: Limits
  readonly log: AnomalyLog<MsgpackBreach>
  nodes: number
  arrays: number
}

/** An open list or map. */
interface Open {
  left: number
  /** Of a map: the keys so far, and whether the next value is one. */
  readonly keys: Set<string> | undefined
  isKey: boolean
}

/** One value with everything in it, without recursion. */
async function readValue(walk: Walk): Promise<void> {
  const open: Open[] = []
  for (;;) {
    if (++walk.nodes > walk.limits.nodes) throw tooMany(walk)
    const parent = open.at(-1)
    const container = await readOne(walk, parent)
    if (parent !== undefined) {
      parent.left--
      if (parent.keys !== undefined) parent.isKey = !parent.isKey
    }
    if (container !== undefined) {
      open.push(container)
      if (open.length > walk.limits.depth)
        throw new LimitError('LIMIT_DEPTH', `nested deeper than ${walk.limits.depth} levels`, { byte: walk.cursor.at })
    }
    while (open.at(-1)?.left === 0) open.pop()
    if (open.length === 0) return
  }
}

function tooMany({ limits, cursor }: Walk): LimitError {
  return new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} values in one file`, { byte: cursor.at })
}

const LONGEST_KEY = 4096

async function readOne(walk: Walk, parent: Open | undefined): Promise<Open | undefined> {
  const { cursor } = walk
  const byte = cursor.at
  const marker = await number(cursor, 1)
  const form = formOf(marker)
  if (form === undefined) {
    walk.log.add('unused-byte', 'the byte c1, which no value begins with', byte)
    return undefined
  }
  const length = form.fixed ?? (await number(cursor, form.lengthBytes))
  if (form.kind === 'list' || form.kind === 'map') {
    const count = form.kind === 'map' ? length * 2 : length
    if (count > cursor.left) throw lying(walk, count, byte)
    return count === 0
      ? undefined
      : { left: count, keys: form.kind === 'map' ? new Set() : undefined, isKey: form.kind === 'map' }
  }
  if (form.kind === 'extension') await readExtension(walk, length, byte)
  else if (form.kind === 'text' && parent?.isKey === true && length <= LONGEST_KEY)
    await readKey(walk, parent, length, byte)
  else {
    if (length > cursor.left) throw lying(walk, length, byte)
    cursor.skip(length)
  }
  return undefined
}

function lying({ log, cursor }: Walk, count: number, byte: number): FormatError {
  const message = `${count} values or bytes stated, ${cursor.left} bytes are left`
  log.add('lying-count', message, byte)
  return new FormatError('FORMAT_PARTIAL', message, { byte })
}

async function readKey({ cursor, log }: Walk, parent: Open, length: number, byte: number): Promise<void> {
  if (!cursor.has(length)) await cursor.need(length)
  const key = Buffer.from(cursor.bytes(length)).toString('latin1')
  if (parent.keys?.has(key) === true) log.add('duplicate-key', `the key ${excerpt(key, 60)} stands twice`, byte)
  parent.keys?.add(key)
}

/** 1: an array, 2: a complex number, 3: a number of numpy, written as an array (flax/serialization.py, `_MsgpackExtType`); -1: a time. */
async function readExtension(walk: Walk, length: number, byte: number): Promise<void> {
  const { cursor, log } = walk
  const type = ((await number(cursor, 1)) << 24) >> 24
  if (length > cursor.left) throw lying(walk, length, byte)
  const end = cursor.at + length
  if (type === 1 || type === 3) {
    walk.arrays++
    await checkArray(cursor, end, byte, log)
  } else if (type === 2) await checkComplex(cursor, end, byte, log)
  else if (type !== -1) log.add('unknown-extension', `an extension of the type ${type}`, byte)
  cursor.at = end
}

interface Form {
  readonly kind: 'plain' | 'text' | 'list' | 'map' | 'extension'
  /** Of the value or the count, when the marker says it. */
  readonly fixed?: number
  readonly lengthBytes: number
}

const plain = (fixed: number): Form => ({ kind: 'plain', fixed, lengthBytes: 0 })
const counted = (kind: Form['kind'], lengthBytes: number): Form => ({ kind, lengthBytes })

/** Markers from 0xc0 on (MessagePack specification, "Formats"). */
const FORMS: readonly (Form | undefined)[] = [
  [plain(0), undefined, plain(0), plain(0)],
  [counted('plain', 1), counted('plain', 2), counted('plain', 4)],
  [counted('extension', 1), counted('extension', 2), counted('extension', 4)],
  [plain(4), plain(8), plain(1), plain(2), plain(4), plain(8), plain(1), plain(2), plain(4), plain(8)],
  [1, 2, 4, 8, 16].map((fixed): Form => ({ kind: 'extension', fixed, lengthBytes: 0 })),
  [counted('text', 1), counted('text', 2), counted('text', 4)],
  [counted('list', 2), counted('list', 4), counted('map', 2), counted('map', 4)],
].flat()

function formOf(marker: number): Form | undefined {
  if (marker < 0x80 || marker >= 0xe0) return plain(0)
  if (marker < 0x90) return { kind: 'map', fixed: marker & 0x0f, lengthBytes: 0 }
  if (marker < 0xa0) return { kind: 'list', fixed: marker & 0x0f, lengthBytes: 0 }
  if (marker < 0xc0) return { kind: 'text', fixed: marker & 0x1f, lengthBytes: 0 }
  return FORMS[marker - 0xc0]
}

async function number(cursor: ByteCursor, bytes: number): Promise<number> {
  if (!cursor.has(bytes)) await cursor.need(bytes)
  return bytes === 1 ? cursor.u8() : bytes === 2 ? cursor.u16() : cursor.u32()
}
