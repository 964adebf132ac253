import type { StoryFactor } from '../../../model/package-assessment.ts'
import type { AssessmentInput } from './assessment-input.ts'
import { factor } from './context.ts'
import type { StoryDraft } from './draft.ts'
import { FAMILIAR, NAME, NOVELTY, RELEASE } from './weights.ts'

const DAY = 86_400_000

/** What surrounds every story of a release, told once: its age, its name, who uses it. */
export interface Surroundings {
  readonly name: readonly StoryFactor[]
  readonly release: readonly StoryFactor[]
  /** The project is old or popular enough that a release before says something. */
  readonly settled: boolean
}

/** The surroundings of a release. */
export function surroundingsOf({ names, release = {}, now }: AssessmentInput): Surroundings {
  const age = release.projectAgeDays ?? daysSince(release.firstPublished, now)
  const chance = Math.max(0, ...names.slice(0, 100).map((sign) => sign.chance))
  const [sign] = names.toSorted((a, b) => b.chance - a.chance)
  const published = daysSince(release.published, now)
  return {
    name:
      sign === undefined || chance === 0
        ? []
        : [
            factor('name', {
              value: rounded(1 + NAME.most * Math.min(1, chance / NAME.full)),
              because: sign.text.slice(0, 300),
            }),
          ],
    release: [
      ...(age !== undefined && age < RELEASE.youngDays
        ? [factor('release', { ...RELEASE.young, because: `the project is ${Math.floor(age)} days old` })]
        : []),
      ...(release.popularity !== undefined && published !== undefined && published > RELEASE.watchedDays
        ? [factor('release', RELEASE.watched)]
        : []),
    ],
    settled: (age !== undefined && age >= RELEASE.settledDays) || release.popularity !== undefined,
  }
}

function daysSince(time: string | undefined, now: number): number | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(at) ? undefined : Math.max(0, (now - at) / DAY)
}

/** Is what the story tells new in this release? */
export type NoveltyOf = (draft: StoryDraft) => readonly StoryFactor[]

/** The novelty of stories against the changes of the release: by the file, the host, the kind of behaviour. */
export function noveltyIn({ changes, compared }: AssessmentInput, { settled }: Surroundings): NoveltyOf {
  const byPath = new Map<string, number>()
  const bySubject = new Map<string, number>()
  const texts = new Map<string, string>()
  for (const { kind, subject, weight, location, text } of changes) {
    const names =
      kind === 'capability' || kind === 'host' || kind === 'obfuscation'
        ? [subject, kind === 'obfuscation' ? kind : subject]
        : []
    for (const name of names) raise(bySubject, name, weight, texts, text)
    if (location !== undefined) raise(byPath, location.path, weight, texts, text)
  }
  return ({ subjects, paths, exposure }) => {
    if (exposure === undefined) return []
    const found = [...subjects.map((one) => bySubject.get(one)), ...paths.map((path) => byPath.get(path))].filter(
      (one) => one !== undefined,
    )
    const weight = Math.max(0, ...found)
    if (weight > 0) {
      const value = rounded(1 + Math.min(NOVELTY.most, NOVELTY.each * (weight + 0.25 * (found.length - 1))))
      return [
        factor('novelty', {
          value,
          because: `it is new in this release (${(texts.get(String(weight)) ?? '').slice(0, 200)})`,
        }),
      ]
    }
    if (!('version' in compared) || !settled) return []
    return [factor('novelty', { value: FAMILIAR, because: `${compared.version} did the same` })]
  }
}

/** Keeps the greatest weight by name, and one text for each weight. */
function raise(
  into: Map<string, number>,
  name: string,
  weight: number,
  texts: Map<string, string>,
  text: string,
): void {
  if (weight <= (into.get(name) ?? 0)) return
  into.set(name, weight)
  texts.set(String(weight), text)
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
