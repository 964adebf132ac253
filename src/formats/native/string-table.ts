import type { BoundedReader } from './bounded-reader.ts'
import { LONGEST_NAME } from './native-file.ts'

/** Where the names of a file lie, each ended by a zero. */
export interface StringTable {
  readonly offset: number
  readonly size: number
}

/** The name at a place of a table, at most 1,024 characters; empty for a place outside. */
export async function nameAt(reader: BoundedReader, table: StringTable, at: number): Promise<string> {
  if (at < 0 || at >= table.size) return ''
  return textUntilZero(await reader.upTo(table.offset + at, Math.min(LONGEST_NAME, table.size - at)))
}

/** Bytes read at once; names longer than the rest of a window start the next one. */
const WINDOW_BYTES = 1024 * 1024

/**
 * Many names at once. The places are sorted, so that a table of 30 MB is passed over once and only where names are wanted. The
 * answer has the order of the question.
 */
export async function namesAt(reader: BoundedReader, table: StringTable, places: readonly number[]): Promise<string[]> {
  const names: string[] = places.map(() => '')
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
  let start = 0
  let window: Uint8Array = new Uint8Array(0)
  for (const index of order) {
    const at = places[index] ?? 0
    if (at < 0 || at >= table.size) continue
    const wanted = Math.min(LONGEST_NAME, table.size - at, Math.max(0, reader.size - table.offset - at))
    if (at < start || at + wanted > start + window.length) {
      start = at
      window = await reader.upTo(table.offset + at, Math.min(windowBytes(places, order), table.size - at))
    }
    names[index] = textUntilZero(window.subarray(at - start, at - start + wanted))
  }
  return names
}

/** A few names in a large table: not worth a megabyte each. */
function windowBytes(places: readonly number[], order: readonly number[]): number {
  const span = (places[order.at(-1) ?? 0] ?? 0) - (places[order[0] ?? 0] ?? 0)
  const isDense = span < places.length * 512
  return isDense ? WINDOW_BYTES : 16 * LONGEST_NAME
}

/** Latin-1 up to the first zero. */
export function textUntilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return Buffer.from(bytes.buffer, bytes.byteOffset, end === -1 ? bytes.length : end).toString('latin1')
}
