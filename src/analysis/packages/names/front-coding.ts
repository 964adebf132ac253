import { FormatError, LimitError } from '../../../base/errors.ts'
import { compareText } from '../../../base/compare.ts'
import { SNAPSHOT_BOUNDS } from './snapshot-head.ts'

/**
 * Names with their ranks in few bytes: sorted by UTF-16 code unit, each as the number of characters it shares with the one before, the
 * number of bytes that follow, those bytes (UTF-8), and its rank. Numbers are LEB128. `names` are distinct, the first is rank 1.
 */
export function encodeNames(names: readonly string[]): Uint8Array {
  const sorted = names.map((name, place) => ({ name, rank: place + 1 })).sort((a, b) => compareText(a.name, b.name))
  const pieces: Uint8Array[] = []
  let before = ''
  for (const { name, rank } of sorted) {
    const shared = sharedLength(before, name)
    const rest = Buffer.from(name.slice(shared), 'utf8')
    pieces.push(leb128(shared), leb128(rest.length), rest, leb128(rank))
    before = name
  }
  return Buffer.concat(pieces)
}

/**
 * The names by rank. Throws FORMAT_SYNTAX where the bytes are not what encodeNames() writes (cut off, unsorted, a rank twice), LIMIT_ENTRIES
 * for more names and LIMIT_SIZE for more characters than a list of names has: shared beginnings make 4 bytes a name of any length.
 */
export function decodeNames(bytes: Uint8Array, count: number): readonly string[] {
  if (count > SNAPSHOT_BOUNDS.names)
    throw new LimitError('LIMIT_ENTRIES', `${count} names, the limit is ${SNAPSHOT_BOUNDS.names}`)
  const cursor = { bytes, at: 0 }
  const names: (string | undefined)[] = Array.from({ length: count })
  let before = ''
  let characters = 0
  for (let done = 0; done < count; done++) {
    const shared = readLeb128(cursor)
    const length = readLeb128(cursor)
    if (shared > before.length)
      throw broken(cursor, `a name that shares ${shared} characters with one of ${before.length}`)
    const name = before.slice(0, shared) + textAt(cursor, length)
    characters += name.length
    if (characters > SNAPSHOT_BOUNDS.characters) {
      throw new LimitError('LIMIT_SIZE', `names of more than ${SNAPSHOT_BOUNDS.characters} characters in all`, {
        byte: cursor.at,
      })
    }
    if (done > 0 && compareText(before, name) >= 0) throw broken(cursor, 'names that are not sorted')
    place(names, name, readLeb128(cursor), cursor)
    before = name
  }
  if (cursor.at !== bytes.length) throw broken(cursor, `${bytes.length - cursor.at} bytes behind the last name`)
  return names.map((name) => name ?? '')
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a[length] === b[length]) length++
  // Not between the halves of a surrogate pair: the rest would be no text.
  return length > 0 && /[\uD800-\uDBFF]/.test(b[length - 1] ?? '') ? length - 1 : length
}

function leb128(value: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest])
    bytes.push((rest % 128) | 128)
  }
}

function readLeb128(cursor: Cursor): number {
  let value = 0
  for (let place = 0; place < 4; place++) {
    const byte = cursor.bytes[cursor.at++]
    if (byte === undefined) throw broken(cursor, 'the end within a number')
    value += (byte & 127) * 128 ** place
    if (byte < 128) return value
  }
  throw broken(cursor, 'a number of more than four bytes')
}

function textAt(cursor: Cursor, length: number): string {
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw broken(cursor, 'the end within a name')
  const text = Buffer.from(cursor.bytes.subarray(cursor.at, end)).toString('utf8')
  cursor.at = end
  return text
}

function place(names: (string | undefined)[], name: string, rank: number, cursor: Cursor): void {
  if (rank < 1 || rank > names.length || names[rank - 1] !== undefined)
    throw broken(cursor, `rank ${rank} out of order or twice`)
  names[rank - 1] = name
}

function broken(cursor: Cursor, found: string): FormatError {
  return new FormatError('FORMAT_SYNTAX', `expected front-coded names, found ${found}`, { byte: cursor.at })
}
