const FIRST_BYTES = 4096

/**
 * The dictionary of LZMA: a ring that only grows as far as it is used, so that a head that asks for 4 GiB gets nothing. What was
 * put since the last `take` is handed out from the same memory.
 */
export class LzmaWindow {
  /** Bytes since the dictionary was last forgotten: what may be copied from, and the position the models count with. */
  total = 0
  /** The furthest that can be copied from. */
  readonly size: number
  #ring: Uint8Array
  #at = 0
  #flushed = 0
  #spilled: Uint8Array[] = []

  constructor(size: number) {
    this.size = Math.max(FIRST_BYTES, size)
    // Small: a file of empty blocks of 16 bytes would make a larger one the whole cost.
    this.#ring = new Uint8Array(FIRST_BYTES)
  }

  put(byte: number): void {
    if (this.#at === this.#ring.length) this.#wrap()
    this.#ring[this.#at++] = byte
    this.total++
  }

  /** The byte `distance` back; 1 is the last one. */
  at(distance: number): number {
    const index = this.#at - distance
    return this.#ring[index < 0 ? index + this.#ring.length : index] ?? 0
  }

  /** Can so far back be copied from? */
  reaches(distance: number): boolean {
    return distance <= Math.min(this.total, this.size)
  }

  /** Nothing that was put before may be copied from. */
  forget(): void {
    this.total = 0
  }

  /** What was put since the last time, as copies. */
  take(): readonly Uint8Array[] {
    const chunks = this.#spilled
    this.#spilled = []
    if (this.#at > this.#flushed) chunks.push(this.#ring.slice(this.#flushed, this.#at))
    this.#flushed = this.#at
    return chunks
  }

  #wrap(): void {
    if (this.#ring.length < this.size) {
      const larger = new Uint8Array(Math.min(this.size, this.#ring.length * 2))
      larger.set(this.#ring)
      this.#ring = larger
      return
    }
    if (this.#at > this.#flushed) this.#spilled.push(this.#ring.slice(this.#flushed, this.#at))
    this.#at = 0
    this.#flushed = 0
  }
}
