import type { AssessmentInput, InspectedArtefact } from './assessment-input.ts'
import { word } from './phrases.ts'

/** Gaps that are told one by one; the rest is counted. */
const MOST_GAPS = 30

/** One sentence for each thing that was not looked at. */
export function gapsOf(input: AssessmentInput): readonly string[] {
  const gaps = [...input.artefacts.flatMap(artefactGaps), ...allowance(input)]
  return gaps.length <= MOST_GAPS
    ? gaps
    : [...gaps.slice(0, MOST_GAPS), `${gaps.length - MOST_GAPS} more things were not looked at.`]
}

function artefactGaps({ name, files, notes, behaviours }: InspectedArtefact): readonly string[] {
  const own = word(name, 120)
  const not = files.filter(({ looked, kind }) => looked === 'not' && !MATTERLESS.has(kind))
  const part = files.filter(({ looked }) => looked === 'part')
  const unread = behaviours.filter(({ kind }) => kind === 'unread')
  return [
    ...notes
      .filter(({ kind }) => kind === 'not-inspected' || kind === 'encrypted')
      .map(({ path, message }) => `${own}${path === '' ? '' : `, ${word(path, 120)}`}: ${word(message, 200)}.`),
    ...(not.length === 0 ? [] : [`${own}: nothing is known of ${counted(not.length)} (${examples(not)}).`]),
    ...(part.length === 0
      ? []
      : [`${own}: ${counted(part.length)} ${part.length === 1 ? 'was' : 'were'} read in part (${examples(part)}).`]),
    ...(unread.length === 0 || part.length > 0
      ? []
      : [
          `${own}: ${unread.length} ${unread.length === 1 ? 'place' : 'places'} in its code were not understood (${word(unread[0]?.place.path ?? '', 100)}).`,
        ]),
  ]
}

/** Nobody runs them. */
const MATTERLESS: ReadonlySet<string> = new Set(['text', 'data'])

function counted(number: number): string {
  return number === 1 ? '1 file' : `${number} files`
}

function examples(files: readonly { readonly path: string }[]): string {
  const shown = files
    .slice(0, 3)
    .map(({ path }) => word(path, 80))
    .join(', ')
  return files.length > 3 ? `${shown} …` : shown
}

function allowance({ allowed, alsoAllowed = [], now, artefacts }: AssessmentInput): readonly string[] {
  if (allowed === undefined) return []
  if (!(Date.parse(allowed.expires) > now))
    return [`The allowance of ${allowed.sha256.slice(0, 12)} ended ${allowed.expires}.`]
  const digests = new Set([allowed, ...alsoAllowed].map(({ sha256 }) => sha256))
  const others = artefacts.filter(({ sha256 }) => sha256 === undefined || !digests.has(sha256))
  return others.length === 0 || others.length === artefacts.length
    ? []
    : [
        `The allowance is for ${allowed.sha256.slice(0, 12)} only, and ${others.length} other artefacts are judged as ever.`,
      ]
}
