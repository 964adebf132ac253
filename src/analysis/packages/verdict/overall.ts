import type { PackageStory, PackageVerdict } from '../../../model/package-assessment.ts'
import type { AssessmentInput, InspectedArtefact } from './assessment-input.ts'
import { listed, word } from './phrases.ts'
import { graver } from './tell-story.ts'
import { MOST_TOGETHER } from './weights.ts'

/** The verdict that stories make together, and why, the weightiest first. */
export function overall(
  stories: readonly PackageStory[],
  input: AssessmentInput,
): { readonly verdict: PackageVerdict; readonly because: readonly string[] } {
  const { allowed, now, artefacts, diagnostics } = input
  const counted = stories.filter(({ verdict }) => verdict !== 'allow')
  const worst = counted.reduce<PackageVerdict>((verdict, story) => graver(verdict, story.verdict), 'allow')
  const reasons = counted.map(({ text }) => text)
  if (worst === 'hold' && togetherBlock(counted))
    return {
      verdict: 'block',
      because: [
        `${counted.length} stories that would each hold the release say together that it is malicious.`,
        ...reasons,
      ],
    }
  if (worst !== 'allow') return { verdict: worst, because: reasons }
  const [lost, ...more] = diagnostics.filter(({ level }) => level === 'error')
  if (lost !== undefined)
    return {
      verdict: 'hold',
      because: [
        `What was not looked at is not known to be harmless: ${word(lost.message, 300)}${more.length === 0 ? '' : `, and ${more.length} more`}.`,
      ],
    }
  if (allowed !== undefined && Date.parse(allowed.expires) > now && stories.length > 0)
    return {
      verdict: 'allow',
      because: [`It is allowed by ${allowed.approvedBy.join(' and ')} until ${allowed.expires}.`],
    }
  if (artefacts.length === 0)
    return {
      verdict: 'hold',
      because: ['There was no artefact to look at, and what was not looked at is not known to be harmless.'],
    }
  const closed = artefacts.filter((one) => isClosed(one) && !isAllowed(one, input))
  if (closed.length > 0)
    return {
      verdict: 'hold',
      because: [
        `${listed(closed.map(({ name }) => word(name, 120)))} could not be opened, or not to its end, and what was not looked at is not known to be harmless.`,
      ],
    }
  return { verdict: 'allow', because: [reassurance(stories)] }
}

/** Nothing in it says what it is, and it could not be opened, or not to its end: an installer may see more than a reader did. */
function isClosed({ manifest, files, notes }: InspectedArtefact): boolean {
  if (manifest !== undefined) return false
  return (
    files.length === 0 || notes.some(({ kind, path }) => path === '' && (kind === 'not-inspected' || kind === 'damage'))
  )
}

function isAllowed({ sha256 }: InspectedArtefact, { allowed, alsoAllowed = [], now }: AssessmentInput): boolean {
  return [...(allowed === undefined ? [] : [allowed]), ...alsoAllowed].some(
    (one) => one.sha256 === sha256 && Date.parse(one.expires) > now,
  )
}

/**
 * Only what code does by itself and of different kinds: two thefts are one story told twice, a guess makes no other guess truer, and a rule of the
 * operator's own most likely saw what a story tells as well.
 */
function togetherBlock(stories: readonly PackageStory[]): boolean {
  const weights = new Map<string, number>()
  for (const { id, weight, confidence } of stories)
    if (confidence.level !== 'low' && !id.endsWith('/unreadable') && !id.endsWith('/own-rule'))
      weights.set(id, Math.max(weight, weights.get(id) ?? 0))
  if (weights.size < 2) return false
  return [...weights.values()].reduce((honest, weight) => honest * (1 - weight / 100), 1) < MOST_TOGETHER
}

function reassurance(stories: readonly PackageStory[]): string {
  if (stories.length === 0) return 'Nothing that it does speaks against it.'
  return stories.length === 1
    ? 'What it does is told below; honest packages do so too.'
    : `The ${stories.length} things told below are what honest packages do too.`
}
