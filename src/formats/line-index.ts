/** Turns offsets into lines and columns. Built once per text, in one pass. */
export interface LineIndex {
  /** 1-based line and column (in UTF-16 code units) of an offset. */
  position(offset: number): { readonly line: number; readonly column: number }
}

/** Lines end with `\n`, `\r\n` or a lone `\r`, as editors count them. */
export function lineIndex(text: string): LineIndex {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
  }
  return { position: (offset) => locate(starts, offset) }
}

function locate(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}
