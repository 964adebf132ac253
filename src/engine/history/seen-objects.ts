import { sha256 } from '../../base/digest.ts'
import { type IdTable, idTable } from '../../scan/sources/git-history/id-table.ts'

/** What came of an object: nothing; something that is kept under its name; it only points to content elsewhere. */
export type Seen = 'clean' | 'found' | 'pointer'

const STATES: readonly Seen[] = ['clean', 'found', 'pointer']

/** Of the hash of a path: whoever makes one object stand under two paths must not make them equal. */
const PATH_BYTES = 8

/** Objects that were looked at, each under its path: about 45 bytes for each. */
export interface SeenObjects {
  readonly size: number
  get(id: Uint8Array, path: string): Seen | undefined
  set(id: Uint8Array, path: string, seen: Seen): void
  /** Those from this number on, as bytes. */
  encode(from: number): Uint8Array
  /** Adds what encode gave; false when the bytes are of another length. */
  decode(bytes: Uint8Array): boolean
}

/** An empty set for ids of this many bytes. */
export function seenObjects(idLength: 20 | 32): SeenObjects {
  const keyLength = idLength + PATH_BYTES
  const keys: IdTable = idTable(keyLength)
  const paths = new Map<string, Uint8Array>()
  const key = new Uint8Array(keyLength)
  let states = new Uint8Array(1024)
  const keyOf = (id: Uint8Array, path: string): Uint8Array => {
    key.set(id)
    let hash = paths.get(path)
    if (hash === undefined) paths.set(path, (hash = sha256().update(path).digest().subarray(0, PATH_BYTES)))
    key.set(hash, idLength)
    return key
  }
  const put = (bytes: Uint8Array, state: number): void => {
    const number = keys.add(bytes)
    if (number >= states.length) {
      const larger = new Uint8Array(states.length * 2)
      larger.set(states)
      states = larger
    }
    states[number] = state
  }
  return {
    get size() {
      return keys.size
    },
    get(id, path) {
      const number = keys.find(keyOf(id, path))
      return number < 0 ? undefined : STATES[states[number] ?? 0]
    },
    set: (id, path, seen) => put(keyOf(id, path), STATES.indexOf(seen)),
    encode(from) {
      const rows = new Uint8Array((keys.size - from) * (keyLength + 1))
      for (let number = from, at = 0; number < keys.size; number++, at += keyLength + 1) {
        rows.set(keys.bytes(number), at)
        rows[at + keyLength] = states[number] ?? 0
      }
      return rows
    },
    decode(bytes) {
      if (bytes.length % (keyLength + 1) !== 0) return false
      for (let at = 0; at < bytes.length; at += keyLength + 1)
        put(bytes.subarray(at, at + keyLength), bytes[at + keyLength] ?? 0)
      return true
    },
  }
}
