import type { Component } from '../../model/component.ts'
import type { Scope } from '../../model/package-mention.ts'
import { onlyChecksum } from '../checksum.ts'
import { occurrence } from './occurrence.ts'

/** What CycloneDX calls the scopes: only `required` is needed at run time, `excluded` is documented but not shipped. */
const SCOPES: Readonly<Record<Scope, 'required' | 'optional' | 'excluded'>> = {
  runtime: 'required',
  optional: 'optional',
  build: 'excluded',
  development: 'excluded',
}

/** A component as CycloneDX writes it; what the standard has no field for stands in `assay:` properties. */
export function cyclonedxComponent(component: Component): object {
  const { group, name } = splitName(component)
  const hashes = hashesOf(component.integrity)
  return {
    type: 'library',
    'bom-ref': component.id,
    ...(group === undefined ? {} : { group }),
    name,
    ...(component.version.kind === 'exact' ? { version: component.version.version } : {}),
    scope: SCOPES[component.scope],
    ...(hashes.length === 0 ? {} : { hashes }),
    purl: component.purl,
    evidence: { occurrences: component.evidence.map(occurrence) },
    properties: properties(component),
  }
}

/** `@scope/name` on npm is a group and a name; nothing else has groups here. */
function splitName(component: Component): { readonly group: string | undefined; readonly name: string } {
  const name = component.name.toWellFormed()
  const slash = component.ecosystem === 'npm' && name.startsWith('@') ? name.indexOf('/') : -1
  return slash < 0 ? { group: undefined, name } : { group: name.slice(0, slash), name: name.slice(slash + 1) }
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}

function hashesOf(integrity: readonly string[]): readonly object[] {
  const checksum = onlyChecksum(integrity)
  return checksum === undefined ? [] : [{ alg: ALGORITHMS[checksum.algorithm], content: checksum.value }]
}

function properties(component: Component): readonly object[] {
  const { version, origin } = component
  return [
    { name: 'assay:direct', value: component.direct },
    { name: 'assay:ecosystem', value: component.ecosystem },
    { name: 'assay:origin', value: origin.kind },
    ...(version.kind === 'exact'
      ? []
      : [{ name: 'assay:version', value: version.kind === 'range' ? version.text : version.kind }]),
    ...component.groups.map((value) => ({ name: 'assay:group', value })),
    ...component.markers.map((value) => ({ name: 'assay:marker', value })),
    ...(component.path.length > 1 ? [{ name: 'assay:path', value: component.path.join(' > ') }] : []),
  ]
}
