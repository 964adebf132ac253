import type { Ecosystem } from '../../model/ecosystem.ts'
import type { VersionClaim } from '../../model/package-mention.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import { lets } from './raise-specifier.ts'

/** Does the claim let this version in? A pin lets in the builds of its version; what states no version lets in all. */
export function letsIn(claim: VersionClaim, version: string, ecosystem: Ecosystem): boolean {
  if (claim.kind === 'range') return lets(claim.text, claim.syntax, version)
  if (claim.kind !== 'exact') return true
  const scheme = schemeOf(ecosystem)
  return scheme.compare(scheme.publicPart(claim.version), scheme.publicPart(version)) === 0
}
