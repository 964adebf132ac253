import type { ScanResult } from '../../model/scan-result.ts'

/** The result without the findings of the baseline; the verdict on the whole stays, and a notice says what was left out. */
export function onlyNew(result: ScanResult): ScanResult {
  const known = new Set(result.verdict.findings.filter((one) => one.known).map(({ fingerprint }) => fingerprint))
  const { notices, findings, ...verdict } = result.verdict
  const words =
    known.size === 1 ? '1 finding that was there before is' : `${known.size} findings that were there before are`
  const left = known.size === 0 ? [] : [`${words} not shown`]
  return {
    ...result,
    findings: result.findings.filter(({ fingerprint }) => !known.has(fingerprint)),
    verdict: { ...verdict, findings: findings.filter((one) => !one.known), notices: [...notices, ...left] },
  }
}

/** The result with more for the operator to know. The advice to write the baseline anew goes: here it is the base, and nobody writes it. */
export function withNotices(result: ScanResult, more: readonly string[]): ScanResult {
  const notices = result.verdict.notices.map((notice) =>
    notice.replace(/^(\d+) entr(?:y|ies) of the baseline match(?:es)? no finding any more: write it anew$/, gone),
  )
  return { ...result, verdict: { ...result.verdict, notices: [...more, ...notices] } }
}

function gone(_notice: string, number: string): string {
  return number === '1' ? '1 finding of the base is gone' : `${number} findings of the base are gone`
}
