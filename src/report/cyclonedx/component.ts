import type { Component } from '../../model/component.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Scope } from '../../model/package-mention.ts'

/** What CycloneDX calls the scopes: only `required` is needed at run time, `excluded` is documented but not shipped. */
const SCOPES: Readonly<Record<Scope, 'required' | 'optional' | 'excluded'>> = {
  runtime: 'required',
  optional: 'optional',
  build: 'excluded',
  development: 'excluded',
}

/** A component as CycloneDX 1.6 writes it; what the standard has no field for stands in `assay:` properties. */
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

/** The digest of the package when the files name exactly one: a list of wheels has many, and none of them is "the" hash. */
function hashesOf(integrity: readonly string[]): readonly object[] {
  const [only] = integrity
  if (integrity.length !== 1 || only === undefined) return []
  const hex = /^(md5|sha1|sha256|sha384|sha512):([0-9a-f]{32,128})$/.exec(only)
  if (hex !== null) return hash(hex[1], hex[2])
  const sri = /^(sha1|sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})$/.exec(only)
  return sri === null ? [] : hash(sri[1], Buffer.from(sri[2] ?? '', 'base64').toString('hex'))
}

const HEX_LENGTH: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha384: 96, sha512: 128 }

function hash(algorithm: string | undefined, content: string | undefined): readonly object[] {
  if (algorithm === undefined || content?.length !== HEX_LENGTH[algorithm]) return []
  return [{ alg: ALGORITHMS[algorithm], content }]
}

function occurrence({ location, note }: Evidence): object {
  return {
    location: location.path.toWellFormed(),
    ...(location.lines === undefined ? {} : { line: location.lines.start }),
    ...(location.column === undefined ? {} : { offset: location.column - 1 }),
    additionalContext: (location.cell === undefined ? note : `cell ${location.cell}: ${note}`).toWellFormed(),
  }
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
