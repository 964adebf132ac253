import { type CharacterSet, characterSet } from '../../../base/character-set.ts'
import { matchAny, type PathMatcher } from '../../../base/glob.ts'
import { withFlags } from '../../../base/patterns.ts'
import { NAME_BYTES } from './bytes-at.ts'
import type { ScannerRule } from './scanner-rule.ts'

/** A rule with everything that a scan needs again and again. */
export interface CompiledRule {
  readonly rule: ScannerRule
  /** Among the rules of the scanner. */
  readonly index: number
  /** Tries the shape at one place. */
  readonly sticky: RegExp
  /** Looks for the shape in a region. */
  readonly global: RegExp
  /** The value is the group `secret` of the match, not all of it. */
  readonly isPart: boolean
  readonly boundary: CharacterSet
  readonly partner: RegExp | undefined
  readonly standsIn: PathMatcher
}

export function compileRule(rule: ScannerRule, index: number): CompiledRule {
  const flags = rule.shape.flags.replace(/[gy]/g, '')
  const isPart = rule.shape.source.includes('(?<secret>')
  const withIndices = isPart && !flags.includes('d') ? `${flags}d` : flags
  return {
    rule,
    index,
    sticky: withFlags(rule.shape, `${withIndices}y`),
    global: withFlags(rule.shape, `${withIndices}g`),
    isPart,
    boundary: boundaryOf(rule.boundary),
    partner: rule.partner === undefined ? undefined : withFlags(rule.partner.shape, 'g'),
    standsIn: rule.paths === undefined ? everywhere : matchAny(rule.paths),
  }
}

/** Bytes that a match of a rule may reach over: the value, what stands around it, and the words nearby. */
export function reachOf({ lead, longest, near, partner }: ScannerRule): number {
  const words = near === undefined ? 0 : near.before + near.after
  return lead + longest + words + (partner === undefined ? 0 : 2 * partner.within)
}

function everywhere(): boolean {
  return true
}

function boundaryOf(boundary: RegExp | undefined): CharacterSet {
  return boundary === undefined ? NAME_BYTES : characterSet((character) => boundary.test(character))
}
