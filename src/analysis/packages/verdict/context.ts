import type { StoryFactor } from '../../../model/package-assessment.ts'
import type { AssessmentInput } from './assessment-input.ts'
import type { StoryDraft } from './draft.ts'
import type { PackageEvidence, Seen, SeenFile } from './evidence.ts'
import type { Exposure } from './exposure.ts'
import { runsByItself } from './exposure.ts'
import type { Purpose } from './purpose.ts'
import { CONCEALED, HIDDEN, PURPOSE, type Weighed } from './weights.ts'

/** What patterns look at. */
export interface StoryContext {
  readonly evidence: PackageEvidence
  readonly purpose: Purpose
  readonly input: AssessmentInput
}

/** Finds stories of one kind; the best of those with one key is told. */
export type StoryPattern = (context: StoryContext) => Iterable<StoryDraft>

/** A weighed fact as a factor of a story. */
export function factor(name: StoryFactor['factor'], { value, because }: Weighed): StoryFactor {
  return { factor: name, value: Math.round(value * 100) / 100, because }
}

/** Marks of code that nobody can read. Invisible characters and look-alikes stand in honest tables of letters as well. */
const UNREADABLE = new Set([
  'string-table',
  'packed',
  'jsfuck',
  'escapes',
  'hidden-name',
  'encoded-code',
  'far-right',
  'pyarmor',
  'compiled-without-source',
  'compiled-differs',
])

/** What makes an act heavier: the file is unreadable, or removes its traces. */
export function concealment(file: SeenFile): readonly StoryFactor[] {
  const marks = unreadableMarks(file)
  const [hide] = file.of('hide')
  return [
    ...(marks.length === 0
      ? []
      : [factor('capability', { ...CONCEALED, because: `${CONCEALED.because} (${marks.join(', ')})` })]),
    ...(hide === undefined
      ? []
      : [factor('capability', { ...HIDDEN, because: `${HIDDEN.because} (${hide.behaviour.subject.slice(0, 60)})` })]),
  ]
}

/** The ways in which a file is made unreadable. */
export function unreadableMarks({ marks }: SeenFile): readonly string[] {
  return [...marks].filter((mark) => UNREADABLE.has(mark))
}

/** What makes an act lighter: the package is for it, and does it when it is asked. */
export function fitting({ purpose }: StoryContext, exposure: Exposure, words: RegExp): readonly StoryFactor[] {
  return !runsByItself(exposure) && words.test(purpose.text) ? [factor('threat', PURPOSE)] : []
}

/** A step for what is seen. */
export function stepOf(
  { behaviour }: Seen,
  text: string,
): { text: string; place: Seen['behaviour']['place']; evidence: string } {
  return { text, place: behaviour.place, evidence: behaviour.evidence }
}

/** The first of several kinds of a file that runs no later than another act. */
export function withIn(
  file: SeenFile,
  kinds: readonly Seen['behaviour']['kind'][],
  exposure: Exposure,
): Seen | undefined {
  for (const kind of kinds) {
    const found = file
      .of(kind)
      .find((seen) => seen.exposure === exposure || (runsByItself(seen.exposure) && runsByItself(exposure)))
    if (found !== undefined) return found
  }
  return undefined
}
