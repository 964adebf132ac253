import { withoutLeadingZeros } from './characters.ts'
import { point } from './intervals.ts'
import type { Interval } from './scheme.ts'
import type { PartialVersion } from './semver-partial.ts'
import { filled, nextFamily, written } from './semver-partial.ts'
import type { SemverVersion } from './semver-version.ts'
import { formatSemver } from './semver-version.ts'

/** What every range of npm is made of in the end. */
export interface Comparator {
  readonly operator: '<' | '<=' | '>' | '>=' | '='
  readonly version: SemverVersion
}

type Operator = Comparator['operator'] | '^' | '~'

/** The operators as written. `~>` is an old spelling of `~`. */
export const SEMVER_OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['', '='],
  ['=', '='],
  ['==', '='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['^', '^'],
  ['^=', '^'],
  ['~', '~'],
  ['~>', '~'],
  ['~=', '~'],
])

/** The comparators that an operator before a version, perhaps a partial one, stands for. None: everything is allowed. */
export function comparators(operator: Operator, version: PartialVersion): Comparator[] {
  if (written(version) === 0) return operator === '<' || operator === '>' ? [NOTHING] : []
  if (operator === '^') return between(version, caretLength(version))
  if (operator === '~') return between(version, Math.min(written(version), 2))
  if (written(version) < 3) return family(operator, version)
  return isGreaterOrEqualZero(operator, version) ? [] : [{ operator, version: filled(version) }]
}

/** `1.2 - 2.3`: both ends belong to it, a partial upper end with its whole family. */
export function hyphenComparators(from: PartialVersion, to: PartialVersion): Comparator[] {
  return [...comparators('>=', from), ...comparators('<=', to)]
}

/** The versions that one comparator allows. */
export function comparatorInterval({ operator, version }: Comparator): Interval {
  const text = formatSemver(version)
  switch (operator) {
    case '=':
      return point(text)
    case '<':
    case '<=':
      return { upper: { version: text, inclusive: operator === '<=' } }
    case '>':
    case '>=':
      return { lower: { version: text, inclusive: operator === '>=' } }
  }
}

/** Nothing comes before the first pre-release of zero. */
const NOTHING: Comparator = {
  operator: '<',
  version: { numbers: ['0', '0', '0'], prerelease: ['0'], build: undefined },
}

/** `>1.2` begins at `1.3.0`, `<=1.2` ends before `1.3.0-0`, `<1.2` before `1.2.0-0`. */
function family(operator: Comparator['operator'], version: PartialVersion): Comparator[] {
  const next = nextFamily(version, written(version))
  switch (operator) {
    case '=':
      return between(version, written(version))
    case '>':
      return [{ operator: '>=', version: { ...next, prerelease: [] } }]
    case '>=':
      return atLeast(version)
    case '<':
      return [{ operator: '<', version: { ...filled(version), prerelease: ['0'] } }]
    case '<=':
      return [{ operator: '<', version: next }]
  }
}

function between(version: PartialVersion, length: number): Comparator[] {
  return [...atLeast(version), { operator: '<', version: nextFamily(version, length) }]
}

function atLeast(version: PartialVersion): Comparator[] {
  return isGreaterOrEqualZero('>=', version) ? [] : [{ operator: '>=', version: filled(version) }]
}

/** `>=0.0.0` allows everything, as node-semver has it. */
function isGreaterOrEqualZero(operator: Operator, version: PartialVersion): boolean {
  if (operator !== '>=' || version.prerelease.length > 0) return false
  return filled(version).numbers.every((number) => withoutLeadingZeros(number) === '')
}

/** The first number that is not zero may not change; `^0.0` keeps both, `^0` one. */
function caretLength(version: PartialVersion): number {
  const numbers = filled(version).numbers.slice(0, written(version))
  const first = numbers.findIndex((number) => withoutLeadingZeros(number) !== '')
  return first === -1 ? numbers.length : first + 1
}
