import { joined, type StackValue, UNKNOWN } from './stack-value.ts'

/** Expressions of honest code are not deeper; what is deeper is forgotten, not followed. */
export const DEEPEST = 256
const MOST_SAVED = 32

/** The stack of one code object as far as it is known. A class because it lives as long as that is followed. */
export class ValueStack {
  #values: StackValue[] = []

  /** The lowest first. */
  get values(): readonly StackValue[] {
    return this.#values
  }

  get top(): StackValue {
    return this.#values.at(-1) ?? UNKNOWN
  }

  push(...values: readonly StackValue[]): void {
    this.#values.push(...values)
  }

  pop(): StackValue {
    return this.#values.pop() ?? UNKNOWN
  }

  /** The topmost values, the lowest first; all there are where there are fewer. */
  take(count: number): readonly StackValue[] {
    if (count > this.#values.length) {
      const all = this.#values
      this.#values = []
      return all
    }
    return count === 0 ? [] : this.#values.splice(-count)
  }

  /** The topmost value goes below the ones under it. */
  turn(count: number): void {
    const turned = this.take(count)
    this.push(...turned.slice(-1), ...turned.slice(0, -1))
  }

  /** The topmost value changes places with the one so deep. */
  swap(depth: number): void {
    const [low, high] = [this.#values.length - depth, this.#values.length - 1]
    const [a, b] = [this.#values[low], this.#values[high]]
    if (a === undefined || b === undefined) return this.forget()
    this.#values[low] = b
    this.#values[high] = a
  }

  forget(): void {
    this.#values = []
  }

  /** What is known at a place that several ways lead to. */
  saved(): readonly StackValue[] {
    return this.#values.slice(-MOST_SAVED)
  }

  /** Goes on with what was kept. */
  restore(saved: readonly StackValue[]): void {
    this.#values = [...saved]
  }

  /** Two ways come together with one value each: what is known of both goes on. */
  meet(saved: readonly StackValue[]): void {
    const [here, there] = [this.#values.at(-1), saved.at(-1)]
    if (here === undefined || there === undefined || here === there) return
    this.#values[this.#values.length - 1] = {
      ...joined([here, there]),
      chain: here.chain === there.chain ? here.chain : '',
    }
  }
}
