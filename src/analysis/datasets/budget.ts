import type { Clock } from '../../base/clock.ts'
import type { DatasetBudget } from './dataset-inspection.ts'

/** What may be spent on one file. The clock bounds the work; of the result it only decides where it ends, which is said. */
export class Budget {
  /** Of the file as it is stored. */
  bytes = 0
  readonly #limit: DatasetBudget
  readonly #clock: Clock
  readonly #began: number

  constructor(limit: DatasetBudget, clock: Clock) {
    this.#limit = limit
    this.#clock = clock
    this.#began = clock.now()
  }

  /** Why it is time to stop, in words, or undefined while it is not. */
  spent(): string | undefined {
    const { bytes, milliseconds } = this.#limit
    if (bytes !== undefined && this.bytes >= bytes) return `the budget of ${bytes} bytes was spent`
    if (milliseconds !== undefined && this.#clock.now() - this.#began >= milliseconds)
      return `the budget of ${milliseconds / 1000} s was spent`
    return undefined
  }
}
