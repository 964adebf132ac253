import type { GlobalEntry } from './global-table.ts'
import type { Journal } from './journal.ts'
import type { ResultTable } from './result-table.ts'
import { indexOf, Tag, tagOf, type Value } from './value.ts'

/** Where calls and globals are written down. */
interface Records {
  readonly results: ResultTable
  readonly journal: Journal
}

/** The global whose call gave this value; undefined when it is not the result of a call of a global. */
export function madeBy(value: Value, { results, journal }: Records): GlobalEntry | undefined {
  if (tagOf(value) !== Tag.result) return undefined
  const callee = results.calleeOf(indexOf(value))
  return tagOf(callee) === Tag.global ? journal.globals.entries[indexOf(callee)] : undefined
}

/** Changed objects are told apart by what made them, not one by one. */
export function changeKey(target: Value, { results }: Records): string {
  const tag = tagOf(target)
  if (tag === Tag.global) return `global ${indexOf(target)}`
  if (tag !== Tag.result) return String(tag)
  const callee = results.calleeOf(indexOf(target))
  return `result ${tagOf(callee) === Tag.global ? indexOf(callee) : 'computed'}`
}
