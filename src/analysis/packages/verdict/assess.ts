import type {
  AssessedArtefact,
  PackageAssessment,
  PackageStory,
  PackageVerdict,
} from '../../../model/package-assessment.ts'
import type { AssessmentInput, InspectedArtefact } from './assessment-input.ts'
import { packageEvidence } from './evidence.ts'
import { gapsOf } from './gaps.ts'
import { impersonation } from './impersonation.ts'
import { overall } from './overall.ts'
import { purposeOf } from './purpose.ts'
import { storiesOf } from './stories.ts'
import { surroundingsOf } from './surroundings.ts'

/**
 * The verdict on a release and what speaks for it, from facts alone: stories that its code tells, what is new in it, its name, records. Pure; the
 * same facts give the same words. Nothing that was not looked at counts as harmless: it is told as a gap, and holds where it would run by itself.
 */
export function assess(input: AssessmentInput): PackageAssessment {
  const manifest = input.artefacts.find((artefact) => artefact.manifest !== undefined)?.manifest
  const ecosystem = manifest?.ecosystem ?? input.asked?.ecosystem
  const name = manifest?.name ?? input.asked?.name ?? input.artefacts[0]?.name ?? ''
  const around = surroundingsOf(input)
  const context = { evidence: packageEvidence(input.artefacts), purpose: purposeOf(input.artefacts), input }
  const subject = `${ecosystem ?? ''} ${name}`.trim()
  const told = storiesOf(context, around, subject)
  const stories = [...told, ...impersonation(input, told, subject)]
    .toSorted((a, b) => b.weight - a.weight)
    .map((story) => pardoned(story, input))
  const { verdict, because } = overall(stories, input)
  return {
    schemaVersion: 1,
    tool: input.tool,
    ...(input.purl === undefined ? {} : { purl: input.purl }),
    ...(ecosystem === undefined ? {} : { ecosystem }),
    name,
    version: manifest?.version ?? input.asked?.version ?? '',
    verdict,
    because,
    stories,
    changes: input.changes,
    compared: input.compared,
    names: input.names,
    known: input.known,
    ...(input.allowed === undefined ? {} : { allowed: input.allowed }),
    artefacts: input.artefacts.map(assessed),
    gaps: gapsOf(input),
    diagnostics: input.diagnostics,
  }
}

/** What two people have answered for does not count; it is still told. */
function pardoned(story: PackageStory, input: AssessmentInput): PackageStory {
  const verdict: PackageVerdict = isPardoned(story, input) ? 'allow' : story.verdict
  return { ...story, verdict }
}

function isPardoned(
  { artefacts }: PackageStory,
  { allowed, alsoAllowed = [], artefacts: all, now }: AssessmentInput,
): boolean {
  const valid = [...(allowed === undefined ? [] : [allowed]), ...alsoAllowed].filter(
    ({ expires }) => Date.parse(expires) > now,
  )
  const digests = new Set(valid.map(({ sha256 }) => sha256))
  const names = new Set(all.filter(({ sha256 }) => sha256 !== undefined && digests.has(sha256)).map(({ name }) => name))
  return artefacts.length > 0 && artefacts.every((name) => names.has(name))
}

function assessed({ name, kind, size, sha256, proof, files }: InspectedArtefact): AssessedArtefact {
  const count = { whole: 0, part: 0, not: 0 }
  for (const { looked } of files) count[looked]++
  return {
    name,
    kind,
    size,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(proof === undefined ? {} : { proof }),
    files: { seen: files.length, ...count },
  }
}
