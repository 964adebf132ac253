import type { Bom, Component } from '../../model/component.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Observation } from '../../model/finding.ts'
import type { Exposure, ModelDetail } from '../../model/model-detail.ts'
import { parseRange } from '../../versions/parse-range.ts'
import { vulnerableReaders } from './reader-vulnerabilities.ts'

/**
 * Says of every vulnerability a model file would use whether the version of the library that this project locks has it:
 * "exploitable with keras 3.10.0 in uv.lock". The version comes from the project's own files, never from the model, which
 * can say anything about itself. The severity stays: the next machine may have another version.
 */
export function withExposure<Seen extends Observation>(
  observations: readonly Seen[],
  bom: Pick<Bom, 'components'>,
): readonly Seen[] {
  if (!observations.some(({ model }) => (model?.exposure.length ?? 0) > 0)) return observations
  const byName = Map.groupBy(bom.components.filter(isReader), ({ name }) => name)
  return observations.map((observation) => {
    const { model } = observation
    if (model === undefined || model.exposure.length === 0) return observation
    return explained(
      observation,
      model,
      model.exposure.flatMap((one) => resolved(one, byName.get(one.package) ?? [])),
    )
  })
}

/** conda's packages of these libraries have the names and the versions of PyPI. */
function isReader({ ecosystem }: Component): boolean {
  return ecosystem === 'PyPI' || ecosystem === 'conda'
}

function resolved(exposure: Exposure, components: readonly Component[]): readonly Exposure[] {
  const versioned = components.flatMap((component) =>
    component.version.kind === 'exact'
      ? [{ ...exposure, version: component.version.version, ...pathOf(component) }]
      : [],
  )
  if (versioned.length === 0) return [exposure]
  return versioned.map((one) => ({ ...one, affected: isAffected(one.cve, one.package, one.version) }))
}

function pathOf({ evidence }: Component): { readonly path?: string } {
  const path = evidence[0]?.location.path
  return path === undefined ? {} : { path }
}

function isAffected(cve: string, name: string, version: string): Exposure['affected'] {
  const ranges = vulnerableReaders(cve).filter((one) => one.package === name)
  if (ranges.length === 0) return 'unknown'
  const alternatives = ranges.flatMap(({ affected }) => affected.split('||'))
  return alternatives.some((range) => parseRange(range.trim(), 'pep440').includes(version)) ? 'yes' : 'no'
}

function explained<Seen extends Observation>(
  observation: Seen,
  model: ModelDetail,
  exposure: readonly Exposure[],
): Seen {
  const sentences = exposure.map(sentence).filter((text) => text !== undefined)
  return {
    ...observation,
    message: [observation.message, ...new Set(sentences)].join(' '),
    evidence: [...observation.evidence, ...exposure.flatMap(evidenceOf)],
    model: { ...model, exposure },
  }
}

function sentence({ cve, package: name, affected, version, path, fixed }: Exposure): string | undefined {
  if (version === undefined || affected === 'unknown') return undefined
  const place = path === undefined ? '' : ` in ${path}`
  if (affected === 'no') return `${name} ${version}${place} does not have ${cve}.`
  return `Exploitable with ${name} ${version}${place} (${cve}${fixed === undefined ? '' : `, fixed in ${fixed}`}).`
}

/** Only what is affected: the others are in the message. */
function evidenceOf({ cve, package: name, affected, version, path }: Exposure): readonly Evidence[] {
  if (affected !== 'yes' || path === undefined) return []
  return [{ location: { path }, note: `${name} ${version} has ${cve}` }]
}
