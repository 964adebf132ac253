import { excerpt } from '../../base/escape.ts'
import type { Fix, Observation } from '../../model/finding.ts'
import { at, type Location } from '../../model/location.ts'
import type { ModelDetail } from '../../model/model-detail.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { compareSeverity } from '../../model/severity.ts'
import { exposuresOf } from './exposures-of.ts'
import { fileDigest } from './file-digest.ts'
import { conversionCommand } from './conversion.ts'
import type { ModelObservation } from './observation.ts'

/** Findings of one rule for one file: more than these say nothing new, and a crafted file could make a million. */
const MOST = 50

/** What the inspection of a file found whose id begins with one of these, as the observations of a rule. */
export async function* observationsOf(file: ScannedFile, prefixes: readonly string[]): AsyncIterable<Observation> {
  // Loaded with the first model: a project without any does not pay for ten formats.
  const { inspectModel } = await import('./inspect-model.ts')
  const { observations } = await inspectModel(file)
  yield* reported(
    file,
    observations.filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix))),
  )
}

/** What was found in a file as the observations of a rule, worst first, with the digest of the file. */
export async function* reported(file: ScannedFile, found: readonly ModelObservation[]): AsyncIterable<Observation> {
  if (found.length === 0) return
  const digest = await file.once('models/digest', () => fileDigest(file.source))
  const sorted = found.toSorted((a, b) => compareSeverity(a.severity, b.severity))
  for (const observation of sorted.slice(0, MOST)) yield toObservation(file.path, observation, digest, found.length)
}

function toObservation(path: string, found: ModelObservation, digest: string | undefined, count: number): Observation {
  const { byte, inside } = found.where
  const place = [
    ...(inside === undefined ? [] : [excerpt(inside, 160)]),
    ...(byte === undefined ? [] : [`byte ${byte}`]),
  ]
  const sources = [found.cwe, found.atlas, ...(found.cve ?? [])].filter((source) => source !== undefined)
  const more = count > MOST ? ` ${count - MOST} more of this kind are not listed.` : ''
  return {
    severity: found.severity,
    title: found.title,
    message: `${found.why}${sources.length === 0 ? '' : ` (${sources.join(', ')})`}${more}`,
    confidence: {
      level: 'high',
      because: ['the file was interpreted, not searched for words', 'nothing of it was loaded'],
    },
    evidence: [
      { location: locationOf(path, found), note: `${found.id}${place.length === 0 ? '' : ` at ${place.join(', ')}`}` },
    ],
    fix: { text: found.fix, ...remedyOf(path, found) },
    identity: `${path} ${found.id} ${found.title}`,
    model: detailOf(found, digest),
  }
}

/** Code and documents have lines; everything else has bytes. */
function locationOf(path: string, { where }: ModelObservation): Location {
  const line = /^line (\d{1,9})$/.exec(where.inside ?? '')?.[1]
  return line === undefined ? { path } : at(path, Number(line))
}

function remedyOf(path: string, { conversion }: ModelObservation): Pick<Fix, 'remedy'> {
  const command = conversion === undefined ? undefined : conversionCommand(conversion, path)
  return command === undefined ? {} : { remedy: { command } }
}

function detailOf(found: ModelObservation, digest: string | undefined): ModelDetail {
  const { byte, inside } = found.where
  return {
    kind: found.id,
    when: found.when ?? 'on-load',
    ...(inside === undefined ? {} : { inside: excerpt(inside, 400) }),
    ...(byte === undefined ? {} : { byte }),
    ...(digest === undefined ? {} : { digest }),
    globals: [...new Set(found.globals)].sort(),
    ...(found.code === undefined ? {} : { code: found.code }),
    cwes: found.cwe === undefined ? [] : [found.cwe],
    atlas: found.atlas === undefined ? [] : [found.atlas],
    exposure: exposuresOf(found.cve ?? []),
  }
}
