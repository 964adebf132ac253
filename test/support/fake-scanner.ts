import type { ScanContext, SensitiveScanner } from '../../src/analysis/sensitive/sensitive-scanner.ts'
import type { RuleDoc } from '../../src/model/rule.ts'

/** A rule without meaning, for tests of what is done with matches. */
export const FAKE_RULE: RuleDoc = {
  id: 'secrets/fake-token',
  title: 'Fake token',
  severity: 'high',
  why: 'Whoever holds it can pretend.',
  fix: 'Revoke it.',
  references: [],
}

/** Finds `FAKE-` and the 20 capitals behind it, wherever it is asked; tells which contexts it was given. */
export function fakeScanner(asked: ScanContext[] = []): SensitiveScanner {
  return {
    rules: [FAKE_RULE],
    reach: 64,
    heeds: () => true,
    scan: (bytes, context) => {
      asked.push(context)
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
      return [...text.matchAll(/FAKE-[A-Z]{20}/g)].map((match) => ({
        rule: FAKE_RULE,
        start: match.index,
        end: match.index + match[0].length,
        value: match[0],
        confidence: { level: 'high', because: ['a fake is a fake'] },
        wrapped: [],
        says: [],
      }))
    },
  }
}

/** The value that the fake scanner finds; another one for each letter. */
export function fakeToken(letter = 'A'): string {
  return `FAKE-${letter}BCDEFGHIJKLMNOPQRST`
}
