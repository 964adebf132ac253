import { lazy } from '../../base/lazy.ts'
import type { RuleDoc } from '../../model/rule.ts'
import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'
import type { ScanContext, SensitiveScanner } from '../sensitive/sensitive-scanner.ts'
import { type Candidate } from './engine/candidate.ts'
import { compileRule, reachOf } from './engine/compiled-rule.ts'
import { DEPTH, layeredScan } from './engine/layered-scan.ts'
import { scanPlan } from './engine/scan-plan.ts'
import type { ScannerRule } from './engine/scanner-rule.ts'
import { GENERIC_FINDERS } from './generic/generic-finders.ts'
import { nameKind } from './generic/secret-name.ts'

/** What is looked for. */
export interface SecretScannerSettings {
  /** The rules of the catalogue, and those of the user (user-rules/compile-user-rule). */
  readonly rules: readonly ScannerRule[]
  /** Also values without a form of their own that are assigned to `password`, `api_key` and the like. */
  readonly generic: boolean
}

/**
 * A scanner for secrets. In data and binaries only values are looked for that have a mark of their own, and those that the label names: columns of text
 * are full of words. Its tables are built with the first scan and live as long as it does: one for each worker.
 *
 * Where several rules claim the same bytes one is told; see engine/overlaps for the order. Each place is told once; who wants each value once groups by value.
 */
export function secretScanner({ rules, generic }: SecretScannerSettings): SensitiveScanner {
  const finders = generic ? GENERIC_FINDERS : []
  const all = lazy(() => ({ rules: rules.map(compileRule), finders }))
  const full = lazy(() => scanPlan(all(), all()))
  const marked = lazy(() =>
    scanPlan({ rules: all().rules.filter(({ rule }) => rule.anchored === 'value'), finders: [] }, all()),
  )
  const docs: readonly RuleDoc[] = [...rules, ...finders.flatMap((finder) => finder.rules)]
  return {
    rules: docs,
    reach: roundUp(GROWTH * Math.max(LEAST_REACH, ...rules.map(reachOf), ...finders.map((finder) => finder.reach))),
    heeds: (label) => nameKind(label) !== undefined || marked().labelled(label).length > 0,
    scan: (bytes, context) => {
      const plan = context.role === 'data' || context.role === 'binary' ? marked() : full()
      const budget = { left: 4 * bytes.length + LEAST_BUDGET, refused: 0 }
      // The same bytes: only a Buffer turns a part of itself into text without a detour.
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const candidates = layeredScan(buffer, context, plan, budget, DEPTH)
      if (budget.refused > 0) context.omitted?.({ why: 'decoding', count: budget.refused })
      return told(candidates, context).map(toMatch)
    },
  }
}

/** A value in two layers of hexadecimal digits, or three of base64, is that many times as long. */
const GROWTH = 4
const LEAST_REACH = 1024
const LEAST_BUDGET = 64 * 1024
/** Of one rule in one piece of bytes: whoever has more has a list of them. */
const MOST_OF_ONE_RULE = 10_000

/** A multiple of four: a piece that begins there begins with a whole character of UTF-16 and a whole group of base64. */
function roundUp(bytes: number): number {
  return Math.ceil(bytes / 4) * 4
}

function told(candidates: readonly Candidate[], context: ScanContext): readonly Candidate[] {
  if (candidates.length <= MOST_OF_ONE_RULE) return candidates
  const counts = new Map<RuleDoc, number>()
  const kept = candidates.filter(({ rule }) => {
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return count <= MOST_OF_ONE_RULE
  })
  for (const [rule, count] of counts) {
    if (count > MOST_OF_ONE_RULE) context.omitted?.({ why: 'matches', rule: rule.id, count: count - MOST_OF_ONE_RULE })
  }
  return kept
}

function toMatch({ rule, start, end, value, confidence, wrapped = [], says }: Candidate): SensitiveMatch {
  return { rule, start, end, value, confidence, wrapped, says }
}
