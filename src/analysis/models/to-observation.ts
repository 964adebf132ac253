import { excerpt } from '../../base/escape.ts'
import type { Observation } from '../../model/finding.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { compareSeverity } from '../../model/severity.ts'
import type { ModelObservation } from './observation.ts'

/** Findings of one rule for one file: more than these say nothing new, and a crafted file could make a million. */
const MOST = 50

/** What the inspection of a file found whose id begins with one of these, as the observations of a rule. */
export async function* observationsOf(file: ScannedFile, prefixes: readonly string[]): AsyncIterable<Observation> {
  // Loaded with the first model: a project without any does not pay for ten formats.
  const { inspectModel } = await import('./inspect-model.ts')
  const { observations } = await inspectModel(file)
  const own = observations
    .filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix)))
    .toSorted((a, b) => compareSeverity(a.severity, b.severity))
  for (const observation of own.slice(0, MOST)) yield toObservation(file.path, observation, own.length)
}

function toObservation(path: string, found: ModelObservation, count: number): Observation {
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
    evidence: [{ location: { path }, note: `${found.id}${place.length === 0 ? '' : ` at ${place.join(', ')}`}` }],
    fix: { text: found.fix },
    identity: `${path} ${found.id} ${found.title}`,
  }
}
