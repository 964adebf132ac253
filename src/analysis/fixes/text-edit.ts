/** A replacement of `[start, end)` of a text, in UTF-16 code units; an insertion where the two are the same. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text after all edits. They must not overlap; two insertions at one place stand in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = []
  let at = 0
  for (const edit of inOrder(edits)) {
    if (edit.start < at) throw new Error(`edits overlap at ${edit.start}`)
    pieces.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  return [...pieces, text.slice(at)].join('')
}

/** By their place. */
export function inOrder<T extends TextEdit>(edits: readonly T[]): readonly T[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end)
}

/** In order, without those that touch bytes which an earlier one changes. */
export function apart<T extends TextEdit>(edits: readonly T[]): readonly T[] {
  let end = 0
  return inOrder(edits).filter((edit) => {
    if (edit.start < end) return false
    end = edit.end
    return true
  })
}
