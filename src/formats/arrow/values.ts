import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { partOf } from '../source-part.ts'
import { BufferReader } from './buffer-reader.ts'
import type { ArrowBuffer, ArrowCompression, ArrowLeaf } from './record-batch.ts'

/** Told of the values of a column in order, nulls as empty ones. */
export interface ArrowVisitor {
  /** A value stands in `bytes` from `from` to `to`, valid until it returns. */
  value(bytes: Uint8Array, from: number, to: number): void
  /** A value is longer than is read into memory. */
  tooLong(bytes: number): void
  /** Between two pieces; false ends the walk. */
  goOn(): Promise<boolean>
}

const VALUES_AT_ONCE = 4096
const BYTES_AT_ONCE = 4 * 1024 * 1024
/** A single value above it is not read: a text of 64 MB is a file of its own. */
export const MOST_VALUE_BYTES = 64 * 1024 * 1024
const VIEW_BYTES = 16
const INLINE_BYTES = 12
/** Data buffers of views that stay in memory: polars makes them of at most 16 MB. */
const KEPT_BYTES = 64 * 1024 * 1024

/** The strings of a column in one batch. Throws FORMAT_SHAPE where offsets or views lead outside of their buffers. */
export async function walkArrowValues(
  source: ByteSource,
  leaf: ArrowLeaf,
  compression: ArrowCompression,
  visitor: ArrowVisitor,
): Promise<void> {
  const { layout } = leaf.field
  const [, second, third] = leaf.buffers
  if (leaf.length === 0 || second === undefined) return
  if (layout.kind === 'fixed') return walkFixed(source, leaf, second, layout.width / 8, compression, visitor)
  if (layout.kind === 'string views' || layout.kind === 'byte views')
    return walkViews(source, leaf, second, compression, visitor)
  if ((layout.kind !== 'strings' && layout.kind !== 'bytes') || third === undefined) return
  const offsets = new OffsetReader(await BufferReader.open(source, second, compression), layout.large)
  const data = await BufferReader.open(source, third, compression)
  await walkOffsets(offsets, data, leaf.length, visitor)
}

async function walkOffsets(
  offsets: OffsetReader,
  data: BufferReader,
  length: number,
  visitor: ArrowVisitor,
): Promise<void> {
  // An empty column may have no offsets at all.
  const [first] = await offsets.read(1)
  if (first === undefined) return
  await data.skip(first)
  let at = first
  for (let done = 0; done < length;) {
    if (!(await visitor.goOn())) return
    const ends = await offsets.read(Math.min(VALUES_AT_ONCE, length - done))
    if (ends.length === 0) throw broken(`expected ${length} values, found ${done}`)
    at = await walkRun(ends, at, data, visitor)
    done += ends.length
  }
}

/** Values whose ends are known, in pieces of some megabytes. */
async function walkRun(ends: Float64Array, start: number, data: BufferReader, visitor: ArrowVisitor): Promise<number> {
  let at = start
  for (let index = 0; index < ends.length;) {
    const from = index
    let to = at
    while (index < ends.length && ((ends[index] ?? 0) - at <= BYTES_AT_ONCE || index === from)) {
      const end = ends[index++] ?? 0
      if (end < to) throw broken(`expected offsets that rise, found ${end} behind ${to}`)
      to = end
    }
    if (to - at > MOST_VALUE_BYTES) {
      visitor.tooLong(to - at)
      await data.skip(to - at)
    } else {
      const bytes = await data.read(to - at)
      if (bytes.length < to - at) throw broken(`expected ${to - at} more bytes of text, found ${bytes.length}`)
      for (let value = from, place = at; value < index; value++) {
        const end = ends[value] ?? 0
        visitor.value(bytes, place - at, end - at)
        place = end
      }
      if (index < ends.length && !(await visitor.goOn())) return to
    }
    at = to
  }
  return at
}

/** Offsets of 32 or 64 bits as numbers. Lives as long as one buffer is read. */
export class OffsetReader {
  readonly #reader: BufferReader
  readonly #wide: boolean

  constructor(reader: BufferReader, wide: boolean) {
    this.#reader = reader
    this.#wide = wide
  }

  /** The next offsets, fewer at the end. Throws FORMAT_SHAPE for one below zero. */
  async read(count: number): Promise<Float64Array> {
    const width = this.#wide ? 8 : 4
    const bytes = await this.#reader.read(count * width)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const offsets = new Float64Array(Math.floor(bytes.length / width))
    for (let index = 0; index < offsets.length; index++) {
      const offset = this.#wide ? Number(view.getBigInt64(index * 8, true)) : view.getInt32(index * 4, true)
      if (offset < 0) throw broken(`expected an offset, found ${offset}`)
      offsets[index] = offset
    }
    return offsets
  }
}

async function walkFixed(
  source: ByteSource,
  leaf: ArrowLeaf,
  buffer: ArrowBuffer,
  width: number,
  compression: ArrowCompression,
  visitor: ArrowVisitor,
): Promise<void> {
  if (width <= 0 || width > BYTES_AT_ONCE) return
  const data = await BufferReader.open(source, buffer, compression)
  const most = Math.max(1, Math.floor(BYTES_AT_ONCE / width / 4))
  for (let done = 0; done < leaf.length && (await visitor.goOn());) {
    const bytes = await data.read(Math.min(most, leaf.length - done) * width)
    if (bytes.length < width) throw broken(`expected ${leaf.length} values, found ${done}`)
    for (let at = 0; at + width <= bytes.length; at += width, done++) visitor.value(bytes, at, at + width)
  }
}

/** A view has a length, then the text itself or four bytes of it, the number of a buffer and a place in it. */
async function walkViews(
  source: ByteSource,
  leaf: ArrowLeaf,
  buffer: ArrowBuffer,
  compression: ArrowCompression,
  visitor: ArrowVisitor,
): Promise<void> {
  const views = await BufferReader.open(source, buffer, compression)
  const texts = new ViewBuffers(source, leaf.buffers.slice(2), compression)
  for (let done = 0; done < leaf.length;) {
    if (!(await visitor.goOn())) return
    const bytes = await views.read(Math.min(VALUES_AT_ONCE, leaf.length - done) * VIEW_BYTES)
    if (bytes.length < VIEW_BYTES) throw broken(`expected ${leaf.length} values, found ${done}`)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = 0; at + VIEW_BYTES <= bytes.length; at += VIEW_BYTES, done++) {
      const length = view.getInt32(at, true)
      if (length < 0) throw broken(`expected a length, found ${length}`)
      if (length <= INLINE_BYTES) {
        visitor.value(bytes, at + 4, at + 4 + length)
        continue
      }
      const { bytes: text, from } = await texts.at(view.getInt32(at + 8, true), view.getInt32(at + 12, true), length)
      if (from < 0 || from + length > text.length)
        throw broken(`expected a view into its buffer, found ${length} bytes at ${from}`)
      visitor.value(text, from, from + length)
    }
  }
}

/** The data buffers of a column of views, the last used of them in memory. */
class ViewBuffers {
  readonly #source: ByteSource
  readonly #buffers: readonly ArrowBuffer[]
  readonly #compression: ArrowCompression
  readonly #kept = new Map<number, Uint8Array>()
  #bytes = 0

  constructor(source: ByteSource, buffers: readonly ArrowBuffer[], compression: ArrowCompression) {
    this.#source = source
    this.#buffers = buffers
    this.#compression = compression
  }

  /** The bytes in which a text stands, and where; they end too early when the view lies. */
  async at(
    index: number,
    place: number,
    length: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly from: number }> {
    const kept = this.#kept.get(index)
    if (kept !== undefined) return { bytes: kept, from: place }
    const buffer = this.#buffers[index]
    if (buffer === undefined) throw broken(`expected one of ${this.#buffers.length} buffers, found number ${index}`)
    // Of one too large to be kept only the text is read.
    if (buffer.bytes > KEPT_BYTES / 2 && this.#compression === 'none')
      return {
        bytes: await partOf(this.#source, buffer.offset, buffer.bytes).slice(Math.max(0, place), length),
        from: Math.min(0, place),
      }
    return { bytes: await this.#load(index, buffer), from: place }
  }

  async #load(index: number, buffer: ArrowBuffer): Promise<Uint8Array> {
    const reader = await BufferReader.open(this.#source, buffer, this.#compression)
    const bytes = Uint8Array.from(await reader.read(KEPT_BYTES))
    this.#kept.set(index, bytes)
    this.#bytes += bytes.length
    for (const [oldest, { length: freed }] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES || oldest === index) break
      this.#kept.delete(oldest)
      this.#bytes -= freed
    }
    return bytes
  }
}

function broken(message: string): FormatError {
  return new FormatError('FORMAT_SHAPE', message)
}
