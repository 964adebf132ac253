import { isFiller, weighted } from '../checksums/digits.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId, plausible } from './national-id.ts'

/** United Kingdom and Ireland. */
export const BRITISH_ISLES: readonly NumberKind[] = [
  nationalId({
    kind: 'uk-nhs',
    name: 'NHS number of the United Kingdom',
    chance: 0.091,
    shapes: { '999 999 9999': 'none', '999-999-9999': 'none', '9999999999': 'none' },
    words: ['nhs', 'nhs number', 'nhs no', 'national health service', 'patient id', 'patient number'],
    check: (text) => checked(!isFiller(text) && weighted(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0),
    law: 'gdpr',
    references: ['https://www.datadictionary.nhs.uk/attributes/nhs_number.html'],
  }),
  nationalId({
    kind: 'uk-nino',
    unchecked: true,
    name: 'national insurance number of the United Kingdom',
    chance: 0.087,
    shapes: { 'AA 99 99 99 A': 'high', AA999999A: 'none', 'AA-99-99-99-A': 'high', 'AA 999999 A': 'medium' },
    words: ['nino', 'national insurance', 'national insurance number', 'ni number', 'ni no', 'insurance number'],
    check: (text) => plausible(isNinoPrefix(text) && 'ABCD'.includes(text[8] ?? '?')),
    law: 'gdpr',
    references: ['https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110'],
  }),
  nationalId({
    kind: 'ie-pps',
    name: 'personal public service number of Ireland',
    chance: 0.04,
    shapes: { '9999999A': 'none', '9999999AA': 'none' },
    words: ['pps', 'ppsn', 'pps number', 'pps no', 'personal public service'],
    check: (text) => checked(ppsHolds(text)),
    law: 'gdpr',
    references: [
      'https://www.gov.ie/en/department-of-social-protection/services/get-a-personal-public-service-pps-number/',
    ],
  }),
]

/** HMRC, NIM39110: some letters are not used at all, O not as the second, and seven pairs never. */
function isNinoPrefix(text: string): boolean {
  return /^[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]/.test(text) && !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(text)
}

/** Modulo 23 with weights 8 to 2; the second letter counts nine times since 2013 (A, B, H), in older numbers nothing (W, T, X). */
function ppsHolds(text: string): boolean {
  const second = text.length < 9 ? 0 : SECOND_LETTER[text[8] ?? '?']
  return second !== undefined && PPS_LETTERS[(weighted(text, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === text[7]
}

const PPS_LETTERS = 'WABCDEFGHIJKLMNOPQRSTUV'
const SECOND_LETTER: Readonly<Record<string, number>> = { A: 1, B: 2, H: 8, W: 0, T: 0, X: 0 }
