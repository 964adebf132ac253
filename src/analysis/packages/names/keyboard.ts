/** The letters and digits of a QWERTY keyboard, row above row; each row stands half a key to the right of the one above. */
const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const

/** Do two keys touch on a QWERTY keyboard? For lower-case letters and digits; a key does not touch itself. */
export function keysTouch(a: string, b: string): boolean {
  const [first, second] = [KEY_PLACES.get(a), KEY_PLACES.get(b)]
  if (first === undefined || second === undefined || a === b) return false
  // A row is half a key to the right: `g` lies below `t` and `y`, so neighbours in the next row are at +0 and -1.
  const rows = second.row - first.row
  const columns = second.column - first.column
  if (rows === 0) return Math.abs(columns) === 1
  if (rows === 1) return columns === 0 || columns === -1
  return rows === -1 && (columns === 0 || columns === 1)
}

const KEY_PLACES: ReadonlyMap<string, { readonly row: number; readonly column: number }> = new Map(
  ROWS.flatMap((keys, row) => Array.from(keys, (key, column) => [key, { row, column }] as const)),
)
