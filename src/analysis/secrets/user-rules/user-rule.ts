import type { RuleDoc } from '../../../model/rule.ts'

/** A pattern as data; it is compiled where it is used. */
export interface WrittenPattern {
  readonly source: string
  readonly flags: string
}

/** Values that a user knows and allows. With `all` every part that is given must hold, else one of them. */
export interface Allowance {
  readonly holds: 'any' | 'all'
  /** Patterns, and what they are tried on. */
  readonly patterns: readonly WrittenPattern[]
  readonly on: 'value' | 'match' | 'line'
  /** Parts of the value, without regard to case. */
  readonly words: readonly string[]
  /** Patterns of paths. */
  readonly paths: readonly WrittenPattern[]
}

/** A rule that a user wrote. Plain data: it travels to the workers, where `compileUserRules` makes a rule of it. */
export interface UserRule extends RuleDoc {
  /** With a group named `secret` where the value is a part of what it matches. */
  readonly pattern: WrittenPattern
  /** Lower case; one of them stands in or near every match. At least one, each of three letters or more. */
  readonly keywords: readonly string[]
  readonly entropy?: number
  /** Globs of the files it looks at. */
  readonly paths?: readonly string[]
  /** The same as a pattern, as gitleaks has it. */
  readonly pathPattern?: WrittenPattern
  readonly allow: readonly Allowance[]
}

/** What could not be taken from a file of rules, and where. */
export interface RuleProblem {
  /** 1-based. */
  readonly line: number
  /** What was expected and what was found; never quotes more than a name and a pattern. */
  readonly message: string
}

/** What was read from a file of rules. */
export interface UserRules {
  readonly rules: readonly UserRule[]
  readonly problems: readonly RuleProblem[]
}
