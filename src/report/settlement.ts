import type { FindingDecision } from '../model/verdict.ts'

/** Why a finding does not count, in one sentence: who accepted it until when, or who says it does not apply. Foreign text inside. */
export function settlement({ waiver, vex }: FindingDecision): string | undefined {
  if (vex !== undefined) {
    const status = vex.status === 'fixed' ? 'fixed' : 'not affected'
    const why = [vex.justification, vex.statement].filter((text) => text !== undefined && text !== '').join(': ')
    return `${status}, says ${vex.author} (${vex.source})${why === '' ? '' : `: ${why}`}`
  }
  if (waiver === undefined) return undefined
  return `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`
}
