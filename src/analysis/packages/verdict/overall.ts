import type { PackageStory, PackageVerdict } from '../../../model/package-assessment.ts'
import type { AssessmentInput } from './assessment-input.ts'
import { graver } from './tell-story.ts'
import { MOST_TOGETHER } from './weights.ts'

/** The verdict that stories make together, and why, the weightiest first. */
export function overall(
  stories: readonly PackageStory[],
  { allowed, now, artefacts }: AssessmentInput,
): { readonly verdict: PackageVerdict; readonly because: readonly string[] } {
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
  return { verdict: 'allow', because: [reassurance(stories)] }
}

/** Only what code does by itself and of different kinds: two thefts are one story told twice, and a guess makes no other guess truer. */
function togetherBlock(stories: readonly PackageStory[]): boolean {
  const weights = new Map<string, number>()
  for (const { id, weight, confidence } of stories)
    if (confidence.level !== 'low' && !id.endsWith('/unreadable'))
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
