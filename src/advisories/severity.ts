import type { SeverityStatement } from '../model/advisory.ts'
import { compareSeverity, type Severity } from '../model/severity.ts'
import { cvssSeverity } from './cvss.ts'
import { type Fields, fieldsOf } from './fields.ts'

/**
 * How severe a record is for one package, whose entries of `affected` are given. Malware is critical by rule; then a vector of
 * the entry, of the record, the word of the record (GitHub's), else nobody said. Of several entries the worst counts.
 */
export function severityOf(record: Fields, entries: readonly Fields[], malicious: boolean): SeverityStatement {
  if (malicious) return { level: 'critical' }
  const general = cvssSeverity(record['severity']) ?? { level: wordOf(record) ?? 'unknown' }
  const stated = entries.map((entry) => cvssSeverity(entry['severity']) ?? general)
  return stated.reduce(
    (worst, next) => (compareSeverity(next.level, worst.level) < 0 ? next : worst),
    stated[0] ?? general,
  )
}

const WORDS: Readonly<Record<string, Severity>> = {
  LOW: 'low',
  MODERATE: 'medium',
  MEDIUM: 'medium',
  HIGH: 'high',
  CRITICAL: 'critical',
}

function wordOf(record: Fields): Severity | undefined {
  const word = fieldsOf(record['database_specific'])?.['severity']
  return typeof word === 'string' && Object.hasOwn(WORDS, word.toUpperCase()) ? WORDS[word.toUpperCase()] : undefined
}
