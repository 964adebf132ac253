import type { ByteCursor } from './byte-cursor.ts'

/** The next byte; waits only at the end of the window. */
export async function nextByte(cursor: ByteCursor): Promise<number> {
  if (!cursor.has(1)) await cursor.need(1)
  return cursor.u8()
}

/**
 * The next word between blanks, for formats that write numbers as text. What is longer than `longest` is none: `tooLong` makes the error,
 * from the start of it and its place. Throws what the cursor throws at the end.
 */
export async function nextWord(
  cursor: ByteCursor,
  longest: number,
  tooLong: (found: string, at: number) => Error,
): Promise<string> {
  // Waiting at every letter would cost more than all else: only the end of the window waits.
  let code = cursor.has(1) ? cursor.u8() : await nextByte(cursor)
  while (isBlank(code)) code = cursor.has(1) ? cursor.u8() : await nextByte(cursor)
  let found = ''
  while (!isBlank(code)) {
    found += String.fromCharCode(code)
    if (found.length > longest) throw tooLong(found, cursor.at)
    if (cursor.left === 0) break
    code = cursor.has(1) ? cursor.u8() : await nextByte(cursor)
  }
  return found
}

/** White space of C's `isspace`. */
export function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}
