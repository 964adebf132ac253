import type { Confidence } from '../../model/finding.ts'
import type { Severity } from '../../model/severity.ts'

const LESS: Readonly<Partial<Record<Severity, Severity>>> = { critical: 'high', high: 'medium', medium: 'low' }

/** One step less for what is hardly believed: a list that begins with the worst begins with what is probably true. */
export function believed(severity: Severity, { level }: Confidence): Severity {
  return level === 'low' ? (LESS[severity] ?? severity) : severity
}
