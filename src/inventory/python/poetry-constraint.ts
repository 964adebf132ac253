import type { VersionClaim } from '../../model/package-mention.ts'

/** A version constraint of poetry: PEP 440 with `^` and `~`; a bare version means `==`. `skip` leads to the version token. */
export interface PoetryConstraint {
  readonly version: VersionClaim
  readonly skip: number
}

/** `*` -> any, `1.2` and `==1.2` -> exact, `^1.2`, `~1.2`, `1.2.*`, `>=1,<2`, `^1 || ^2` -> range. */
export function poetryConstraint(text: string): PoetryConstraint {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed === '*') return { version: { kind: 'any' }, skip: 0 }
  const operator = /^\s*[\^~=<>!]*\s*/.exec(text)?.[0] ?? ''
  const rest = text.slice(operator.length).trimEnd()
  const pins = ['', '=', '==', '==='].includes(operator.trim())
  if (pins && /^[A-Za-z0-9.+!_-]+$/.test(rest))
    return { version: { kind: 'exact', version: rest }, skip: operator.length }
  return { version: { kind: 'range', text: trimmed, syntax: 'poetry' }, skip: operator.length }
}
