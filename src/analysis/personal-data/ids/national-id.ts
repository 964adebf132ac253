import type { Alone, NumberKind, Verdict } from '../personal-kind.ts'
import { FIX_OF, REFERENCES_OF, SEVERITY_OF, WHY_OF } from '../rule-texts.ts'

/** What differs from one national number to the next. */
export interface NationalNumber {
  /** Of the country, as in ISO 3166, and of the number: `pl-pesel`. */
  readonly kind: string
  /** With the country: `PESEL number of Poland`. */
  readonly name: string
  readonly chance: number
  readonly shapes: Readonly<Record<string, Alone>>
  readonly words: readonly string[]
  readonly check: (text: string) => Verdict
  /** Whether the country is bound by the GDPR or a law made after it. */
  readonly law?: 'gdpr' | 'ccpa'
  /** Where the number is described. */
  readonly references: readonly string[]
  readonly severity?: NumberKind['severity']
  /** It has no check digit, or not always. */
  readonly unchecked?: true
}

/** A national number as a rule. */
export function nationalId(number: NationalNumber): NumberKind {
  const {
    kind,
    name,
    chance,
    shapes,
    words,
    check,
    law,
    references,
    severity = SEVERITY_OF.identity,
    unchecked = false,
  } = number
  return {
    id: `personal-data/${kind}`,
    title: `A ${name} stands in the open.`,
    severity,
    why: [WHY_OF.identity, ...(law === undefined ? [] : [LAWS[law]])].join(' '),
    fix: FIX_OF.identity,
    references: [...references, ...REFERENCES_OF.identity],
    subject: 'identity',
    chance,
    words,
    shapes,
    unchecked,
    check,
  }
}

const LAWS = {
  gdpr: 'Article 87 of the GDPR leaves it to each country to set conditions of its own for national numbers.',
  ccpa: 'It is sensitive personal information under the CCPA (Civil Code 1798.140), and the breach laws of the states demand to tell the people.',
}

/** `checked` where the checks hold. */
export function checked(holds: boolean): Verdict {
  return holds ? 'checked' : 'wrong'
}

/** For numbers without check digits. */
export function plausible(holds: boolean): Verdict {
  return holds ? 'plausible' : 'wrong'
}
