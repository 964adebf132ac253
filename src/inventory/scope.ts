import type { Scope } from '../model/package-mention.ts'

/** From what reaches users to what never does. */
const REACH: readonly Scope[] = ['runtime', 'optional', 'build', 'development']

/** A package used in two scopes counts in the one that reaches further: seen as runtime and development, it is runtime. */
export function mergeScope(a: Scope, b: Scope): Scope {
  return REACH.indexOf(a) <= REACH.indexOf(b) ? a : b
}
