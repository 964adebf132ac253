import type { Limits } from '../../base/limits.ts'
import type { Requirement } from '../../formats/pep508.ts'
import { type DirectReference, parseReference } from '../../formats/requirements-reference.ts'
import type { Origin, VersionClaim } from '../../model/package-mention.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** What a requirement says of its package, in the words of the model. `versionOffset` is where its version token begins. */
export interface Claims {
  readonly version: VersionClaim
  readonly origin: Origin
  readonly versionOffset?: number
}

/** `torch==2.1.0` is exact, `==2.*` and every other specifier a range, no specifier any version; a URL as claimsOfReference(). */
export function claimsOfRequirement(requirement: Requirement, limits: Limits, index?: string): Claims {
  const { url } = requirement
  if (url !== undefined) {
    const claims = claimsOfReference(parseReference(url.text, limits))
    const found = claims.version.kind === 'exact' ? url.text.indexOf(claims.version.version) : -1
    return found < 0 ? claims : { ...claims, versionOffset: url.offset + found }
  }
  const [first] = requirement.specifiers
  const place = first === undefined ? {} : { versionOffset: first.offset }
  return { version: versionOf(requirement), origin: registry(index), ...place }
}

/** The version is exact when the file name of a wheel or archive states it; a repository or folder states none. */
export function claimsOfReference(reference: DirectReference): Claims {
  const version: VersionClaim =
    reference.file === undefined ? { kind: 'unstated' } : { kind: 'exact', version: reference.file.version }
  return { version, origin: originOf(reference) }
}

/** A registry; its address without credentials, when the file writes one. */
export function registry(index?: string): Origin {
  return index === undefined ? { kind: 'registry' } : { kind: 'registry', index: withoutCredentials(index) }
}

function versionOf(requirement: Requirement): VersionClaim {
  const [first, second] = requirement.specifiers
  if (first === undefined) return { kind: 'any' }
  const pins = first.operator === '===' || (first.operator === '==' && !first.version.includes('*'))
  if (pins && second === undefined) return { kind: 'exact', version: first.version }
  return { kind: 'range', text: requirement.specifier, syntax: 'pep440' }
}

function originOf(reference: DirectReference): Origin {
  const location = withoutCredentials(reference.location)
  if (reference.kind === 'local') return { kind: 'local', path: location }
  if (reference.kind === 'url') return { kind: 'url', url: location }
  return { kind: 'git', url: location, ...commitOf(reference.revision) }
}

/** Only a hash names a commit; a branch or tag can be moved. */
export function commitOf(revision: string | undefined): { readonly commit?: string } {
  return revision !== undefined && /^[0-9a-f]{7,64}$/i.test(revision) ? { commit: revision } : {}
}
