import { compareText } from '../../../../base/compare.ts'
import type { PackageVerdict } from '../../../../model/package-assessment.ts'
import type { RuleMatch } from '../../artefact-facts.ts'
import type { StoryContext } from '../context.ts'
import type { DraftStep, StoryDraft } from '../draft.ts'
import { listed, word } from '../phrases.ts'
import { CAPABILITIES, THREATS, type ThreatId } from '../weights.ts'

/** Rules of one verdict that are told one by one; what is more is told together. */
const MOST_RULES = 5

/** Files of one rule that are steps of its story. */
const MOST_STEPS = 10

/**
 * What rules of the operator's own (`--yara`) found. A match holds; `verdict = "block"` in the meta of the rule blocks, `verdict = "allow"` or
 * `severity = "low"` only tells. Roles and novelty change nothing: whoever wrote the rule has decided.
 */
export function* ownRules({ input }: StoryContext): Iterable<StoryDraft> {
  for (const { name, matches = [] } of input.artefacts) {
    for (const [verdict, rules] of Map.groupBy(firedRules(matches), verdictOf)) {
      const inOrder = rules.toSorted((a, b) => compareText(a.key, b.key))
      for (const rule of inOrder.slice(0, MOST_RULES)) yield single(rule, verdict, name)
      if (inOrder.length > MOST_RULES) yield rest(inOrder.slice(MOST_RULES), verdict, name)
    }
  }
}

/** A rule that matches, with everything that it matches in one artefact. */
interface FiredRule {
  readonly key: string
  readonly first: RuleMatch
  readonly all: readonly RuleMatch[]
}

function firedRules(matches: readonly RuleMatch[]): readonly FiredRule[] {
  const byRule = Map.groupBy(matches, ({ source, rule }) => `${source} ${rule}`)
  return [...byRule].flatMap(([key, all]) => all.slice(0, 1).map((first) => ({ key, first, all })))
}

function verdictOf({ first }: FiredRule): PackageVerdict {
  const { verdict, severity } = first.meta
  const given = VERDICTS.find((one) => one === verdict?.trim().toLowerCase())
  if (given !== undefined) return given
  return verdict === undefined && severity?.trim().toLowerCase() === 'low' ? 'allow' : 'hold'
}

const VERDICTS: readonly PackageVerdict[] = ['allow', 'hold', 'block']

function single({ key, first, all }: FiredRule, verdict: PackageVerdict, artefact: string): StoryDraft {
  const says = word(first.meta['description'] ?? '', 240).replace(/\.$/, '')
  const files = listed(all.map(({ path }) => word(path)))
  return draft(artefact, verdict, key, all, {
    doubts: doubtsOf(first.meta),
    sentence: `The rule ${word(first.rule)} of ${word(first.source)} matches ${files}${says === '' ? '' : `: ${says}`}`,
  })
}

/** A verdict that is none is a slip of the pen; it must not make a rule mean nothing. */
function doubtsOf({ verdict }: RuleMatch['meta']): readonly string[] {
  return verdict === undefined || VERDICTS.some((one) => one === verdict.trim().toLowerCase())
    ? []
    : [`its meta verdict, ${word(verdict, 40)}, is none of ${VERDICTS.join(', ')}`]
}

function rest(rules: readonly FiredRule[], verdict: PackageVerdict, artefact: string): StoryDraft {
  const names = listed(rules.map(({ first }) => word(first.rule)))
  const firsts = rules.map(({ first }) => first)
  return draft(artefact, verdict, `${verdict}, and more`, firsts, {
    doubts: [],
    sentence: `${rules.length} more rules of your own match (${names})`,
  })
}

const THREAT_OF: Readonly<Record<PackageVerdict, ThreatId>> = {
  block: 'own-rule-blocks',
  hold: 'own-rule',
  allow: 'own-rule-tells',
}

function draft(
  artefact: string,
  verdict: PackageVerdict,
  key: string,
  matches: readonly RuleMatch[],
  { doubts, sentence }: { readonly doubts: readonly string[]; readonly sentence: string },
): StoryDraft {
  return {
    name: 'own-rule',
    key,
    artefact,
    threat: THREATS[THREAT_OF[verdict]],
    capability: CAPABILITIES.single,
    factors: [],
    ceiling: verdict,
    subjects: [],
    paths: [...new Set(matches.slice(0, MOST_STEPS).map(({ path }) => path))],
    doubts,
    tell: () => ({ sentence, steps: matches.slice(0, MOST_STEPS).map(stepOf) }),
  }
}

function stepOf({ rule, source, path, line, patterns, evidence }: RuleMatch): DraftStep {
  const what = patterns.length === 0 ? 'its condition' : listed(patterns.map((one) => word(one, 40)))
  return { text: `${what} of ${word(rule)} (${word(source)}) matches`, place: { path, line }, evidence }
}
