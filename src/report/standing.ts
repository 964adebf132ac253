import type { Finding } from '../model/finding.ts'
import type { FindingDecision } from '../model/verdict.ts'
import { VEX_JUSTIFICATIONS, type VexJustification, type VexStatus } from '../model/vex.ts'
import { settlement } from './settlement.ts'

/** Where a vulnerability stands with a product, as far as it is known: what the VEX formats are written from. */
export interface Standing {
  readonly status: VexStatus
  /** Only with `not_affected`; a label of OpenVEX. */
  readonly justification?: VexJustification
  /** With `affected` what to do about it, with `not_affected` why, else how it is known. Never empty. */
  readonly statement: string
  /** Somebody accepted the risk: it will not be fixed now. */
  readonly accepted: boolean
  /** Who decided, in a sentence; empty when nobody did. */
  readonly decided: string
}

/**
 * What is true of a finding about an advisory. A match of version and advisory is `affected`; a requirement without a version is
 * `under_investigation`, for nobody knows what will be installed. A waiver accepts a risk and changes nothing of this, unless
 * its reason begins with a justification of OpenVEX: then its owner says `not_affected`. VEX that was given is passed on.
 */
export function standingOf(finding: Finding, decision: FindingDecision | undefined): Standing {
  const decided = decision === undefined ? '' : (settlement(decision) ?? '')
  if (decision?.vex !== undefined) return stated(decision.vex, decided)
  if (decision?.waiver !== undefined) return waived(finding, decision.waiver.reason, decided)
  if (finding.range !== undefined) {
    const statement = `${finding.title}. ${finding.fix.text}`
    return { status: 'under_investigation', statement, accepted: false, decided }
  }
  return { status: 'affected', statement: finding.fix.text, accepted: false, decided }
}

function stated(vex: NonNullable<FindingDecision['vex']>, decided: string): Standing {
  const justification = openvexLabel(vex.justification)
  return {
    status: vex.status,
    ...(justification === undefined || vex.status === 'fixed' ? {} : { justification }),
    statement: decided,
    accepted: false,
    decided,
  }
}

function waived(finding: Finding, reason: string, decided: string): Standing {
  const justification = leadingLabel(reason)
  if (justification !== undefined)
    return { status: 'not_affected', justification, statement: decided, accepted: false, decided }
  const status = finding.range === undefined ? 'affected' : 'under_investigation'
  return { status, statement: `${finding.fix.text} Not now: ${decided}`, accepted: true, decided }
}

/** `vulnerable_code_not_present`, alone or before further words. */
function leadingLabel(reason: string): VexJustification | undefined {
  const [, word] = /^([a-z_]+)(?![A-Za-z_])/.exec(reason) ?? []
  return VEX_JUSTIFICATIONS.find((label) => label === word)
}

/** Those labels of CycloneDX that say the very same; the others stand in the statement. */
function openvexLabel(written: string | undefined): VexJustification | undefined {
  if (written === 'code_not_present') return 'vulnerable_code_not_present'
  if (written === 'code_not_reachable') return 'vulnerable_code_not_in_execute_path'
  return VEX_JUSTIFICATIONS.find((label) => label === written)
}
