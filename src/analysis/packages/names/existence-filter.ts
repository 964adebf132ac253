import type { Ecosystem } from '../../../model/ecosystem.ts'
import { packageName } from '../../../model/package-name.ts'
import type { FilterHead } from './snapshot-head.ts'

/**
 * Whether a name exists, in ten bits a name (Bloom 1970): `no` is certain for the day the filter was made, `probably` is wrong for one
 * name in a hundred that does not exist. Somebody who has the filter can find such a name; so an existing name proves nothing.
 */
export interface ExistenceFilter extends FilterHead {
  readonly ecosystem: Ecosystem
  readonly bytes: Uint8Array
}

/** A filter of these names. `errorRate` above 0 and below 1 is the share of unknown names it takes for known. */
export function existenceFilter(
  ecosystem: Ecosystem,
  names: Iterable<string>,
  errorRate: number = ERROR_RATE,
): ExistenceFilter {
  const distinct = new Set<string>()
  for (const name of names) distinct.add(packageName(ecosystem, name))
  const items = distinct.size
  const bits = Math.max(64, Math.ceil((-items * Math.log(errorRate)) / Math.LN2 ** 2))
  const hashes = Math.max(1, Math.min(MOST_HASHES, Math.round(-Math.log2(errorRate))))
  const bytes = new Uint8Array(Math.ceil(bits / 8))
  for (const name of distinct) {
    forEachBit(name, bits, hashes, (bit) => {
      bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) | (1 << (bit & 7))
      return true
    })
  }
  return { ecosystem, items, bits, hashes, bytes }
}

/** Did the name exist when the filter was made? Spelled in any way that the ecosystem takes. */
export function mayExist(filter: ExistenceFilter, written: string): 'no' | 'probably' {
  const name = packageName(filter.ecosystem, written)
  const isIn = forEachBit(
    name,
    filter.bits,
    filter.hashes,
    (bit) => ((filter.bytes[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0,
  )
  return isIn ? 'probably' : 'no'
}

const ERROR_RATE = 0.01
/** Enough for one error in a million. */
export const MOST_HASHES = 20

/**
 * The bits of a name: `h1 + i * h2 + i * i` modulo the number of bits for i = 0, 1, … (enhanced double hashing, Dillinger and Manolios
 * 2004), where h1 and h2 are MurmurHash3 (x86, 32 bits) of the name's UTF-8 with the seeds 0 and 0x9747b28c, and h2 is made odd.
 * Stops at the first bit that `visit` answers false for; says whether there was none.
 */
function forEachBit(name: string, bits: number, hashes: number, visit: (bit: number) => boolean): boolean {
  const bytes = Buffer.from(name, 'utf8')
  const [first, second] = [murmur3(bytes, 0), murmur3(bytes, 0x9747b28c) | 1]
  for (let i = 0; i < hashes; i++) {
    const bit = (first + i * (second >>> 0) + i * i) % bits
    if (!visit(bit)) return false
  }
  return true
}

/** MurmurHash3_x86_32 (Appleby, public domain specification), written from its description. */
export function murmur3(bytes: Uint8Array, seed: number): number {
  let hash = seed
  const whole = bytes.length - (bytes.length % 4)
  for (let at = 0; at < whole; at += 4) {
    const block =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
    hash ^= scrambled(block)
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | (bytes[at] ?? 0)
  if (whole < bytes.length) hash ^= scrambled(tail)
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function scrambled(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}
