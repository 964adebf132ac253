import type { TextField } from './parse.ts'

/** Fields in binary, and where each text and message of it stood in the text. */
export interface EncodedText {
  readonly bytes: Uint8Array
  /** The byte of the name in the text, by the first byte of a content in `bytes`; undefined for any other byte. */
  readonly placeOf: (start: number) => number | undefined
}

/** The binary form of fields that were read from text (protobuf encoding, "Message Structure"). */
export function encodeText(fields: readonly TextField[]): EncodedText {
  const sizes: number[] = []
  const bytes = Buffer.alloc(sizeOfAll(fields, sizes))
  const output: Output = { bytes, sizes, next: 0, at: 0, starts: [], places: [] }
  write(fields, output)
  return { bytes, placeOf: (start) => placeOf(output, start) }
}

/** Contents are written in rising order. */
function placeOf({ starts, places }: Output, start: number): number | undefined {
  let low = 0
  let high = starts.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = starts[middle] ?? 0
    if (found === start) return places[middle]
    if (found < start) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

/** Of the contents of all fields with tags and lengths; the content of each field goes to `sizes`, outer ones first. */
function sizeOfAll(fields: readonly TextField[], sizes: number[]): number {
  let sum = 0
  for (const { value, number } of fields) {
    const index = sizes.push(0) - 1
    const size =
      typeof value === 'string' ? value.length : typeof value === 'bigint' ? sizeOfBig(value) : sizeOfAll(value, sizes)
    sizes[index] = size
    sum += sizeOf(number * 8) + size + (typeof value === 'bigint' ? 0 : sizeOf(size))
  }
  return sum
}

function sizeOf(value: number): number {
  let size = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size++
  return size
}

function sizeOfBig(value: bigint): number {
  let size = 1
  for (let rest = value; rest > 0x7fn; rest >>= 7n) size++
  return size
}

interface Output {
  readonly bytes: Buffer
  readonly sizes: readonly number[]
  readonly starts: number[]
  readonly places: number[]
  next: number
  at: number
}

function write(fields: readonly TextField[], output: Output): void {
  for (const { number, value, at } of fields) {
    const size = output.sizes[output.next++] ?? 0
    writeNumber(number * 8 + (typeof value === 'bigint' ? 0 : 2), output)
    if (typeof value === 'bigint') {
      writeBig(value, output)
      continue
    }
    writeNumber(size, output)
    output.starts.push(output.at)
    output.places.push(at)
    if (typeof value === 'string') output.at += output.bytes.write(value, output.at, size, 'latin1')
    else write(value, output)
  }
}

function writeNumber(value: number, output: Output): void {
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) output.bytes[output.at++] = (rest & 0x7f) | 0x80
  output.bytes[output.at++] = rest
}

function writeBig(value: bigint, output: Output): void {
  let rest = value
  for (; rest > 0x7fn; rest >>= 7n) output.bytes[output.at++] = Number(rest & 0x7fn) | 0x80
  output.bytes[output.at++] = Number(rest)
}
