import { parsePattern } from '../../../base/pattern-parser.ts'
import type { PatternNode } from '../../../base/pattern-tree.ts'
import type { WrittenPattern } from './user-rule.ts'

/**
 * The pattern with its n-th group named `secret`, and without an optional run at its start that decides nothing: `[\w.-]{0,50}?` in front of a keyword makes
 * every rule of gitleaks try fifty places for one. Without groups all of the match is the value, and nothing is cut.
 */
export function withSecretGroup({ source, flags }: WrittenPattern, group: number): WrittenPattern {
  const at = groupStart(source, group)
  if (at === undefined) return { source, flags }
  const rest = source.slice(at + 1).replace(/^\?<\w+>/, '')
  return { source: withoutLeadingRuns(`${source.slice(0, at)}(?<secret>${rest}`, flags), flags }
}

function withoutLeadingRuns(source: string, flags: string): string {
  const run = leadingRun(parsePattern(source, flags))
  return run === undefined ? source : withoutLeadingRuns(source.slice(0, run.from) + source.slice(run.to), flags)
}

/** The offset of the `(` of a group that captures, counted from 1. */
function groupStart(source: string, group: number): number | undefined {
  let count = 0
  let isInClass = false
  for (let i = 0; i < source.length; i++) {
    const character = source[i]
    if (character === '\\') i++
    else if (isInClass) isInClass = character !== ']'
    else if (character === '[') isInClass = true
    else if (character === '(' && /^\((?!\?)|^\(\?<[A-Za-z_]/.test(source.slice(i, i + 4)) && ++count === group)
      return i
  }
  return undefined
}

/** An optional repetition of one class with which every match begins. */
function leadingRun(node: PatternNode): { readonly from: number; readonly to: number } | undefined {
  if (node.kind === 'sequence') {
    const [first] = node.items
    return first === undefined ? undefined : leadingRun(first)
  }
  return node.kind === 'repeat' && node.min === 0 && node.body.kind === 'set' ? node : undefined
}
