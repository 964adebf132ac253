import type { KnownMalware, ReleaseChange, StoryFactor } from '../../../../model/package-assessment.ts'
import { factor, type StoryContext } from '../context.ts'
import type { DraftStep, StoryDraft, StoryName } from '../draft.ts'
import { listed, word } from '../phrases.ts'
import { CAPABILITIES, THREATS, type Weighed } from '../weights.ts'

/** Stories of the release itself, whatever its code does: records, what is new, manifests that disagree. */
export function* releaseStories({ input }: StoryContext): Iterable<StoryDraft> {
  const artefact = input.artefacts[0]?.name ?? ''
  for (const record of input.known) yield malware(record, artefact)
  yield* confusion(
    input.changes.filter(({ kind }) => kind === 'manifest-mismatch'),
    artefact,
  )
  yield* suspiciousRelease(
    input.changes.filter(({ kind }) => kind !== 'manifest-mismatch'),
    artefact,
  )
}

function malware({ id, summary, trust, because }: KnownMalware, artefact: string): StoryDraft {
  const isSure = trust === 'sure'
  return draft('known-malware', artefact, id, THREATS[isSure ? 'malware' : 'doubtful-malware'], [], {
    ceiling: isSure ? 'block' : 'hold',
    doubts: isSure ? [] : because.slice(0, 10).map((one) => word(one, 200)),
    sentence: `${word(id)} names this release as malware${summary === '' ? '' : `: ${word(summary, 200).replace(/\.$/, '')}`}`,
    steps: [],
  })
}

function* confusion(changes: readonly ReleaseChange[], artefact: string): Iterable<StoryDraft> {
  const [worst] = changes.toSorted((a, b) => b.weight - a.weight)
  if (worst === undefined) return
  const threat: Weighed = { value: worst.weight, because: 'what the registry shows is not what is installed' }
  yield draft(
    'manifest-confusion',
    artefact,
    [...new Set(changes.map(({ subject }) => subject))].toSorted().slice(0, 10).join(', '),
    threat,
    [],
    {
      ceiling: 'hold',
      doubts: [],
      sentence: `The registry shows another manifest than the archive has: ${listed(changes.slice(0, 20).map(({ text }) => word(text, 160)))}`,
      steps: changes.slice(0, MOST_STEPS).map(stepOf),
    },
  )
}

const MOST_STEPS = 10

/** One new thing comes with every release; what counts is how much the second one says. */
function* suspiciousRelease(changes: readonly ReleaseChange[], artefact: string): Iterable<StoryDraft> {
  const strongest = [...Map.groupBy(changes, ({ kind }) => kind).values()]
    .map((some) => some.reduce((a, b) => (b.weight > a.weight ? b : a)))
    .toSorted((a, b) => b.weight - a.weight)
  const [first, second] = strongest
  if (first === undefined || second === undefined || second.weight < LEAST_SECOND) return
  const threat: Weighed = { value: first.weight, because: word(first.text, 200) }
  const other = factor('release', {
    value: Math.sqrt(second.weight),
    because: `and at the same time ${word(second.text, 200)}`,
  })
  const told = strongest.filter(({ weight }) => weight >= LEAST_SECOND)
  yield draft(
    'suspicious-release',
    artefact,
    told
      .map(({ kind }) => kind)
      .toSorted()
      .join(', '),
    threat,
    [other],
    {
      ceiling: 'hold',
      doubts: ['what a release changes is not what it does'],
      sentence: `Much is new against the release before: ${told
        .slice(0, 4)
        .map((one) => word(withoutEvidence(one), 120))
        .join('; ')}`,
      steps: told.slice(0, MOST_STEPS).map(stepOf),
    },
  )
}

/** What code does ends with its words in parentheses, which the steps show. */
function withoutEvidence({ kind, text }: ReleaseChange): string {
  const end = kind === 'capability' || kind === 'host' ? text.indexOf(' (') : -1
  return end < 0 ? text : text.slice(0, end)
}

const LEAST_SECOND = 0.3

function stepOf({ text, location, subject }: ReleaseChange): DraftStep {
  const line = location?.lines?.start ?? 1
  return {
    text: word(text, 300),
    ...(location === undefined ? {} : { place: { path: location.path, line } }),
    evidence: word(subject, 200),
  }
}

function draft(
  name: StoryName,
  artefact: string,
  key: string,
  threat: Weighed,
  factors: readonly StoryFactor[],
  rest: Pick<StoryDraft, 'ceiling' | 'doubts'> & ReturnType<StoryDraft['tell']>,
): StoryDraft {
  return {
    name,
    key,
    artefact,
    threat,
    capability: CAPABILITIES.single,
    factors,
    ceiling: rest.ceiling,
    subjects: [],
    paths: [],
    doubts: rest.doubts,
    tell: () => ({ sentence: rest.sentence, steps: rest.steps }),
  }
}
