import type { Taint } from '../behaviour.ts'

/** What a word, a variable, a file or the output of a program holds, as far as the text of a script tells. */
export interface ScriptValue {
  /** `…` for each part that only the run can tell. Bytes that are no text stand as one character each. */
  readonly text: string
  readonly taints: readonly Taint[]
}

/** Stands for what only the run can tell. */
export const UNKNOWN_PART = '…'

/** Longest value that is kept, and most sources of one. */
const MOST_CHARACTERS = 1024 * 1024
const MOST_TAINTS = 24
const MOST_PARTLY_KNOWN = 64 * 1024

/** A value without a source. */
export function plainValue(text: string): ScriptValue {
  return { text: text.length > MOST_CHARACTERS ? UNKNOWN_PART : text, taints: [] }
}

/** A value of which only the sources are known. */
export function taintedValue(...taints: readonly Taint[]): ScriptValue {
  return { text: UNKNOWN_PART, taints }
}

/** Is every character known? */
export function isKnown({ text }: ScriptValue): boolean {
  return !text.includes(UNKNOWN_PART)
}

/** Values one behind the other. */
export function joinValues(values: readonly ScriptValue[], between = ''): ScriptValue {
  const [only] = values
  if (values.length === 1 && only !== undefined) return only
  const length = values.reduce((sum, { text }) => sum + text.length + between.length, 0)
  const joined = length > MOST_CHARACTERS ? UNKNOWN_PART : values.map((value) => value.text).join(between)
  const text = joined.length > MOST_PARTLY_KNOWN && joined.includes(UNKNOWN_PART) ? UNKNOWN_PART : joined
  return { text, taints: joinTaints(values.map(({ taints }) => taints)) }
}

/** Each source once. */
export function joinTaints(lists: readonly (readonly Taint[])[]): readonly Taint[] {
  const filled = lists.filter((list) => list.length > 0)
  if (filled.length < 2) return filled[0] ?? []
  const known = new Map<string, Taint>()
  for (const list of filled) {
    for (const taint of list) {
      const { source, subject, place, through } = taint
      if (known.size < MOST_TAINTS) known.set(`${source} ${subject} ${place.line} ${through.join()}`, taint)
    }
  }
  return [...known.values()]
}

/** The same with one more step done to it; `text` is what it looks like then. */
export function changedValue(value: ScriptValue, step: string, text = UNKNOWN_PART): ScriptValue {
  return {
    text: text.length > MOST_CHARACTERS ? UNKNOWN_PART : text,
    taints: value.taints.map((taint) =>
      taint.through.at(-1) === step || taint.through.length > 8
        ? taint
        : { ...taint, through: [...taint.through, step] },
    ),
  }
}

/** Does it come from one of the sources? */
export function comesFrom({ taints }: ScriptValue, ...sources: readonly Taint['source'][]): boolean {
  return taints.some(({ source }) => sources.includes(source))
}
