import { FormatError, LimitError } from '../../src/base/errors.ts'
import { random, type Random } from './random.ts'

/** Variants of an honest file: every truncation (up to 600, spread), every bit flipped (up to 6,000, spread), random bytes. */
export function* mutations(honest: Uint8Array, rounds = 1500, seed = 7): Generator<Uint8Array> {
  const cut = Math.max(1, Math.floor(honest.length / 600))
  for (let length = 0; length < honest.length; length += cut) yield honest.subarray(0, length)
  const step = Math.max(1, Math.floor((honest.length * 8) / 6000))
  for (let bit = 0; bit < honest.length * 8; bit += step) {
    const bytes = Uint8Array.from(honest)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield bytes
  }
  const next = random(seed)
  for (let round = 0; round < rounds; round++) {
    const bytes = Uint8Array.from(honest)
    for (let change = 0; change < 4; change++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256)
    yield bytes
  }
}

/** Runs a reader over all mutations; the messages of errors that are neither FormatError nor LimitError, which are our bugs. */
export async function crashes(honest: Uint8Array, read: (bytes: Uint8Array) => unknown): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const bytes of mutations(honest)) {
    try {
      await read(bytes)
    } catch (error) {
      if (!(error instanceof FormatError || error instanceof LimitError)) found.add(String((error as Error).stack))
    }
  }
  return [...found]
}

/** One way to spoil bytes; `other` is a sample of any kind. Never changes what it is given. */
export type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer

/** Ways that know nothing of what they spoil. */
export const BLIND_MUTATIONS: Readonly<Record<string, Mutation>> = {
  truncate: (bytes, random) => bytes.subarray(0, random.integer(bytes.length + 1)),
  'flip bits': (bytes, random) =>
    changed(bytes, (copy) => {
      for (let flips = 1 + random.integer(8); flips > 0; flips--) {
        const at = random.integer(copy.length)
        copy[at] = (copy[at] ?? 0) ^ (1 << random.integer(8))
      }
    }),
  'write bytes': (bytes, random) =>
    changed(bytes, (copy) => {
      for (let writes = 1 + random.integer(4); writes > 0; writes--)
        copy[random.integer(copy.length)] = random.integer(256)
    }),
  'extreme number': (bytes, random) =>
    changed(bytes, (copy) => writeExtreme(copy, random.integer(copy.length), random)),
  'extreme number near the start': (bytes, random) =>
    changed(bytes, (copy) => writeExtreme(copy, random.integer(Math.min(64, copy.length)), random)),
  'insert bytes': (bytes, random) => inserted(bytes, random.integer(bytes.length + 1), noise(random)),
  'remove a block': (bytes, random) => {
    const [from, to] = range(bytes, random)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  'repeat a block': (bytes, random) => {
    const [from, to] = range(bytes, random)
    const block = bytes.subarray(from, to)
    const times = Math.min(1 << random.integer(9), Math.floor(LARGEST / Math.max(1, block.length)))
    return inserted(bytes, to, Buffer.concat(Array.from({ length: Math.max(1, times) }, () => block)))
  },
  'move a block': (bytes, random) => {
    const [from, to] = range(bytes, random)
    const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
    return inserted(rest, random.integer(rest.length + 1), bytes.subarray(from, to))
  },
  'zero a block': (bytes, random) =>
    changed(bytes, (copy) => copy.fill(random.oneIn(2) ? 0 : 0xff, ...range(bytes, random))),
  'swap start and end': (bytes, random) => {
    const at = random.integer(bytes.length + 1)
    return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)])
  },
  splice: (bytes, random, other) =>
    Buffer.concat([
      bytes.subarray(0, random.integer(bytes.length + 1)),
      other.subarray(random.integer(other.length + 1)),
    ]),
  'splice in place': (bytes, random, other) => {
    const at = random.integer(Math.min(bytes.length, other.length) + 1)
    return Buffer.concat([bytes.subarray(0, at), other.subarray(at)])
  },
  'insert another file': (bytes, random, other) => inserted(bytes, random.integer(bytes.length + 1), other),
  'append another file': (bytes, _, other) => Buffer.concat([bytes, other]),
  'foreign magic': (bytes, random, other) =>
    changed(bytes, (copy) => other.subarray(0, 8).copy(copy, random.oneIn(2) ? 0 : random.integer(copy.length))),
}

/** Inputs stay small: two hundred thousand of them have to run in two minutes. */
export const LARGEST = 16 * 1024

/** A copy, changed in place; nothing to change in nothing. */
export function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes)
  if (copy.length > 0) change(copy)
  return copy
}

export function inserted(bytes: Buffer, at: number, what: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)])
}

/** Writes a number at which counts and lengths break, in one of the widths and byte orders, as far as there is room. */
export function writeExtreme(bytes: Buffer, at: number, random: Random): void {
  const width = random.pick([1, 2, 4, 4, 8, 8])
  const value = BigInt.asUintN(width * 8, random.pick(extremes(bytes.length)))
  const field = Buffer.alloc(8)
  field.writeBigUInt64LE(value)
  const written = field.subarray(0, width)
  ;(random.oneIn(4) ? written.reverse() : written).copy(bytes, at)
}

/** 0, ±1, the ends of signed and unsigned numbers of each width, and what is near the length of the file. */
export function extremes(length: number): readonly [bigint, ...bigint[]] {
  const near = BigInt(length)
  const ends = [8n, 16n, 31n, 32n, 48n, 53n, 63n, 64n].flatMap((bits) => [1n << bits, (1n << bits) - 1n])
  return [0n, 1n, -1n, 2n, 127n, -128n, near, near - 1n, near + 1n, near / 2n, ...ends]
}

function range(bytes: Buffer, random: Random): [number, number] {
  const from = random.integer(bytes.length + 1)
  return [from, Math.min(bytes.length, from + 1 + random.integer(random.pick([4, 32, 512, 4096])))]
}

function noise(random: Random): Buffer {
  const length = 1 + random.integer(random.pick([4, 16, 64]))
  const kind = random.integer(3)
  return Buffer.from(Array.from({ length }, () => (kind === 0 ? 0 : kind === 1 ? 0xff : random.integer(256))))
}
