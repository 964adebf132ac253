import type { Component } from '../../model/component.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { onlyChecksum } from '../checksum.ts'
import { downloadLocation } from './download-location.ts'
import { type ElementMaker, relationship, type SpdxElement } from './element.ts'
import { plain } from './plain.ts'
import { evidenceWords } from './words.ts'

/** Packages, and what needs what. */
export function packageElements(result: ScanResult, make: ElementMaker, target: string): readonly SpdxElement[] {
  const idOf = (id: string): string => packageId(make, id)
  const needs = Map.groupBy(result.relationships, ({ from }) => from)
  return [
    ...result.components.map((component) => packageElement(component, make)),
    ...targetNeeds(result, make, target),
    ...[...needs].map(([from, edges]) =>
      relationship(
        make,
        idOf(from),
        'dependsOn',
        edges.map(({ to }) => idOf(to)),
      ),
    ),
  ]
}

/** The name of the element of a component. */
export function packageId(make: ElementMaker, id: string): string {
  return make('software_Package', 'Package', id, {}).spdxId
}

function packageElement(component: Component, make: ElementMaker): SpdxElement {
  const { version, purl } = component
  const checksum = onlyChecksum(component.integrity)
  const location = downloadLocation(component.origin)
  return make('software_Package', 'Package', component.id, {
    name: plain(component.name),
    ...(version.kind === 'exact' ? { software_packageVersion: plain(version.version) } : {}),
    software_packageUrl: purl,
    ...(location === undefined ? {} : { software_downloadLocation: location }),
    software_primaryPurpose: 'library',
    software_sourceInfo: evidenceWords(component.evidence),
    externalIdentifier: [{ type: 'ExternalIdentifier', externalIdentifierType: 'packageUrl', identifier: purl }],
    ...(checksum === undefined
      ? {}
      : { verifiedUsing: [{ type: 'Hash', algorithm: checksum.algorithm, hashValue: checksum.value }] }),
  })
}

const LIFECYCLE: Readonly<Record<Scope, string>> = {
  runtime: 'runtime',
  optional: 'runtime',
  build: 'build',
  development: 'development',
}

/** What the project itself asks for, by the part of its life it needs it in. */
function targetNeeds(result: ScanResult, make: ElementMaker, target: string): readonly SpdxElement[] {
  const direct = result.components.filter((component) => component.direct === 'yes')
  const completeness = result.coverage.complete ? 'complete' : 'incomplete'
  return [...Map.groupBy(direct, ({ scope }) => LIFECYCLE[scope])].map(([scope, components]) =>
    relationship(
      make,
      target,
      'dependsOn',
      components.map(({ id }) => packageId(make, id)),
      { scope, completeness },
      'LifecycleScopedRelationship',
    ),
  )
}
