import { parsePattern } from '../../../base/pattern-parser.ts'
import { lengthOf } from '../../../base/pattern-tree.ts'
import { compilePattern } from '../../../base/patterns.ts'
import type { FoundValue, ScannerRule } from '../engine/scanner-rule.ts'
import type { Allowance, UserRule, WrittenPattern } from './user-rule.ts'

/** The longest text that a pattern without a bound is tried on. */
export const USER_REACH = 2048
/** As much of a value, a line, a path is compared with what is allowed. */
export const ALLOWED_REACH = 300
/** How far from a match its keyword may stand. */
const NEARBY = 1000

/** The rules that a scanner takes. Throws PatternMistake for patterns that `patternMistake` refuses; the readers have refused those already. */
export function compileUserRules(rules: readonly UserRule[]): readonly ScannerRule[] {
  // A global allow list stands in every rule: it is compiled once.
  const known = new Map<Allowance, Allows>()
  const allowing = (allowance: Allowance): Allows => {
    const allows = known.get(allowance) ?? compileAllowance(allowance)
    known.set(allowance, allows)
    return allows
  }
  return rules.map((rule) => compileUserRule(rule, rule.allow.map(allowing)))
}

type Allows = (found: FoundValue) => boolean

function compileUserRule(rule: UserRule, allowances: readonly Allows[]): ScannerRule {
  const { id, title, severity, why, fix, references, keywords, pathPattern } = rule
  const isPath = pathPattern === undefined ? undefined : compiled(pathPattern, ALLOWED_REACH)
  return {
    id,
    title,
    severity,
    why,
    fix,
    references,
    provider: 'a rule of your own',
    anchors: keywords,
    anchored: 'near',
    near: { words: keywords, before: NEARBY, after: NEARBY },
    lead: 0,
    longest: longestOf(rule.pattern),
    shape: compiled(rule.pattern, USER_REACH),
    // What may stand beside a value is the pattern's own affair.
    boundary: /(?!)/,
    revoke: references[0] ?? '',
    isOfUser: true,
    ...(rule.entropy === undefined ? {} : { entropy: rule.entropy }),
    ...(rule.paths === undefined ? {} : { paths: rule.paths }),
    allows: (found) =>
      (isPath !== undefined && !isPath.test(found.path.slice(-ALLOWED_REACH))) ||
      allowances.some((allows) => allows(found)),
  }
}

function compiled({ source, flags }: WrittenPattern, reach: number): RegExp {
  return compilePattern(source, flags, reach)
}

function longestOf({ source, flags }: WrittenPattern): number {
  return Math.min(USER_REACH, lengthOf(parsePattern(source, flags)).max)
}

function compileAllowance({ holds, patterns, on, words, paths }: Allowance): Allows {
  const values = patterns.map((pattern) => compiled(pattern, ALLOWED_REACH))
  const places = paths.map((pattern) => compiled(pattern, ALLOWED_REACH))
  return (found) => {
    const value = found.value.toLowerCase()
    const parts = [
      ...(values.length === 0 ? [] : [values.some((pattern) => pattern.test(found[on].slice(0, ALLOWED_REACH)))]),
      ...(places.length === 0 ? [] : [places.some((pattern) => pattern.test(found.path.slice(-ALLOWED_REACH)))]),
      ...(words.length === 0 ? [] : [words.some((word) => value.includes(word))]),
    ]
    return holds === 'all' ? parts.length > 0 && parts.every(Boolean) : parts.some(Boolean)
  }
}
