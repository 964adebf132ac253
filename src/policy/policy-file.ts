import { items, string, type Tree, type TreeValue } from '../formats/tree.ts'
import type { PolicyPlace, PolicyProblem } from '../model/policy.ts'
import type { Report } from './shape-check.ts'

/** A policy file being read: its tree, its places, and the mistakes met so far. */
export interface PolicyFile {
  readonly path: string
  readonly root: TreeValue
  readonly report: Report
  place(offset: number): PolicyPlace
  /** The offset in the file of a character of a scalar's value, also where the text is folded over several lines. */
  offsetWithin(scalar: TreeValue, value: string, index: number): number
  /** In the order of the text, each once. */
  problemsSoFar(): readonly PolicyProblem[]
}

/** Opens a parsed document. */
export function policyFile(text: string, tree: Tree, path: string): PolicyFile {
  const found: { offset: number; message: string; hint: string | undefined }[] = []
  const place = (offset: number): PolicyPlace => ({ path, ...tree.lines.position(offset) })
  return {
    path,
    root: tree.root,
    place,
    report: (offset, message, hint) => void found.push({ offset, message, hint }),
    offsetWithin: (scalar, value, index) => offsetWithin(text, scalar.offset, value, index),
    problemsSoFar: () =>
      found
        .toSorted((a, b) => a.offset - b.offset)
        .map(({ offset, message, hint }) => ({ ...place(offset), message, ...(hint === undefined ? {} : { hint }) })),
  }
}

/** One text or a list of them. */
export function textList(value: TreeValue | undefined): readonly string[] {
  const one = string(value)
  if (one !== undefined) return [one]
  return items(value).flatMap((item) => string(item) ?? [])
}

/** Characters of a value stand in the text in the same order; only blanks, breaks and escapes differ between the two. */
function offsetWithin(text: string, start: number, value: string, index: number): number {
  if (text.startsWith(value, start)) return start + index
  let at = start
  for (let i = 0; i < value.length; i++) {
    const char = value[i] ?? ''
    const isBlank = /\s/.test(char)
    const next = isBlank ? at : text.indexOf(char, at)
    if (next < 0) return start
    if (i >= index && !isBlank) return next
    at = isBlank ? at : next + 1
  }
  return at
}
