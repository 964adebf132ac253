import { compareTimes } from './fields.ts'
import type { ReadRecord } from './record.ts'
import type { FeedCounts } from './source-state.ts'

const MOST_EXAMPLES = 20
const LONGEST_EXAMPLE = 160
const DAY = 86_400_000

/**
 * Counts what a feed holds while it is read: nothing is dropped without a number, and the first few troubles are kept in words.
 */
export class Tally {
  #counts: { -readonly [K in keyof FeedCounts]: FeedCounts[K] }
  readonly #examples: string[]
  /** A record from the year 2099 must not make the data look fresh and stop every later update. */
  readonly #latest: string
  #newest: string

  constructor(
    now: number,
    before?: { readonly counts: FeedCounts; readonly examples: readonly string[]; readonly newest: string },
  ) {
    this.#counts = { ...(before?.counts ?? { records: 0, withdrawn: 0, empty: 0, denied: 0, bad: 0, partial: 0 }) }
    this.#examples = [...(before?.examples ?? [])]
    this.#newest = before?.newest ?? ''
    this.#latest = new Date(now + DAY).toISOString()
  }

  get counts(): FeedCounts {
    return { ...this.#counts }
  }

  /** Of all that were read and not bad. */
  get total(): number {
    const { records, withdrawn, empty, denied } = this.#counts
    return records + withdrawn + empty + denied
  }

  get examples(): readonly string[] {
    return [...this.#examples]
  }

  /** Newest `modified` seen, not later than a day from now; empty without one. */
  get newest(): string {
    return this.#newest
  }

  /** `label` stands for a record that has no id of its own, for example the name of its file. */
  add(record: ReadRecord, label: string): void {
    if (record.kind === 'denied') this.#counts.denied++
    else if (record.kind === 'bad') this.bad(record.id ?? label, record.problem)
    else this.#understood(record)
  }

  bad(label: string, problem: string): void {
    this.#counts.bad++
    this.#example(label, problem)
  }

  entry(): void {
    this.#counts.records++
  }

  seen(time: string): void {
    if (compareTimes(time, this.#newest) > 0 && compareTimes(time, this.#latest) < 0) this.#newest = time
  }

  #understood(record: Extract<ReadRecord, { kind: 'record' }>): void {
    if (record.withdrawn !== undefined) this.#counts.withdrawn++
    else if (record.advisories.length === 0) this.#counts.empty++
    else this.#counts.records++
    if (record.problems.length > 0) {
      this.#counts.partial++
      this.#example(record.id, record.problems.join(', '))
    }
    if (record.modified !== '') this.seen(record.modified)
  }

  #example(label: string, problem: string): void {
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(`${label}: ${problem}`.slice(0, LONGEST_EXAMPLE))
  }
}
