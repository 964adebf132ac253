import { compareText } from '../../base/compare.ts'
import type { RuledObservation } from '../../model/finding.ts'
import type { ValueKey } from './sensitive-settings.ts'
import type { Sighting, Witness } from './sighting.ts'
import { secretObservation } from './to-observation.ts'

/** Places of one value that are shown. */
const MOST_PLACES = 5

/** Values of one rule in one file that are reported one by one: a file with more is a list of them. */
const MOST_VALUES = 100

/** Different values of one file that are kept while it is looked at: bounds memory on a file of tokens. */
const MOST_KEPT = 20_000

/** Takes down what is seen in one file. Lives as long as the inspection of the file, which alone knows the values. */
export class SightingLog implements Witness {
  readonly #seen = new Map<string, { readonly first: Sighting; readonly places: Sighting[]; count: number }>()
  readonly #missed: string[] = []
  #more = 0

  see(sighting: Sighting): void {
    const key = `${sighting.match.rule.id}\n${sighting.match.value}`
    const known = this.#seen.get(key)
    if (known !== undefined) {
      known.count++
      if (known.places.length < MOST_PLACES) known.places.push(sighting)
    } else if (this.#seen.size >= MOST_KEPT) this.#more++
    else this.#seen.set(key, { first: sighting, places: [sighting], count: 1 })
  }

  miss(reason: string): void {
    this.#missed.push(reason)
  }

  /** What was not looked at. */
  get missed(): readonly string[] {
    return this.#more === 0 ? this.#missed : [...this.#missed, `${this.#more} more values than are kept of one file`]
  }

  /** Everything seen, worst places first within a rule; values beyond the bound are counted in the last one's message. */
  observations(path: string, key: ValueKey): readonly RuledObservation[] {
    const byRule = Map.groupBy(this.#seen.values(), ({ first }) => first.match.rule.id)
    return [...byRule]
      .toSorted(([a], [b]) => compareText(a, b))
      .flatMap(([, values]) => {
        const told = values.slice(0, MOST_VALUES).map((seen) => secretObservation(path, seen, key))
        const last = told.at(-1)
        const left = values.length - told.length
        if (left === 0 || last === undefined) return told
        return [...told.slice(0, -1), { ...last, message: `${last.message} ${left} more of the kind are not listed.` }]
      })
  }

  /** Every different secret. */
  secrets(): readonly string[] {
    const values = [...this.#seen.values()].map(({ first }) => first.match)
    return [...new Set(values.filter(({ rule }) => !rule.id.startsWith('personal-data/')).map(({ value }) => value))]
  }
}
