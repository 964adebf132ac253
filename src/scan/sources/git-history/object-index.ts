import { idTable } from './id-table.ts'

/** What kinds of objects hold text to be looked at. */
export type ObjectKind = 'blob' | 'commit' | 'tag'

/** Objects by number, in the order in which Git reads them fastest. Flat: about 50 bytes for each, and each path once. */
export interface ObjectIndex {
  readonly length: number
  /** Another one; the one that is known where it is. */
  add(id: Uint8Array, kind: ObjectKind, size: number): number
  /** -1 where it is not there. */
  find(id: Uint8Array): number
  hex(number: number): string
  id(number: number): Uint8Array
  kind(number: number): ObjectKind
  size(number: number): number
  /** Marks it as reached, under this path the first time. */
  reach(number: number, path: string): void
  reached(number: number): boolean
  /** Empty for commits, tags and what no tree names. */
  path(number: number): string
}

const KINDS: readonly ObjectKind[] = ['blob', 'commit', 'tag']

/** An empty index for ids of this many bytes. */
export function objectIndex(idLength: 20 | 32): ObjectIndex {
  const ids = idTable(idLength)
  const paths = new Map<string, number>()
  const names: string[] = ['']
  let kinds = new Uint8Array(1024)
  let sizes = new Float64Array(1024)
  // 0: not reached; else the number of the path, plus one.
  let places = new Uint32Array(1024)
  const grow = (): void => {
    kinds = larger(kinds, new Uint8Array(kinds.length * 2))
    sizes = larger(sizes, new Float64Array(sizes.length * 2))
    places = larger(places, new Uint32Array(places.length * 2))
  }
  const numberOfPath = (path: string): number => {
    if (path === '') return 0
    const known = paths.get(path)
    if (known !== undefined) return known
    paths.set(path, names.length)
    return names.push(path) - 1
  }
  return {
    get length() {
      return ids.size
    },
    add(id, kind, size) {
      const before = ids.size
      const number = ids.add(id)
      if (number < before) return number
      if (number >= kinds.length) grow()
      kinds[number] = KINDS.indexOf(kind)
      sizes[number] = size
      return number
    },
    find: ids.find,
    hex: ids.hex,
    id: ids.bytes,
    kind: (number) => KINDS[kinds[number] ?? 0] ?? 'blob',
    size: (number) => sizes[number] ?? 0,
    reach(number, path) {
      if (places[number] === 0) places[number] = numberOfPath(path) + 1
    },
    reached: (number) => places[number] !== 0,
    path: (number) => names[Math.max(0, (places[number] ?? 0) - 1)] ?? '',
  }
}

function larger<T extends Uint8Array | Float64Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old)
  return fresh
}
