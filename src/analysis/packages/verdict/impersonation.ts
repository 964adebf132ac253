import type { PackageStory } from '../../../model/package-assessment.ts'
import type { AssessmentInput } from './assessment-input.ts'
import { factor } from './context.ts'
import type { StoryDraft } from './draft.ts'
import { word } from './phrases.ts'
import { surroundingsOf } from './surroundings.ts'
import { tellStory, weigh } from './tell-story.ts'
import { CAPABILITIES, RELEASE } from './weights.ts'

/**
 * A name like a popular one, in a project that nobody knows for long, with a package that does something by itself: each alone is
 * ordinary (one name in a hundred is an edit away from a popular one), the three together hold. A name alone never does.
 */
export function impersonation(
  input: AssessmentInput,
  stories: readonly PackageStory[],
  subject: string,
): readonly PackageStory[] {
  const [sign] = input.names.toSorted((a, b) => b.chance - a.chance)
  const { release } = surroundingsOf(input)
  const isYoung = release.some(({ value }) => value === RELEASE.young.value)
  // What a rule of the operator's own says is about a file, and may be said of every package.
  const acts = acting(
    input,
    stories.filter(({ id }) => id !== 'packages/own-rule'),
  )
  if (sign === undefined || sign.chance < LEAST_CHANCE || !isYoung || acts === undefined) return []
  const draft: StoryDraft = {
    name: 'impersonates',
    key: `${sign.kind} ${sign.popular}`,
    artefact: input.artefacts[0]?.name ?? '',
    threat: { value: Math.min(1, 0.3 + sign.chance), because: word(sign.text, 200) },
    capability: CAPABILITIES.single,
    factors: [factor('capability', { value: acts.value, because: acts.because }), ...release],
    ceiling: 'hold',
    subjects: [],
    paths: [],
    doubts: ['names alike are common; most of them are honest'],
    tell: () => ({
      sentence: `The name is like ${word(sign.popular)} (${word(sign.text, 160)}), the project is young, and ${acts.because}`,
      steps: [],
    }),
  }
  const weighed = weigh(draft, [])
  return weighed.weight < MOST_HARMLESS ? [] : [tellStory(weighed, subject, 0, [draft.artefact])]
}

/** A name one edit from a popular one of PyPI has 0.039 (measured). */
const LEAST_CHANCE = 0.03
const MOST_HARMLESS = 10

/** What the package does by itself: the weightiest story, or a hook of the installation. */
function acting(
  { artefacts }: AssessmentInput,
  [first]: readonly PackageStory[],
): { readonly value: number; readonly because: string } | undefined {
  if (first !== undefined && first.weight >= MOST_HARMLESS)
    return {
      value: Math.min(1.5, 0.7 + first.weight / 50),
      because: `it does something that needs an eye: ${first.title.toLowerCase()}`,
    }
  const hook = artefacts.flatMap(({ manifest }) => manifest?.hooks ?? [])[0]
  return hook === undefined
    ? undefined
    : { value: 0.8, because: `it runs something on install (${word(hook.name, 40)})` }
}
