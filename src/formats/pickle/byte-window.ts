import type { ByteSource } from '../../base/bytes.ts'

/** 1 MiB a read: below that the awaits show in the profile, above it only the memory grows. */
export const WINDOW_BYTES = 2 ** 20
/** Kept before the position asked for, so that the names just written are still there when STACK_GLOBAL asks for them. */
const LOOK_BACK = 8 * 1024
/** Zeros behind the bytes: an operand can be decoded before it is known whether the stream holds all of it. */
export const PADDING = 32
/** How much of a far-away constant is fetched: the longest operand header and four bytes for each unit of a name. */
const FAR_BYTES = 2200
const MOST_FAR = 512

/** The part of the stream that is in memory, and the small pieces of it that were asked for from elsewhere. */
export class ByteWindow {
  /** The bytes and the padding. */
  bytes: Uint8Array = new Uint8Array(PADDING)
  /** Where in the source `bytes` starts, and where the real bytes in it end. */
  start = 0
  end = 0
  private readonly source: ByteSource
  private readonly limit: number
  private readonly size: number
  private readonly far = new Map<number, Uint8Array>()
  private lines: readonly { readonly from: number; readonly end: number }[] = []
  /** How many pieces were fetched from outside the window: a crafted stream can ask for one with every opcode. */
  fetched = 0

  /** `limit` is where the stream ends at the latest, in bytes of the source; `size` how much is read at once. */
  constructor(source: ByteSource, limit: number, size: number) {
    this.source = source
    this.limit = limit
    this.size = size
  }

  /** Moves the window so that it holds what stands at `position` and behind it. */
  async moveTo(position: number): Promise<void> {
    const start = Math.max(0, position - Math.min(LOOK_BACK, this.size))
    const wanted = Math.min(this.limit - start, position - start + this.size)
    const read = await this.source.slice(start, wanted)
    if (this.bytes.length < read.length + PADDING) this.bytes = new Uint8Array(read.length + PADDING)
    this.bytes.set(read)
    this.bytes.fill(0, read.length, read.length + PADDING)
    this.start = start
    this.end = start + read.length
  }

  /** Bytes from `offset`: enough for a constant with a name in it. Undefined when they have to be fetched first. */
  piece(offset: number): Uint8Array | undefined {
    const wanted = Math.min(FAR_BYTES, this.limit - offset)
    if (offset >= this.start && offset + wanted <= this.end) {
      return this.bytes.subarray(offset - this.start, offset - this.start + wanted)
    }
    return this.far.get(offset)
  }

  /** Fetches what `piece(offset)` was asked for. */
  async fetchPiece(offset: number): Promise<void> {
    if (this.far.size >= MOST_FAR) this.far.clear()
    this.fetched++
    // A copy: a source may give a view of one buffer that it uses again.
    this.far.set(offset, (await this.source.slice(offset, Math.min(FAR_BYTES, this.limit - offset))).slice())
  }

  /** The offset of the first newline at or behind `from`; -1 when there is none, undefined when it is not in memory. */
  newline(from: number): number | undefined {
    if (from >= this.start && from <= this.end) {
      const found = this.bytes.indexOf(0x0a, from - this.start)
      if (found >= 0 && this.start + found < this.end) return this.start + found
      if (this.end >= this.limit) return -1
    }
    return this.lines.find((line) => line.from === from)?.end
  }

  /** Finds what `newline(from)` was asked for, however long the line is, without keeping it. */
  async findNewline(from: number): Promise<void> {
    const end = await this.scanForNewline(from)
    // An opcode asks for six at most: two lines, each as the linear and as the buffered reading of frames begin it. With
    // fewer places the search would go round in circles.
    this.lines = [...this.lines.slice(-7), { from, end }]
  }

  private async scanForNewline(from: number): Promise<number> {
    let at = from
    while (at < this.limit) {
      const chunk = await this.source.slice(at, Math.min(this.size, this.limit - at))
      if (chunk.length === 0) return -1
      const found = chunk.indexOf(0x0a)
      if (found >= 0) return at + found
      at += chunk.length
    }
    return -1
  }
}
