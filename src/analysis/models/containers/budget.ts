import type { Clock } from '../../../base/clock.ts'
import { LimitError } from '../../../base/errors.ts'
import type { Meter } from '../../../formats/compressed-stream.ts'

/** What may be spent on one file and everything inside it. */
export interface ContainerLimits {
  /** Containers in containers. */
  readonly depth: number
  /** Members of all containers together. */
  readonly entries: number
  /** Bytes that come out of decompressors, all together; what is unpacked twice counts twice. */
  readonly unpackedBytes: number
  /** Unpacked bytes for each byte of the file, beyond `ratioFloor`. */
  readonly ratio: number
  /** Unpacked bytes up to which the ratio says nothing. */
  readonly ratioFloor: number
  readonly milliseconds: number
  /** Unpacked members up to this size are kept in memory while they are looked at. */
  readonly holdBytes: number
  /** Bytes outside of known members that are searched for others, for each archive. */
  readonly searchBytes: number
  /** Bytes of all parts together, for each byte there is (in the file and unpacked), beyond `readingFloor`. */
  readonly readings: number
  readonly readingFloor: number
}

/**
 * depth: an OCI image of a .nemo (tar.gz) with a checkpoint (zip) with an npz is 7 deep. ratio: one layer of deflate cannot
 * exceed 1032, and an optimizer state of zeros comes close. unpackedBytes: about 20 seconds of inflating. readings: one for
 * each level; a zip whose members overlap its directory is a zip in itself, and 498 bytes of it had 9,744 parts.
 */
export const DEFAULT_CONTAINER_LIMITS: ContainerLimits = {
  depth: 10,
  entries: 100_000,
  unpackedBytes: 8 * 1024 ** 3,
  ratio: 2_000,
  ratioFloor: 64 * 1024 ** 2,
  milliseconds: 60_000,
  holdBytes: 32 * 1024 ** 2,
  searchBytes: 64 * 1024 ** 2,
  readings: 12,
  readingFloor: 64 * 1024,
}

/** The one budget of a file: every reading, at every depth, spends from it. It lives as long as the inspection of the file. */
export class ContainerBudget implements Meter {
  readonly limits: ContainerLimits
  readonly #clock: Clock
  readonly #deadline: number
  #fileBytes = Number.POSITIVE_INFINITY
  #entries = 0
  #unpacked = 0
  #read = 0

  constructor(limits: ContainerLimits, clock: Clock) {
    this.limits = limits
    this.#clock = clock
    this.#deadline = clock.now() + limits.milliseconds
  }

  /** The size of the file itself, against which the ratio is counted. The first call counts. */
  open(fileBytes: number): void {
    if (this.#fileBytes === Number.POSITIVE_INFINITY) this.#fileBytes = Math.max(1, fileBytes)
  }

  /** Members that may still be looked at. */
  get entriesLeft(): number {
    return Math.max(0, this.limits.entries - this.#entries)
  }

  /** One more member, of so many bytes. Throws LIMIT_ENTRIES, LIMIT_RATIO or LIMIT_TIME. */
  enter(bytes = 0): void {
    this.#entries++
    if (this.#entries > this.limits.entries) {
      throw new LimitError('LIMIT_ENTRIES', `more than ${this.limits.entries} members in all`)
    }
    this.#read += bytes
    if (this.#read > this.limits.readingFloor + this.limits.readings * (this.#fileBytes + this.#unpacked)) {
      throw new LimitError('LIMIT_RATIO', `members overlap: ${this.#read} bytes in all in a file of ${this.#fileBytes}`)
    }
    this.#checkTime()
  }

  /** Throws LIMIT_SIZE, LIMIT_RATIO or LIMIT_TIME. */
  take(bytes: number): void {
    this.#unpacked += bytes
    if (this.#unpacked > this.limits.unpackedBytes) {
      throw new LimitError('LIMIT_SIZE', `more than ${this.limits.unpackedBytes} bytes came out in all`)
    }
    const ratio = this.#unpacked / this.#fileBytes
    if (this.#unpacked > this.limits.ratioFloor && ratio > this.limits.ratio) {
      throw new LimitError('LIMIT_RATIO', `${this.#unpacked} bytes came out of a file of ${this.#fileBytes}`)
    }
    this.#checkTime()
  }

  #checkTime(): void {
    if (this.#clock.now() <= this.#deadline) return
    throw new LimitError('LIMIT_TIME', `took longer than ${this.limits.milliseconds} ms`)
  }
}
