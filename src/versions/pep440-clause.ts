import { complement } from './intervals.ts'
import type { Pep440Version } from './pep440-grammar.ts'
import { bareRelease, formatPep440, isUnstable, nextRelease } from './pep440-version.ts'
import { pep440 } from './pep440.ts'
import type { Bound, Interval } from './scheme.ts'

/** The operators of PEP 440 but `===`, which compares text. */
export type Pep440Operator = '==' | '!=' | '~=' | '<=' | '>=' | '<' | '>'

/** One clause of a specifier set. `wildcard`: `.*` follows the version. */
export interface Pep440Clause {
  readonly operator: Pep440Operator
  readonly version: Pep440Version
  readonly wildcard: boolean
}

/** What a clause allows, by PEP 440 "Version specifiers". */
export function clauseIntervals({ operator, version, wildcard }: Pep440Clause): Interval[] {
  return wildcard ? wildcardIntervals(operator, version) : plainIntervals(operator, version)
}

/** Does the clause name a pre-release, so that pre-releases may be chosen? `!=` and wildcards never do. */
export function namesPrerelease({ operator, version, wildcard }: Pep440Clause): boolean {
  return operator !== '!=' && !wildcard && isUnstable(version)
}

/** `1.2` -> `1.2.dev0`, the first of everything that is called `1.2.*`. */
function familyStart(version: Pep440Version): Bound {
  return bound({ ...bareRelease(version), dev: '0' }, true)
}

/** `1.2` -> before `1.3.dev0`. `length` numbers of the release name the family. */
export function familyEnd(version: Pep440Version, length = version.release.length): Bound {
  return bound({ ...nextRelease(version, length), dev: '0' }, false)
}

function plainIntervals(operator: Pep440Operator, version: Pep440Version): Interval[] {
  switch (operator) {
    case '==':
      return [{ lower: bound(version, true), upper: bound(version, true) }]
    case '!=':
      return [{ upper: bound(version, false) }, { lower: bound(version, false) }]
    case '>=':
      return [{ lower: bound(version, true) }]
    case '<=':
      return [{ upper: bound(version, true) }]
    case '>':
      return [{ lower: beyond(version) }]
    case '<':
      return [{ upper: below(version) }]
    case '~=':
      return [{ lower: bound(version, true), upper: familyEnd(version, version.release.length - 1) }]
  }
}

/**
 * `==1.2.*` and `!=1.2.*` are PEP 440. With the other operators `.*` is not, yet old metadata is full of `>=3.6.*`: there
 * the whole family is meant, so `<=1.2.*` ends where it ends and `>1.2.*` begins behind it.
 */
function wildcardIntervals(operator: Pep440Operator, version: Pep440Version): Interval[] {
  const family = [{ lower: familyStart(version), upper: familyEnd(version) }]
  switch (operator) {
    case '==':
      return family
    case '!=':
      return complement(pep440, family)
    case '>=':
      return [{ lower: familyStart(version) }]
    case '<':
      return [{ upper: { ...familyStart(version), inclusive: false } }]
    case '<=':
      return [{ upper: familyEnd(version) }]
    case '>':
      return [{ lower: { ...familyEnd(version), inclusive: true } }]
    case '~=':
      return plainIntervals('~=', version)
  }
}

/** "Exclusive ordered comparison": `>1.7` leaves out `1.7.post1` and `1.7+local`, `>1.7.post1` allows `1.7.post2`. */
function beyond(version: Pep440Version): Bound {
  const final = version.post === undefined && version.dev === undefined && version.local === undefined
  return { ...bound(version, false), ...(final && { andPosts: true }) }
}

/** `<2.0` leaves out the pre-releases of 2.0, `<2.0rc2` allows `2.0rc1`. */
function below(version: Pep440Version): Bound {
  if (isUnstable(version) || version.local !== undefined) return bound(version, false)
  return bound({ ...version, dev: '0' }, false)
}

function bound(version: Pep440Version, inclusive: boolean): Bound {
  return { version: formatPep440(version), inclusive }
}
