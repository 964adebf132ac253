import type { ByteSource } from '../../base/bytes.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { BytePages } from './byte-pages.ts'

/**
 * What the official verifier would refuse: an offset, a vtable, a vector or a string outside of the buffer (`broken`), a number
 * where the processor may not read it (`misaligned`), more or deeper tables than it follows (`limit`).
 */
export type FlatBreach = 'broken' | 'misaligned' | 'limit'

/** One table: its fields stand in `inline`, at the place `slots` gives for their number; 0 is absent. */
export interface FlatTable {
  /** From the start of the source. */
  readonly at: number
  readonly depth: number
  readonly inline: DataView
  readonly slots: Uint16Array
}

/** Items side by side; nothing of them is read yet. */
export interface FlatVector {
  /** Of the first item, from the start of the source. */
  readonly at: number
  readonly count: number
  readonly itemBytes: number
  readonly depth: number
}

/** The bounds of the official verifier (`flatbuffers::Verifier::Options`). */
const MOST_DEPTH = 64
const MOST_TABLES = 1_000_000
/** Tables share vtables; a compiler writes some dozens. */
const MOST_VTABLES = 4096
const VECTOR_STEP = 4096

/**
 * Reads a FlatBuffer without its schema, only what is asked for. Nothing throws on hostile input: what cannot be read is
 * undefined, empty or the default, and `breaches` tells why. Offsets only lead forward, so there are no cycles; tables that are
 * pointed to a million times are bounded by one budget for all reads (FlatBuffers "Internals").
 */
export class FlatReader {
  readonly #pages: BytePages
  readonly #start: number
  readonly #end: number
  readonly #log: AnomalyLog<FlatBreach> = anomalyLog<FlatBreach>()
  readonly #vtables = new Map<number, { readonly size: number; readonly slots: Uint16Array } | undefined>()
  readonly #depth: number
  #tables: number
  #items: number
  #text: number

  /** The buffer is the part of the source from `start` to `end`; alignment counts from `start`. */
  constructor(source: ByteSource, limits: Limits, start = 0, end = source.size) {
    this.#pages = new BytePages(source)
    this.#start = start
    this.#end = end
    this.#depth = Math.min(limits.depth, MOST_DEPTH)
    this.#tables = Math.min(limits.nodes, MOST_TABLES)
    this.#items = limits.nodes
    this.#text = limits.fileBytes
  }

  breaches(): readonly Anomaly<FlatBreach>[] {
    return this.#log.list()
  }

  async root(): Promise<FlatTable | undefined> {
    const target = await this.#follow(this.#start)
    return target === undefined ? undefined : this.#table(target, 1)
  }

  /** A number of at most 32 bits. */
  number(table: FlatTable, slot: number, type: 'i8' | 'u8' | 'u16' | 'i32' | 'u32', fallback = 0): number {
    const at = this.#field(table, slot, WIDTHS[type])
    if (at === undefined) return fallback
    if (type === 'i8') return table.inline.getInt8(at)
    if (type === 'u8') return table.inline.getUint8(at)
    if (type === 'u16') return table.inline.getUint16(at, true)
    return type === 'i32' ? table.inline.getInt32(at, true) : table.inline.getUint32(at, true)
  }

  /** A number of 64 bits. */
  long(table: FlatTable, slot: number, type: 'i64' | 'u64', fallback = 0n): bigint {
    const at = this.#field(table, slot, 8)
    if (at === undefined) return fallback
    return type === 'i64' ? table.inline.getBigInt64(at, true) : table.inline.getBigUint64(at, true)
  }

  async table(table: FlatTable, slot: number): Promise<FlatTable | undefined> {
    const at = this.#field(table, slot, 4)
    if (at === undefined) return undefined
    const target = await this.#follow(table.at + at)
    return target === undefined ? undefined : this.#table(target, table.depth + 1)
  }

  /** The tables of a vector in order; one that cannot be read is undefined, so that indexes stay true. */
  async *tables(table: FlatTable, slot: number): AsyncGenerator<FlatTable | undefined, void, void> {
    const vector = await this.vector(table, slot, 4)
    if (vector === undefined) return
    for (let index = 0; index < vector.count; index++) {
      if (this.#tables <= 0) return this.#tell('limit', `more than ${MOST_TABLES} tables`, vector.at + index * 4)
      const target = await this.#follow(vector.at + index * 4)
      yield target === undefined ? undefined : await this.#table(target, vector.depth)
    }
  }

  async vector(table: FlatTable, slot: number, itemBytes: number): Promise<FlatVector | undefined> {
    const at = this.#field(table, slot, 4)
    if (at === undefined) return undefined
    const target = await this.#follow(table.at + at)
    return target === undefined ? undefined : this.#vectorAt(target, itemBytes, table.depth + 1)
  }

  /** Signed numbers of 4 or 8 bytes, at most `most` of them. */
  async integers(vector: FlatVector | undefined, most: number): Promise<readonly number[]> {
    if (vector === undefined) return []
    const count = Math.min(vector.count, most, this.#items)
    this.#items -= count
    if (count < vector.count) this.#tell('limit', `a list of ${vector.count} numbers`, vector.at)
    const numbers: number[] = []
    for (let from = 0; from < count; from += VECTOR_STEP) {
      const step = Math.min(VECTOR_STEP, count - from)
      const view = await this.#pages.read(vector.at + from * vector.itemBytes, step * vector.itemBytes)
      for (let index = 0; (index + 1) * vector.itemBytes <= view.byteLength; index++)
        numbers.push(
          vector.itemBytes === 8 ? Number(view.getBigInt64(index * 8, true)) : view.getInt32(index * 4, true),
        )
    }
    return numbers
  }

  /** The first `most` bytes of a vector of bytes. */
  async bytes(vector: FlatVector | undefined, most: number): Promise<Uint8Array> {
    if (vector === undefined) return new Uint8Array()
    const length = Math.min(vector.count * vector.itemBytes, most, this.#text)
    this.#text -= length
    if (this.#text <= 0) this.#tell('limit', 'more text than is read of one file', vector.at)
    const view = await this.#pages.read(vector.at, length)
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  }

  /** A string, cut to `most` bytes; what is not UTF-8 is replaced. Undefined when the field is absent. */
  async text(table: FlatTable, slot: number, most: number): Promise<string | undefined> {
    const vector = await this.vector(table, slot, 1)
    if (vector === undefined) return undefined
    await this.#checkTerminator(vector)
    return Buffer.from(await this.bytes(vector, most)).toString('utf8')
  }

  /** The strings of a vector, at most `most`, each cut to `length` bytes. */
  async texts(table: FlatTable, slot: number, most: number, length: number): Promise<readonly string[]> {
    const vector = await this.vector(table, slot, 4)
    const texts: string[] = []
    if (vector === undefined) return texts
    for (let index = 0; index < Math.min(vector.count, most); index++) {
      const target = await this.#follow(vector.at + index * 4)
      const text = target === undefined ? undefined : await this.#vectorAt(target, 1, vector.depth)
      if (text !== undefined) texts.push(Buffer.from(await this.bytes(text, length)).toString('utf8'))
    }
    return texts
  }

  /** Where a field stands in the inline part; undefined when it is absent. */
  #field(table: FlatTable, slot: number, width: number): number | undefined {
    const at = table.slots[slot]
    if (at === undefined || at === 0) return undefined
    if (at + width > table.inline.byteLength) {
      this.#tell('broken', `field ${slot} stands outside of its table`, table.at)
      return undefined
    }
    this.#align(table.at + at, width)
    return at
  }

  /** The place an offset leads to. The length of 4 is the least that stands there. */
  async #follow(at: number): Promise<number | undefined> {
    if (at + 4 > this.#end) return this.#tell('broken', 'an offset outside of the buffer', at)
    const offset = (await this.#pages.read(at, 4)).getUint32(0, true)
    const target = at + offset
    if (offset === 0 || target + 4 > this.#end)
      return this.#tell('broken', `an offset of ${offset} that leads outside of the buffer`, at)
    return target
  }

  async #table(at: number, depth: number): Promise<FlatTable | undefined> {
    if (depth > this.#depth) return this.#tell('limit', `tables nested deeper than ${this.#depth} levels`, at)
    if (this.#tables-- <= 0) return this.#tell('limit', `more than ${MOST_TABLES} tables`, at)
    this.#align(at, 4)
    const place = at - (await this.#pages.read(at, 4)).getInt32(0, true)
    const vtable = await this.#vtable(place)
    if (vtable === undefined) return this.#tell('broken', 'a table whose vtable is none', at)
    if (at + vtable.size > this.#end) return this.#tell('broken', `a table of ${vtable.size} bytes at the end`, at)
    return { at, depth, inline: await this.#pages.read(at, vtable.size), slots: vtable.slots }
  }

  async #vtable(at: number): Promise<{ readonly size: number; readonly slots: Uint16Array } | undefined> {
    if (this.#vtables.has(at)) return this.#vtables.get(at)
    const vtable = await this.#readVtable(at)
    if (this.#vtables.size < MOST_VTABLES) this.#vtables.set(at, vtable)
    return vtable
  }

  async #readVtable(at: number): Promise<{ readonly size: number; readonly slots: Uint16Array } | undefined> {
    if (at < this.#start || at + 4 > this.#end) return undefined
    this.#align(at, 2)
    const head = await this.#pages.read(at, 4)
    const length = head.getUint16(0, true)
    const size = head.getUint16(2, true)
    if (length < 4 || length % 2 !== 0 || at + length > this.#end || size < 4) return undefined
    const view = await this.#pages.read(at + 4, length - 4)
    const slots = new Uint16Array((length - 4) / 2)
    for (let slot = 0; slot < slots.length; slot++) slots[slot] = view.getUint16(slot * 2, true)
    return { size, slots }
  }

  async #vectorAt(at: number, itemBytes: number, depth: number): Promise<FlatVector | undefined> {
    this.#align(at, 4)
    const count = (await this.#pages.read(at, 4)).getUint32(0, true)
    if (at + 4 + count * itemBytes > this.#end)
      return this.#tell('broken', `a list of ${count} items where ${this.#end - at - 4} bytes are left`, at)
    if (count > 0) this.#align(at + 4, itemBytes)
    return { at: at + 4, count, itemBytes, depth }
  }

  async #checkTerminator({ at, count }: FlatVector): Promise<void> {
    const end = at + count
    const byte = end < this.#end ? (await this.#pages.read(end, 1)).getUint8(0) : 1
    if (byte !== 0) this.#tell('broken', 'a string that does not end with a zero', at)
  }

  #align(at: number, width: number): void {
    if ((at - this.#start) % width !== 0) this.#tell('misaligned', `${width} bytes at an odd place`, at)
  }

  #tell(kind: FlatBreach, message: string, byte: number): undefined {
    this.#log.add(kind, message, byte)
    return undefined
  }
}

const WIDTHS = { i8: 1, u8: 1, u16: 2, i32: 4, u32: 4 } as const
