import { excerpt } from '../../../base/escape.ts'
import type { RuleId } from '../../../model/finding.ts'
import { at } from '../../../model/location.ts'
import type { PackageStory, PackageVerdict, StoryFactor, StoryStep } from '../../../model/package-assessment.ts'
import type { Severity } from '../../../model/severity.ts'
import { factor } from './context.ts'
import type { DraftStep, StoryDraft, StoryName } from './draft.ts'
import { MOMENTS } from './exposure.ts'
import { STORY_TITLES } from './story-titles.ts'
import { ROLES, VERDICT_WEIGHTS } from './weights.ts'

/** A draft with all its factors and what it weighs. */
export interface WeighedDraft {
  readonly draft: StoryDraft
  readonly factors: readonly StoryFactor[]
  readonly weight: number
  /** The product before it is cut at 100: what is worse among the worst. */
  readonly product: number
  readonly verdict: PackageVerdict
}

/** Multiplies the factors of a draft with what surrounds it. */
export function weigh(draft: StoryDraft, around: readonly StoryFactor[]): WeighedDraft {
  const factors = [
    factor('capability', draft.capability),
    factor('threat', draft.threat),
    ...(draft.exposure === undefined ? [] : [factor('role', ROLES[draft.exposure])]),
    ...draft.factors,
    // A record is about this very release: neither its name nor its age makes it truer.
    ...(draft.name === 'known-malware' ? [] : around),
  ]
  const weight = weightOf(factors)
  return { draft, factors, weight, product: productOf(factors), verdict: atMost(verdictOf(weight), draft.ceiling) }
}

/** The weight that factors make: their product, times 100, at most 100. */
export function weightOf(factors: readonly StoryFactor[]): number {
  return Math.min(100, Math.round(100 * productOf(factors)))
}

function productOf(factors: readonly StoryFactor[]): number {
  return factors.reduce((product, { value }) => product * value, 1)
}

function verdictOf(weight: number): PackageVerdict {
  if (weight >= VERDICT_WEIGHTS.block) return 'block'
  return weight >= VERDICT_WEIGHTS.hold ? 'hold' : 'allow'
}

const ORDER: readonly PackageVerdict[] = ['allow', 'hold', 'block']

/** The milder of two verdicts. */
export function atMost(verdict: PackageVerdict, ceiling: PackageVerdict): PackageVerdict {
  return ORDER[Math.min(ORDER.indexOf(verdict), ORDER.indexOf(ceiling))] ?? 'hold'
}

/** The graver of two verdicts. */
export function graver(a: PackageVerdict, b: PackageVerdict): PackageVerdict {
  return ORDER[Math.max(ORDER.indexOf(a), ORDER.indexOf(b))] ?? 'hold'
}

/** Most steps of one story. */
const MOST_STEPS = 24

/** Tells a story of a package. `alike`: in how many more places the same was found; `artefacts`: in which artefacts. */
export function tellStory(
  { draft, factors, weight, verdict }: WeighedDraft,
  subject: string,
  alike: number,
  artefacts: readonly string[],
): PackageStory {
  const { sentence, steps } = draft.tell()
  const moment = draft.exposure === undefined ? '' : `${MOMENTS[draft.exposure]}, `
  const more = alike === 0 ? '' : ` (and in ${alike} more ${alike === 1 ? 'place' : 'places'})`
  return {
    id: storyId(draft.name),
    title: STORY_TITLES[draft.name],
    text: `${excerpt(capital(`${moment}${sentence}${more}`), MOST_TEXT)}.`,
    severity: severityOf(verdict, weight),
    confidence: confidenceOf(draft, factors),
    verdict,
    weight,
    factors,
    steps: steps.slice(0, MOST_STEPS).map(stepOf),
    artefacts,
    identity: excerpt(`${subject} ${draft.name} ${draft.key}`, MOST_TEXT),
  }
}

const MOST_TEXT = 600

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** The id of a story and of the rule that describes it. */
export function storyId(name: StoryName): RuleId {
  return `packages/${name}`
}

function severityOf(verdict: PackageVerdict, weight: number): Severity {
  if (verdict === 'block') return 'critical'
  if (verdict === 'hold') return 'high'
  return weight >= VERDICT_WEIGHTS.hold / 2 ? 'low' : 'none'
}

function confidenceOf({ capability, doubts }: StoryDraft, factors: readonly StoryFactor[]): PackageStory['confidence'] {
  const isNew = factors.some(({ factor: name, value }) => name === 'novelty' && value > 1)
  const level = capability.value < 0.6 ? 'low' : doubts.length > 0 ? 'medium' : 'high'
  return { level, because: [capability.because, ...(isNew ? ['the release before did not'] : []), ...doubts] }
}

function stepOf({ text, place, evidence }: DraftStep): StoryStep {
  return {
    text,
    location: place === undefined ? { path: '' } : at(place.path, place.line, place.column),
    evidence: excerpt(evidence, 200),
  }
}
