import { plainText, type MappedText } from './mapped-text.ts'
import type { VariableLookup } from './shell-syntax.ts'

/** What a variable is known to hold: one text, the values of an array, or those a loop goes through. */
export interface KnownValue {
  readonly kind: 'text' | 'array' | 'loop'
  readonly values: readonly MappedText[]
  /** Of all values together, in characters. */
  readonly size: number
  /** Do the values stand in the text that is read (else they were given from outside)? */
  readonly here: boolean
}

/**
 * Longer values are not passed on to scripts inside the script: `A=<a megabyte>; sh -c '$A'; sh -c '$A'; …` would cost a
 * megabyte each time. The longest list of packages in a variable seen is some 700 characters.
 */
export const LONGEST_PASSED_ON = 2048

interface History {
  readonly times: number[]
  readonly values: (KnownValue | undefined)[]
}

/**
 * The variables of a script while it is read. Every change is kept with its time, so that a command can be asked later what a
 * variable held when it ran, without a copy of all variables per command. A class because it lives as long as one reading.
 */
export class ShellVariables {
  readonly #outer: VariableLookup
  readonly #histories = new Map<string, History>()
  readonly #changes: { readonly name: string; readonly before: KnownValue | undefined }[] = []
  #time = 0

  constructor(outer: VariableLookup) {
    this.#outer = outer
  }

  get(name: string): KnownValue | undefined {
    const history = this.#histories.get(name)
    return history === undefined ? givenValue(this.#outer(name)) : history.values.at(-1)
  }

  /** Undefined makes it unknown: it was set to something only the run can tell. */
  set(name: string, value: KnownValue | undefined): void {
    this.#changes.push({ name, before: this.get(name) })
    this.#write(name, value)
  }

  /** A lookup that keeps telling what is known now. */
  snapshot(): VariableLookup {
    const time = this.#time
    return (name) => {
      const history = this.#histories.get(name)
      const index = history === undefined ? -1 : lastNotAfter(history.times, time)
      return index < 0 ? this.#outer(name) : textOf(history?.values[index])
    }
  }

  /** A place to come back to. */
  mark(): number {
    return this.#changes.length
  }

  /** A subshell ends: its changes are gone. */
  revert(mark: number): void {
    while (this.#changes.length > mark) {
      const change = this.#changes.pop()
      if (change !== undefined) this.#write(change.name, change.before)
    }
  }

  /** A branch or a loop ends, which may have run or not: what it set is not known any more. */
  forget(mark: number): void {
    for (const { name } of this.#changes.slice(mark)) if (this.get(name) !== undefined) this.#write(name, undefined)
  }

  #write(name: string, value: KnownValue | undefined): void {
    const history = this.#histories.get(name) ?? { times: [], values: [] }
    this.#histories.set(name, history)
    history.times.push(++this.#time)
    history.values.push(value)
  }
}

/** A value that stands elsewhere: given from outside, or the default of an expansion. */
export function givenValue(text: string | undefined): KnownValue | undefined {
  return text === undefined ? undefined : knownValue('text', [plainText(text)], false)
}

/** A value with its size. */
export function knownValue(kind: KnownValue['kind'], values: readonly MappedText[], here: boolean): KnownValue {
  return { kind, values, size: values.reduce((sum, value) => sum + value.text.length + 1, 0), here }
}

function lastNotAfter(times: readonly number[], time: number): number {
  let low = -1
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((times[middle] ?? 0) <= time) low = middle
    else high = middle - 1
  }
  return low
}

function textOf(value: KnownValue | undefined): string | undefined {
  return value?.kind === 'text' && value.size <= LONGEST_PASSED_ON ? value.values[0]?.text : undefined
}
