import { compareText } from '../../base/compare.ts'
import type { RuledObservation } from '../../model/finding.ts'
import { worthSaying } from '../personal-data/worth-saying.ts'
import { type Answers, NO_ANSWERS } from './ask-providers.ts'
import { isPersonal } from './is-personal.ts'
import { personalObservation } from './personal-observation.ts'
import type { SensitiveMatch } from './sensitive-match.ts'
import type { ValueKey } from './sensitive-settings.ts'
import type { Sighting, Witness } from './sighting.ts'
import { type SeenValue, secretObservation } from './to-observation.ts'

/** Places of one value that are shown. */
const MOST_PLACES = 5

/** Values of one rule in one file that are reported one by one: a file with more is a list of them. */
const MOST_VALUES = 100

/** Different secrets, and sightings of personal data, that are kept of one file while it is looked at: bounds memory on a list of them. */
const MOST_KEPT = 20_000

/** Takes down what is seen in one file. Lives as long as the inspection of the file, which alone knows the values. */
export class SightingLog implements Witness {
  readonly #secrets = new Map<string, { readonly first: Sighting; readonly places: Sighting[]; count: number }>()
  readonly #personal = new Map<SensitiveMatch, Sighting>()
  readonly #missed: string[] = []
  #more = 0

  see(sighting: Sighting): void {
    const { match } = sighting
    if (isPersonal(match.rule.id)) {
      if (this.#personal.size >= MOST_KEPT) this.#more++
      else this.#personal.set(match, sighting)
      return
    }
    const key = `${match.rule.id}\n${match.value}`
    const known = this.#secrets.get(key)
    if (known !== undefined) {
      known.count++
      if (known.places.length < MOST_PLACES) known.places.push(sighting)
    } else if (this.#secrets.size >= MOST_KEPT) this.#more++
    else this.#secrets.set(key, { first: sighting, places: [sighting], count: 1 })
  }

  miss(reason: string): void {
    this.#missed.push(reason)
  }

  /** What was not looked at, or not kept. */
  get missed(): readonly string[] {
    return this.#more === 0 ? this.#missed : [...this.#missed, `${this.#more} more values than are kept of one file`]
  }

  /** Everything worth saying: secrets one by one, personal data one observation for a kind. By rule. */
  observations(path: string, key: ValueKey, answers: Answers = NO_ANSWERS): readonly RuledObservation[] {
    const secrets = Map.groupBy(this.#secrets.values(), ({ first }) => first.match.rule.id)
    return [
      ...[...secrets.values()].flatMap((values) => told(path, values, key, answers)),
      ...this.#ofPeople(path),
    ].toSorted((a, b) => compareText(a.ruleId, b.ruleId))
  }

  /** The secrets that are reported one by one. */
  listed(): readonly SensitiveMatch[] {
    const byRule = Map.groupBy(this.#secrets.values(), ({ first }) => first.match.rule.id)
    return [...byRule.values()].flatMap((values) => values.slice(0, MOST_VALUES).map(({ first }) => first.match))
  }

  /** Every different secret. */
  secrets(): readonly string[] {
    return [...new Set([...this.#secrets.values()].map(({ first }) => first.match.value))]
  }

  /** What an address means depends on the kind of text: the cells of a notebook are code, what they printed is not. */
  #ofPeople(path: string): readonly RuledObservation[] {
    const byRole = Map.groupBy(this.#personal.values(), ({ role }) => role)
    return [...byRole].flatMap(([role, sightings]) => {
      const groups = worthSaying(
        sightings.map(({ match }) => match),
        { role, path },
      )
      return groups.map((group) => personalObservation(path, group, (match) => this.#personal.get(match)))
    })
  }
}

/** Values beyond the bound are counted in the last one's message. */
function told(
  path: string,
  values: readonly SeenValue[],
  key: ValueKey,
  answers: Answers,
): readonly RuledObservation[] {
  const shown = values
    .slice(0, MOST_VALUES)
    .map((seen) => secretObservation(path, seen, key, answers.get(seen.first.match)))
  const last = shown.at(-1)
  const left = values.length - shown.length
  if (left === 0 || last === undefined) return shown
  return [...shown.slice(0, -1), { ...last, message: `${last.message} ${left} more of the kind are not listed.` }]
}
