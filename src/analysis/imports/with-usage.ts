import { excerpt } from '../../base/escape.ts'
import type { Bom, Component } from '../../model/component.ts'
import type { Observation } from '../../model/finding.ts'
import type { ImportedPackage, SourceProject } from '../../model/source-project.ts'
import { importEvidence, placeInWords } from './words.ts'

/** Places of an import that become evidence of a finding about the package. */
const MOST_PLACES = 3

/**
 * Says of every vulnerable package where the project's own source imports it, or that it does not, so that people can rank. Severity
 * and confidence stay: code that is not imported here may run inside of what is.
 */
export function withUsage<Seen extends Observation>(
  observations: readonly Seen[],
  { projects = [], components }: Pick<Bom, 'projects' | 'components'>,
): readonly Seen[] {
  if (projects.length === 0 || !observations.some(isAboutPackage)) return observations
  const byId = new Map(components.map((component) => [component.id, component]))
  const imports = Map.groupBy(
    projects.flatMap((project) => project.imports.flatMap((one) => one.components.map((id) => ({ id, one })))),
    ({ id }) => id,
  )
  return observations.map((observation) => {
    const component = byId.get(observation.component ?? '')
    if (component === undefined || !isAboutPackage(observation)) return observation
    const found = (imports.get(component.id) ?? []).map(({ one }) => one)
    if (found.length > 0) return imported(observation, found)
    if (!isInReach(component, projects)) return observation
    return notImported(observation, component, isNamed(component, projects))
  })
}

function isAboutPackage({ advisory, component }: Observation): boolean {
  return advisory !== undefined && component !== undefined
}

function imported<Seen extends Observation>(observation: Seen, found: readonly ImportedPackage[]): Seen {
  const files = found.reduce((sum, one) => sum + one.files.all, 0)
  const [first] = found.flatMap(({ places }) => places)
  const more = files > 1 ? ` and ${files - 1} more ${files === 2 ? 'file' : 'files'}` : ''
  const evidence = found.flatMap((one) => importEvidence(one, MOST_PLACES)).slice(0, MOST_PLACES)
  if (first === undefined) return observation
  return {
    ...observation,
    message: `${observation.message} The project imports it in ${placeInWords(first)}${more}.`,
    evidence: [...observation.evidence, ...evidence],
  }
}

function notImported<Seen extends Observation>(observation: Seen, component: Component, named: boolean): Seen {
  const sentence = `The project's own source does not import it: ${reachedBy(component, named)}.`
  return { ...observation, message: `${observation.message} ${sentence}` }
}

function reachedBy({ direct, path }: Component, named: boolean): string {
  if (named) return 'a command or configuration names it'
  if (direct === 'yes') return 'it is used by a command, by configuration, by another package, or not at all'
  const [by] = path
  return path.length < 2 || by === undefined
    ? 'it is reached through another package, if at all'
    : `it is reached through ${excerpt(by, 100)}, if at all`
}

function isNamed({ name, twin }: Component, projects: readonly SourceProject[]): boolean {
  return projects.some(({ declared }) =>
    declared.some((one) => one.used === 'named' && (one.name === name || one.name === twin?.name)),
  )
}

/** Did we read source that could import it: of its language, in the folder of a file that speaks of it or below? */
function isInReach({ ecosystem, twin, evidence }: Component, projects: readonly SourceProject[]): boolean {
  const languages = new Set([ecosystem, twin?.ecosystem])
  return projects.some(
    (project) =>
      languages.has(project.ecosystem) &&
      project.files > 0 &&
      project.complete &&
      evidence.some(({ location }) => project.folder === '' || location.path.startsWith(`${project.folder}/`)),
  )
}
