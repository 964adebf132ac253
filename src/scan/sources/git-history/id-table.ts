/**
 * Ids of objects by number, in the order they were added: 20 or 32 bytes and about 8 more each, so a million of them take 28 MB and not the
 * 150 MB of a Map of strings.
 */
export interface IdTable {
  readonly size: number
  /** The number of the id that begins `bytes`, new or known. */
  add(bytes: Uint8Array): number
  /** -1 where it is not there. */
  find(bytes: Uint8Array): number
  hex(number: number): string
  /** The bytes of one id, not to be changed. */
  bytes(number: number): Uint8Array
}

/** An empty table for ids of this many bytes, at least eight. */
export function idTable(length: number): IdTable {
  let ids = Buffer.allocUnsafeSlow(1024 * length)
  let slots = new Int32Array(2048).fill(FREE)
  let size = 0
  // Whoever makes objects chooses some bits of their names; without knowing the seed, not where they land.
  const [first, second] = [seed(), seed()]

  const slotOf = (bytes: Uint8Array): number => {
    const mask = slots.length - 1
    let slot = mix(bytes, first, second) & mask
    for (let at = slots[slot] ?? FREE; at !== FREE; at = slots[slot] ?? FREE) {
      if (isSame(bytes, ids, at * length, length)) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }
  const grow = (): void => {
    const larger = Buffer.allocUnsafeSlow(ids.length * 2)
    ids.copy(larger)
    ids = larger
    slots = new Int32Array(slots.length * 2).fill(FREE)
    for (let number = 0; number < size; number++) slots[slotOf(ids.subarray(number * length))] = number
  }
  return {
    get size() {
      return size
    },
    add(bytes) {
      const slot = slotOf(bytes)
      const known = slots[slot] ?? FREE
      if (known !== FREE) return known
      ids.set(length === bytes.length ? bytes : bytes.subarray(0, length), size * length)
      slots[slot] = size++
      if (size * length === ids.length) grow()
      return size - 1
    },
    find: (bytes) => slots[slotOf(bytes)] ?? FREE,
    hex: (number) => ids.toString('hex', number * length, (number + 1) * length),
    bytes: (number) => ids.subarray(number * length, (number + 1) * length),
  }
}

const FREE = -1

function seed(): number {
  return Math.floor(Math.random() * 2 ** 32) | 1
}

function mix(bytes: Uint8Array, first: number, second: number): number {
  const a = word(bytes, 0) ^ first
  const b = word(bytes, 4) ^ second
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b ^ (a >>> 15), 0x85ebca6b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
}

function isSame(bytes: Uint8Array, ids: Uint8Array, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[i] !== ids[at + i]) return false
  return true
}
