import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { FlatReader, type FlatTable } from '../flatbuffers/flatbuffer.ts'
import { bufferOf } from '../source-part.ts'
import { readAhead } from '../zip-source.ts'

export type ArrowMessageKind = 'schema' | 'dictionary' | 'record batch' | 'other'

/** A message of the IPC format: its table is read, its body is not. */
export interface ArrowMessage {
  readonly kind: ArrowMessageKind
  readonly flat: FlatReader
  /** Schema, DictionaryBatch or RecordBatch. */
  readonly header: FlatTable
  /** Of the body, in the file. */
  readonly offset: number
  readonly bytes: number
}

const FILE_MAGIC = 'ARROW1'
/** The magic and two bytes to make it eight. */
const FILE_START = 8
const CONTINUATION = 0xffffffff
const KINDS: readonly ArrowMessageKind[] = ['other', 'schema', 'dictionary', 'record batch']
const HEAD_BYTES = 8
const WINDOW_BYTES = 64 * 1024

/** Where the messages of an Arrow file or stream begin, or undefined when it is neither. */
export function arrowStart(head: Uint8Array): { readonly kind: 'file' | 'stream'; readonly from: number } | undefined {
  const bytes = bufferOf(head)
  if (bytes.toString('latin1', 0, 6) === FILE_MAGIC) return { kind: 'file', from: FILE_START }
  if (bytes.length < 16) return undefined
  // A stream has no magic: a length that fits behind the mark, then an offset into the flatbuffer.
  const length = bytes.readUInt32LE(0) === CONTINUATION ? bytes.readUInt32LE(4) : 0
  const root = bytes.readUInt32LE(8)
  return length >= 16 && length <= 64 * 1024 * 1024 && length % 8 === 0 && root >= 4 && root < length
    ? { kind: 'stream', from: 0 }
    : undefined
}

/**
 * The messages of an Arrow IPC file or stream ("Arrow Columnar Format", Serialization and IPC). Those of a file are the ones its footer names,
 * as readers do; without a readable footer, as in a file that was cut off, they are taken in the order they stand. Throws FORMAT_SHAPE
 * where a message cannot be or is cut off, LIMIT_SIZE for a table above `limits.fileBytes`.
 */
export async function* arrowMessages(source: ByteSource, limits: Limits): AsyncGenerator<ArrowMessage, void, void> {
  const start = arrowStart(await source.slice(0, HEAD_BYTES * 2))
  const footer = start?.kind === 'file' ? await readFooter(source, limits) : undefined
  if (footer === undefined) return yield* messagesInRow(source, start?.from ?? 0, limits)
  const near = readAhead(source, WINDOW_BYTES)
  yield footer.schema
  for (const offset of footer.blocks) {
    const message = await messageAt(near, offset, limits)
    if (message !== undefined) yield message
  }
}

async function* messagesInRow(
  source: ByteSource,
  from: number,
  limits: Limits,
): AsyncGenerator<ArrowMessage, void, void> {
  const near = readAhead(source, WINDOW_BYTES)
  for (let at = from; at < source.size;) {
    const message = await messageAt(near, at, limits)
    if (message === undefined) return
    yield message
    at = message.offset + message.bytes
  }
}

/** Undefined at the mark that ends a stream. */
async function messageAt(source: ByteSource, at: number, limits: Limits): Promise<ArrowMessage | undefined> {
  const head = bufferOf(await source.slice(at, HEAD_BYTES))
  const marked = head.length >= 4 && head.readUInt32LE(0) === CONTINUATION
  if (head.length < (marked ? 8 : 4)) throw cutOff(at)
  // Before 0.15 there was no mark in front of the length.
  const length = head.readUInt32LE(marked ? 4 : 0)
  const start = at + (marked ? 8 : 4)
  if (length === 0) return undefined
  if (length > limits.fileBytes)
    throw new LimitError('LIMIT_SIZE', `a message of ${length} bytes, the limit is ${limits.fileBytes}`, { byte: at })
  if (start + length > source.size) throw cutOff(at)
  const message = await readMessage(source, start, start + length, limits)
  if (message.offset + message.bytes > source.size) throw cutOff(at)
  return message
}

async function readMessage(source: ByteSource, start: number, end: number, limits: Limits): Promise<ArrowMessage> {
  const flat = new FlatReader(source, limits, start, end)
  const root = await flat.root()
  const header = root === undefined ? undefined : await flat.table(root, 2)
  if (root === undefined || header === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected a message of Arrow, found none', { byte: start })
  const bytes = Number(flat.long(root, 3, 'i64'))
  if (bytes < 0) throw new FormatError('FORMAT_SHAPE', `expected a body, found one of ${bytes} bytes`, { byte: start })
  return { kind: KINDS[flat.number(root, 1, 'u8')] ?? 'other', flat, header, offset: end, bytes }
}

interface Footer {
  readonly schema: ArrowMessage
  /** Where the dictionaries begin, then the record batches; each once. */
  readonly blocks: ReadonlySet<number>
}

/** The footer of a file (File.fbs): polars writes the schema only here. Undefined when there is none that can be read. */
async function readFooter(source: ByteSource, limits: Limits): Promise<Footer | undefined> {
  const tail = bufferOf(await source.slice(Math.max(0, source.size - TAIL_BYTES), TAIL_BYTES))
  if (tail.length < TAIL_BYTES || tail.toString('latin1', 4) !== FILE_MAGIC) return undefined
  const length = tail.readInt32LE(0)
  const end = source.size - TAIL_BYTES
  if (length <= 0 || length > Math.min(end - FILE_START, limits.fileBytes)) return undefined
  const flat = new FlatReader(source, limits, end - length, end)
  const root = await flat.root()
  const schema = root === undefined ? undefined : await flat.table(root, 1)
  if (root === undefined || schema === undefined) return undefined
  const dictionaries = await readBlocks(flat, root, 2)
  const batches = await readBlocks(flat, root, 3)
  const message = { kind: 'schema', flat, header: schema, offset: end, bytes: 0 } as const
  return { schema: message, blocks: new Set([...dictionaries, ...batches]) }
}

/** Where the blocks begin: a place of 64 bits, the length of the table, the length of the body. */
async function readBlocks(flat: FlatReader, root: FlatTable, slot: number): Promise<readonly number[]> {
  const bytes = await flat.bytes(await flat.vector(root, slot, BLOCK_BYTES), MOST_BLOCKS * BLOCK_BYTES)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const places: number[] = []
  for (let at = 0; at + BLOCK_BYTES <= view.byteLength; at += BLOCK_BYTES)
    places.push(Number(view.getBigInt64(at, true)))
  return places.filter((place) => place >= 0)
}

const TAIL_BYTES = 10
const BLOCK_BYTES = 24
const MOST_BLOCKS = 1_000_000

function cutOff(byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', 'expected a message inside the file, found its end', { byte })
}
