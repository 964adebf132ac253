import { FormatError, LimitError } from '../../base/errors.ts'

/** Numbers and where the bytes behind them begin. */
export interface DeltaNumbers {
  readonly numbers: Int32Array
  readonly end: number
}

/** A column of equal lengths takes no bytes: a page could claim two billion. No writer makes a page of more than a million. */
const MOST_VALUES = 16_000_000
const MOST_BLOCK = 1 << 20

/**
 * Reads numbers of 32 bits in DELTA_BINARY_PACKED (Parquet "Encodings", 5), as the lengths of strings are written. Throws
 * FORMAT_SHAPE where they end too early or the header cannot be, LIMIT_ENTRIES for more numbers than are read.
 */
export function readDelta(bytes: Uint8Array, from: number, most: number): DeltaNumbers {
  const input = new Input(bytes, from)
  const blockSize = input.varint()
  const miniblocks = input.varint()
  const count = input.varint()
  const first = input.zigzag()
  const perMiniblock = blockSize / miniblocks
  if (miniblocks === 0 || blockSize > MOST_BLOCK || !Number.isInteger(perMiniblock) || perMiniblock % 8 !== 0)
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected blocks of whole bytes, found ${blockSize} numbers in ${miniblocks} parts`,
    )
  if (count > Math.min(most, MOST_VALUES))
    throw count > most
      ? new FormatError('FORMAT_SHAPE', `expected ${most} lengths, found ${count}`)
      : new LimitError('LIMIT_ENTRIES', `a page of ${count} values, the limit is ${MOST_VALUES}`)
  const numbers = new Int32Array(count)
  if (count > 0) numbers[0] = first
  for (let filled = 1; filled < count;) {
    const minimum = input.zigzag()
    const widths = input.bytes(miniblocks)
    for (let index = 0; index < miniblocks && filled < count; index++) {
      const width = widths[index] ?? 0
      const wanted = Math.min(perMiniblock, count - filled)
      input.unpack(width, perMiniblock, numbers, filled, wanted, minimum)
      filled += wanted
    }
  }
  return { numbers, end: input.at }
}

/** Lives as long as one list of numbers is read. */
class Input {
  at: number
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  varint(): number {
    let value = 0
    for (let index = 0; index < 10; index++) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) break
      value += (byte & 127) * 2 ** (7 * index)
      if (byte < 128) return value
    }
    throw cutOff()
  }

  zigzag(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  bytes(count: number): Uint8Array {
    if (this.at + count > this.#bytes.length) throw cutOff()
    this.at += count
    return this.#bytes.subarray(this.at - count, this.at)
  }

  /** Each number is the one before it, the minimum and `width` bits more; the last miniblock may be cut behind what is needed. */
  unpack(width: number, count: number, into: Int32Array, from: number, wanted: number, minimum: number): void {
    if (width > 64) throw new FormatError('FORMAT_SHAPE', `expected at most 64 bits, found ${width}`)
    if (this.at + Math.ceil((wanted * width) / 8) > this.#bytes.length) throw cutOff()
    let previous = into[from - 1] ?? 0
    let bit = 0
    for (let index = 0; index < wanted; index++) {
      previous = (previous + minimum + this.#bits(bit, width)) | 0
      into[from + index] = previous
      bit += width
    }
    this.at = Math.min(this.#bytes.length, this.at + (count * width) / 8)
  }

  #bits(bit: number, width: number): number {
    let value = 0
    for (let taken = 0; taken < width;) {
      const offset = (bit + taken) % 8
      const step = Math.min(8 - offset, width - taken)
      const byte = this.#bytes[this.at + Math.floor((bit + taken) / 8)] ?? 0
      value += ((byte >> offset) & ((1 << step) - 1)) * 2 ** taken
      taken += step
    }
    return value
  }
}

function cutOff(): FormatError {
  return new FormatError('FORMAT_SHAPE', 'expected more lengths, found the end of the page')
}
