import { compareText } from '../../../base/compare.ts'
import type { PackageStory } from '../../../model/package-assessment.ts'
import type { StoryContext } from './context.ts'
import type { StoryDraft, StoryName } from './draft.ts'
import { STORY_PATTERNS } from './patterns.ts'
import { noveltyIn, type Surroundings } from './surroundings.ts'
import { tellStory, weigh, type WeighedDraft } from './tell-story.ts'
import { VERDICT_WEIGHTS } from './weights.ts'

/** Stories of one name, and of all, that are told of a package; the weightiest are. */
const MOST_OF_A_NAME = 5
/** Rules of the operator's own: each is another matter; the pattern itself puts what is more into one. */
const MOST_OWN_RULES = 20
const MOST_STORIES = 25

/** Different stories of one package that are remembered while its facts are read. */
const MOST_KEYS = 20_000

/** The stories of a package, the weightiest first: each once, however many places and artefacts tell it. `subject` names the package. */
export function storiesOf(context: StoryContext, around: Surroundings, subject: string): readonly PackageStory[] {
  const noveltyOf = noveltyIn(context.input, around)
  const found = new Map<string, Found>()
  for (const pattern of STORY_PATTERNS) {
    for (const draft of pattern(context)) {
      const weighed = weigh(draft, [...noveltyOf(draft), ...around.name, ...around.release])
      if (weighed.weight >= VERDICT_WEIGHTS.tell) keep(found, draft, weighed)
    }
  }
  const sorted = [...found.values()].toSorted(byWeight)
  const told = new Map<StoryName, number>()
  return withoutLesser(sorted)
    .filter(({ best: { draft } }) => {
      const count = (told.get(draft.name) ?? 0) + 1
      told.set(draft.name, count)
      return count <= (draft.name === 'own-rule' ? MOST_OWN_RULES : MOST_OF_A_NAME)
    })
    .slice(0, MOST_STORIES)
    .map(({ best, alike, artefacts }) => tellStory(best, subject, alike, [...artefacts].toSorted(compareText)))
}

interface Found {
  best: WeighedDraft
  alike: number
  readonly artefacts: Set<string>
}

function keep(found: Map<string, Found>, draft: StoryDraft, weighed: WeighedDraft): void {
  const key = `${draft.name} ${draft.key}`
  const known = found.get(key)
  if (known === undefined) {
    if (found.size < MOST_KEYS) found.set(key, { best: weighed, alike: 0, artefacts: new Set([draft.artefact]) })
    return
  }
  // The same in the wheel and in the source archive is one place.
  if (known.artefacts.has(draft.artefact)) known.alike++
  known.artefacts.add(draft.artefact)
  if (weighed.product > known.best.product) known.best = weighed
}

function byWeight(a: Found, b: Found): number {
  return b.best.product - a.best.product || compareText(a.best.draft.key, b.best.draft.key)
}

/**
 * A story that is shown in full makes needless the weaker one of the same name and file that only guesses, and one of several acts
 * those of each of them. Of thefts with one way out the one that takes most is told.
 */
function withoutLesser(sorted: readonly Found[]): readonly Found[] {
  const shown = new Set<string>()
  const covered = new Set<string>()
  const leaving = leavingBy(sorted)
  return sorted.filter(({ best: { draft } }) => {
    if (isPartOfAnother(draft, leaving)) return false
    const places = draft.paths.map((path) => `${draft.name} ${draft.artefact} ${path}`)
    const isGuess = draft.capability.value < 0.6
    if (isGuess && places.some((place) => shown.has(place))) return false
    if (draft.covers === undefined && !isGuess && places.some((place) => covered.has(place))) return false
    if (!isGuess) for (const place of places) (draft.covers === true ? covered : shown).add(place)
    return true
  })
}

/** Thefts of one way out that are compared with each other. */
const MOST_COMPARED = 50

function leavingBy(sorted: readonly Found[]): ReadonlyMap<string, readonly ReadonlySet<string>[]> {
  const byWay = new Map<string, ReadonlySet<string>[]>()
  for (const {
    best: { draft },
  } of sorted) {
    if (draft.leaving === undefined) continue
    const key = `${draft.artefact} ${draft.leaving.by}`
    const known = byWay.get(key)
    if (known === undefined) byWay.set(key, [new Set(draft.leaving.what)])
    else if (known.length < MOST_COMPARED) known.push(new Set(draft.leaving.what))
  }
  return byWay
}

function isPartOfAnother(
  { artefact, leaving }: StoryDraft,
  byWay: ReadonlyMap<string, readonly ReadonlySet<string>[]>,
): boolean {
  if (leaving === undefined) return false
  const others = byWay.get(`${artefact} ${leaving.by}`) ?? []
  return others.some((other) => other.size > leaving.what.length && leaving.what.every((one) => other.has(one)))
}
