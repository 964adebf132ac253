import { findingsOfAssessment } from '../../analysis/packages/verdict/findings-of-assessment.ts'
import { isExpected } from '../../base/errors.ts'
import type { Bom, Component } from '../../model/component.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { RuledObservation } from '../../model/finding.ts'
import { purlOf } from '../../model/purl.ts'
import { assessRelease } from './assess-package.ts'
import { inTurn } from './in-turn.ts'
import { isRegistered, type PackageServices } from './package-services.ts'

/** What looking into the packages of a project found, and which of them could not be looked into. */
export interface InspectedDependencies {
  readonly observations: readonly RuledObservation[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Releases that are worked on at once: while one is fetched another one is looked into. */
const MOST_AT_ONCE = 3

/**
 * Fetches and looks into every package that the project takes from a registry with an exact version, as `assay package` does. What the project's own
 * files say about where packages come from is not asked: the registries are those of the user's clients.
 */
export async function inspectDependencies(
  { components }: Bom,
  services: PackageServices,
): Promise<InspectedDependencies> {
  const wanted = components.filter(isInspectable)
  const others = components.filter((one) => one.origin.kind !== 'local' && !isInspectable(one))
  let done = 0
  const outcomes = await inTurn(wanted, MOST_AT_ONCE, async (component) => {
    const outcome = await inspected(component, {
      ...services,
      onStep: (text) => services.onStep(`${done} of ${wanted.length} packages: ${text}`),
    })
    done++
    return outcome
  })
  return {
    observations: outcomes.flatMap(({ observations }) => observations),
    diagnostics: [...outcomes.flatMap(({ diagnostics }) => diagnostics), ...notInspected(others)],
  }
}

function isInspectable({ ecosystem, version, origin }: Component): boolean {
  return isRegistered(ecosystem) && version.kind === 'exact' && origin.kind === 'registry'
}

async function inspected(component: Component, services: PackageServices): Promise<InspectedDependencies> {
  const { ecosystem, name, version, evidence } = component
  if (version.kind !== 'exact') return { observations: [], diagnostics: [] }
  const purl = purlOf(ecosystem, name, version.version)
  const location = evidence[0]?.location
  const told = (code: string, message: string): Diagnostic => ({
    code,
    level: 'error',
    message,
    ...(location === undefined ? {} : { location }),
    source: 'engine/packages',
  })
  try {
    const answer = await assessRelease(purl, services)
    if ('kind' in answer) {
      const missing = answer.what === 'package' ? 'such a package, so that anybody could take the name' : 'this version'
      return {
        observations: [],
        diagnostics: [told('FORMAT_UNCOVERED', `${purl} was not looked into: the registry does not have ${missing}`)],
      }
    }
    const failures = answer.diagnostics
      .filter(({ level }) => level === 'error')
      .map(({ message }) => told('FORMAT_UNCOVERED', `${purl} was not looked into completely: ${message}`))
    return { observations: findingsOfAssessment(answer, component), diagnostics: failures }
  } catch (error) {
    if (!isExpected(error) || error.name === 'UsageError') throw error
    return {
      observations: [],
      diagnostics: [told('FORMAT_UNCOVERED', `${purl} was not looked into: ${error.message}`)],
    }
  }
}

const MOST_NAMED = 5

function notInspected(components: readonly Component[]): readonly Diagnostic[] {
  if (components.length === 0) return []
  const names = components.slice(0, MOST_NAMED).map(({ name }) => name)
  const more = components.length > MOST_NAMED ? ' and others' : ''
  const many = components.length === 1 ? '1 package was' : `${components.length} packages were`
  const message = `${many} not looked into, without an exact version or from no registry of PyPI or npm: ${names.join(', ')}${more}`
  return [{ code: 'FORMAT_UNCOVERED', level: 'warning', message, source: 'engine/packages' }]
}
