import type { RuleDoc } from '../../src/model/rule.ts'
import type { SensitiveMatch } from '../../src/analysis/sensitive/sensitive-match.ts'
import type { SensitiveScanner } from '../../src/analysis/sensitive/sensitive-scanner.ts'

/** A rule for tests. */
export function ruleOf(id: string): RuleDoc {
  return { id: `test/${id}`, title: id, severity: 'low', why: 'a test', fix: 'nothing', references: [] }
}

export const NEEDLE = ruleOf('needle')

/** Finds `needle-0042` that no letter, digit or hyphen touches; as many rules as `buckets`, by the number in the needle. */
export function needleScanner(buckets: readonly RuleDoc[] = [NEEDLE]): SensitiveScanner {
  return patternScanner(
    /(?<![\w-])needle-(\d{4})(?![\w-])/g,
    (match) => buckets[Number(match[1]) % buckets.length] ?? NEEDLE,
    buckets,
  )
}

/** Finds whole values of columns of this name: only the label tells. */
export function labelScanner(label: string, rule: RuleDoc): SensitiveScanner {
  const values = patternScanner(/^.+$/gs, () => rule, [rule])
  return { ...values, scan: (bytes, context) => (context.label === label ? values.scan(bytes, context) : []) }
}

/** Finds what a pattern matches in the bytes, each a character. */
export function patternScanner(
  pattern: RegExp,
  ruleFor: (match: RegExpExecArray) => RuleDoc,
  rules: readonly RuleDoc[],
): SensitiveScanner {
  return {
    rules,
    reach: 64,
    heeds: () => true,
    scan(bytes) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
      return [...text.matchAll(pattern)].map((match): SensitiveMatch => {
        const confidence = { level: 'high', because: [] } as const
        const start = match.index
        return {
          rule: ruleFor(match),
          start,
          end: start + match[0].length,
          value: match[0],
          confidence,
          wrapped: [],
          says: [],
        }
      })
    },
  }
}
