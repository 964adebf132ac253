import type { Ecosystem } from '../../../model/ecosystem.ts'
import { withoutAffix } from './affixes.ts'
import type { NameCandidate } from './candidate.ts'
import { candidateWeight } from './candidate-weight.ts'
import { editDistance, mostEdits } from './edit-distance.ts'
import { hasForeignLookalike, homoglyphFold } from './homoglyphs.ts'
import { type NameForms, nameForms, singular, sortedWords } from './name-forms.ts'
import { joinedText, type NameIndex } from './name-index.ts'
import type { Resemblance } from './resemblance.ts'
import { scopeCandidates } from './scope-candidates.ts'
import { typingSlip } from './typing-slip.ts'

/**
 * The popular names that `written` resembles, the weightiest first, then by popularity; at most MOST_CANDIDATES. None for a name
 * that is popular itself. `prior` is the chance that the package is malicious before its name is looked at (PRIOR_CHANCE without it).
 * Names with an npm scope are compared by scope only, and never with names that have none: 15 of 34 false alarms that one
 * project reports came from that. Hash look-ups; a question against 15,000 names takes well below a millisecond.
 */
export function nameCandidates(written: string, index: NameIndex, prior?: number): readonly NameCandidate[] {
  const asked = nameForms(index.ecosystem, written)
  if (asked === undefined || index.numbers.has(asked.name)) return []
  const found = new Map<string, NameCandidate>()
  for (const trait of asked.scope === undefined ? resemblances(written, asked, index) : scopeCandidates(asked, index)) {
    const candidate = candidateOf(trait, index, prior)
    // The first kind that hits says most: what differs in a separator only is also one edit away.
    if (!found.has(candidate.popular)) found.set(candidate.popular, candidate)
  }
  return [...found.values()].sort(byWeight).slice(0, MOST_CANDIDATES)
}

/** More tell a reader nothing. */
const MOST_CANDIDATES = 8

function byWeight(a: NameCandidate, b: NameCandidate): number {
  return b.weight.chance - a.weight.chance || (a.rank ?? 0) - (b.rank ?? 0)
}

function candidateOf(
  { kind, trait, number, distance, how }: Resemblance,
  index: NameIndex,
  prior?: number,
): NameCandidate {
  const popular = index.names[number]?.name ?? ''
  return {
    kind,
    popular,
    ecosystem: index.ecosystem,
    rank: number + 1,
    distance,
    weight: candidateWeight(trait, index.ecosystem, prior),
    because: how.replace('$', () => popular),
  }
}

function* resemblances(written: string, asked: NameForms, index: NameIndex): Generator<Resemblance> {
  yield* sameJoined(asked, index)
  yield* lookalikes(written, asked, index)
  yield* otherForms(asked, index)
  yield* affixes(asked, index)
  yield* edits(asked, index)
}

function* sameJoined({ joined }: NameForms, index: NameIndex): Generator<Resemblance> {
  const same = index.joined.get(joined)
  if (same !== undefined) {
    yield {
      kind: 'separators',
      trait: 'separators',
      number: same,
      distance: 0,
      how: 'differs from $ in separators or case only',
    }
  }
  const flattened = index.flattened.get(joined)
  if (flattened !== undefined) {
    yield {
      kind: 'scope',
      trait: 'scope',
      number: flattened,
      distance: 0,
      how: 'is $ with its scope written into the name',
    }
  }
}

function* lookalikes(written: string, { joined }: NameForms, index: NameIndex): Generator<Resemblance> {
  // As written first: `I` and `l` are told apart only before the ecosystem makes small letters of them.
  for (const fold of [homoglyphFold(joinedText(written)), homoglyphFold(joined)]) {
    const number = index.folded.get(fold)
    if (number === undefined) continue
    const trait = hasForeignLookalike(written) ? 'foreign-lookalike' : 'one-edit'
    yield { kind: 'homoglyph', trait, number, distance: 0, how: 'looks like $' }
  }
}

function* otherForms({ words }: NameForms, index: NameIndex): Generator<Resemblance> {
  const number = index.singular.get(singular(words))
  if (number !== undefined) {
    yield { kind: 'plural', trait: 'one-edit', number, distance: 1, how: 'differs from $ in singular and plural only' }
  }
  const ordered = index.sorted.get(sortedWords(words) ?? '')
  if (ordered !== undefined) {
    yield {
      kind: 'word-order',
      trait: 'word-order',
      number: ordered,
      distance: 0,
      how: 'has the words of $ in another order',
    }
  }
}

function* affixes({ words, joined }: NameForms, index: NameIndex): Generator<Resemblance> {
  const rests = withoutAffix(words)
  for (const rest of rests) {
    const number = index.joined.get(rest)
    if (number === undefined) continue
    yield { kind: 'affix', trait: 'affix', number, distance: 1, how: 'is $ with a word added that says little' }
  }
  const longer = index.plain.get(joined)
  if (longer !== undefined) {
    // Nobody counted this way round. The name of the language only: `buffer` and `safe-buffer` are two things.
    yield {
      kind: 'affix',
      trait: 'other-affix',
      number: longer,
      distance: 1,
      how: 'is $ without the name of the language',
    }
  }
  for (const rest of rests) {
    const number = index.bare.get(rest)
    if (number === undefined) continue
    yield { kind: 'affix', trait: 'other-affix', number, distance: 2, how: 'is $ with one word for another' }
  }
}

function* edits({ base }: NameForms, index: NameIndex): Generator<Resemblance> {
  for (const number of index.near(base)) {
    const popular = index.names[number]?.base ?? ''
    const most = mostEdits(Math.min(base.length, popular.length))
    const distance = most === 0 ? undefined : editDistance(base, popular, most)
    if (distance === undefined || distance === 0 || isOtherNumber(base, popular)) continue
    yield {
      kind: 'edit',
      trait: distance === 1 ? 'one-edit' : 'two-edits',
      number,
      distance,
      how: howEdited(popular, base, distance),
    }
  }
}

/** `nvidia-cudnn-cu13` beside `nvidia-cudnn-cu12`: members of a family that count. */
function isOtherNumber(a: string, b: string): boolean {
  return a.length === b.length && a.replace(/\d/g, '0') === b.replace(/\d/g, '0')
}

function howEdited(popular: string, base: string, distance: number): string {
  if (distance > 1) return `is ${distance} edits from $`
  const slip = typingSlip(popular, base)
  return slip === undefined ? 'is one edit from $' : `is one edit from $ (${slip})`
}

/** Names that go with an ecosystem in another one: the twin of `name`, popular there and not here. Undefined when there is none. */
export function twinCandidate(
  written: string,
  here: NameIndex,
  there: NameIndex,
  prior?: number,
): NameCandidate | undefined {
  const asked = nameForms(here.ecosystem, written)
  if (asked === undefined || asked.scope !== undefined || here.numbers.has(asked.name)) return undefined
  const number = there.numbers.get(nameForms(there.ecosystem, asked.base)?.name ?? '')
  if (number === undefined) return undefined
  const how = `has the name of a package that is popular on ${ECOSYSTEM_TITLE[there.ecosystem]} and not known here`
  return {
    ...candidateOf({ kind: 'twin', trait: 'twin', number, distance: 0, how }, there, prior),
    weight: candidateWeight('twin', here.ecosystem, prior),
  }
}

const ECOSYSTEM_TITLE: Readonly<Record<Ecosystem, string>> = { PyPI: 'PyPI', npm: 'npm', conda: 'conda' }
