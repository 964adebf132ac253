import type { RangeSyntax } from '../../model/package-mention.ts'
import { holds } from '../../versions/intervals.ts'
import { parseRange } from '../../versions/parse-range.ts'
import { schemeOfSyntax } from '../../versions/scheme-of.ts'
import { family, isZero, nextFamily, precision, type VersionNumbers, versionNumbers } from './version-numbers.ts'

/** One term of a specifier: `>=1.0`, `^1.2`, `2.*`. */
export interface Term {
  readonly operator: string
  /** What stands between operator and version. */
  readonly space: string
  readonly version: string
}

/** A term for the new version; `bounds` says that it keeps lower versions out, `lifted` that it was an upper bound in the way. */
export interface RaisedTerm {
  readonly text: string
  readonly bounds: boolean
  readonly lifted?: string
}

/** The term that lets `target` in and what lies below it out, in the width the author chose; undefined when there is none. */
export function raiseTerm(term: Term, syntax: RangeSyntax, target: string): RaisedTerm | undefined {
  const { operator, space, version } = term
  const wanted = versionNumbers(target)
  if (wanted === undefined) return undefined
  if (isAnything(version)) return bound(`>=${target}`)
  switch (operator) {
    case '>=':
    case '>':
      return bound(`>=${space}${target}`)
    case '<':
    case '<=':
      return raiseCap(term, syntax, { target, wanted })
    case '!=':
      return { text: operator + space + version, bounds: false }
    case '~=':
      return bound(compatible(widthOf(version), { target, wanted }, space))
    case '^':
      return bound(`^${space}${target}`)
    case '~':
    case '~>':
      return bound(widthOf(version) === 1 ? firstNumberKept(syntax, { target, wanted }) : operator + space + target)
    default:
      return bound(raiseEqual(term, syntax, { target, wanted }))
  }
}

interface Target {
  readonly target: string
  readonly wanted: VersionNumbers
}

function bound(text: string): RaisedTerm {
  return { text, bounds: true }
}

/** `*`, `x`, `*.*`. */
function isAnything(version: string): boolean {
  return /^[*xX](?:\.[*xX])*$/.test(version)
}

/** How many numbers are written; stars do not count. */
function widthOf(version: string): number {
  return versionNumbers(version)?.numbers.length ?? 1
}

/** `~=2.3.1` is `>=2.3.1,==2.3.*`: what does not fit the width is asked for beside it. */
function compatible(width: number, { target, wanted }: Target, space: string): string {
  const inWidth = `~=${space}${family(wanted, width)}`
  return precision(wanted) <= width ? inWidth + wanted.rest : `${inWidth},>=${target}`
}

/** An upper bound that leaves the target in stays; one that does not is moved up, in the same width. */
function raiseCap(
  { operator, space, version }: Term,
  syntax: RangeSyntax,
  { target, wanted }: Target,
): RaisedTerm | undefined {
  const scheme = schemeOfSyntax(syntax)
  const { intervals } = parseRange(operator + version, syntax)
  const written = operator + space + version
  if (holds(scheme, intervals, target)) return { text: written, bounds: false }
  const old = versionNumbers(version)
  if (operator === '<=' || old === undefined) return { text: `<=${space}${target}`, bounds: false, lifted: written }
  const next = nextFamily(wanted, precision(old))
  const padded = family(versionNumbers(next) ?? wanted, Math.max(old.numbers.length, precision(old)))
  return { text: `<${space}${padded}`, bounds: false, lifted: written }
}

/** A pin stays a pin, a family (`==2.*`, `1.x`, conda's `=2.3`) a family that begins at the target. */
function raiseEqual(term: Term, syntax: RangeSyntax, to: Target): string {
  const { operator, space } = term
  const width = familyWidth(term, syntax)
  if (width === undefined) return operator + space + to.target
  if (syntax === 'pep440') return familyInPep440(width, to)
  if (syntax === 'conda') return `>=${to.target},<${nextFamily(to.wanted, width)}`
  if (width === 1) return firstNumberKept(syntax, to)
  return width === 2 ? `~${to.target}` : to.target
}

/** Undefined for a pin. */
function familyWidth({ operator, version }: Term, syntax: RangeSyntax): number | undefined {
  const stars = /(?:\.[*xX])+$|\*$/.exec(version)
  if (stars !== null) return widthOf(version.slice(0, stars.index))
  const width = widthOf(version)
  if (syntax === 'conda') return operator === '=' ? width : undefined
  return syntax === 'semver' && width < 3 ? width : undefined
}

/** `==2.3.*` at 2.3.5 is `~=2.3.5`; other widths need both. */
function familyInPep440(width: number, { target, wanted }: Target): string {
  if (wanted.rest === '' && wanted.numbers.length === width + 1) return `~=${target}`
  return `==${family(wanted, width)}.*,>=${target}`
}

/** `^` keeps the first number that is not zero, so below 1.0 the range is written out. */
function firstNumberKept(syntax: RangeSyntax, { target, wanted }: Target): string {
  if (!isZero(wanted.numbers[0])) return `^${target}`
  const between = syntax === 'semver' ? ' ' : ','
  return `>=${target}${between}<${nextFamily(wanted, 1)}${syntax === 'semver' ? '.0.0' : ''}`
}
