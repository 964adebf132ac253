import type { Finding } from '../../model/finding.ts'
import type { FindingDecision } from '../../model/verdict.ts'
import type { VexJustification } from '../../model/vex.ts'
import { standingOf } from '../standing.ts'

/**
 * `analysis` of a vulnerability, from what was decided: by VEX, by a waiver, by a rule that blocks or warns. What nobody and
 * nothing decided on has none. A waiver accepts a risk: the vulnerability stays `exploitable` and `will_not_fix`.
 */
export function analysisOf(finding: Finding, decision: FindingDecision | undefined): object | undefined {
  if (decision === undefined) return undefined
  const { status, justification, decided, accepted } = standingOf(finding, decision)
  if (status === 'fixed') return { state: 'resolved', detail: decided.toWellFormed() }
  if (status === 'not_affected')
    return { state: 'not_affected', ...label(decision, justification), detail: decided.toWellFormed() }
  if (accepted) return { state: 'exploitable', response: ['will_not_fix'], detail: decided.toWellFormed() }
  return ruled(finding, decision)
}

/** What the standards both have a word for; where CycloneDX has none, the detail says it. */
const LABELS: Readonly<Partial<Record<VexJustification, string>>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}

const OWN_LABELS = [
  'code_not_present',
  'code_not_reachable',
  'requires_configuration',
  'requires_dependency',
  'requires_environment',
  'protected_by_compiler',
  'protected_at_runtime',
  'protected_at_perimeter',
  'protected_by_mitigating_control',
]

function label(
  { vex }: FindingDecision,
  justification: VexJustification | undefined,
): { readonly justification?: string } {
  const own = OWN_LABELS.find((one) => one === vex?.justification)
  const found = own ?? (justification === undefined ? undefined : LABELS[justification])
  return found === undefined ? {} : { justification: found }
}

function ruled(finding: Finding, { decision, rule }: FindingDecision): object | undefined {
  if (decision === 'allow') return undefined
  const detail = `Policy rule ${rule} ${decision === 'block' ? 'blocks' : 'warns'}.`.toWellFormed()
  if (decision === 'warn') return { state: 'in_triage', detail }
  return { state: 'exploitable', ...(finding.fix.version === undefined ? {} : { response: ['update'] }), detail }
}
