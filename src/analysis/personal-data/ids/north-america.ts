import { isFiller, numberAt, weighted } from '../checksums/digits.ts'
import { luhnHolds } from '../checksums/luhn.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId, plausible } from './national-id.ts'

/** United States and Canada. */
export const NORTH_AMERICA: readonly NumberKind[] = [
  nationalId({
    kind: 'us-ssn',
    unchecked: true,
    name: 'social security number of the United States',
    chance: 0.889,
    shapes: { '999-99-9999': 'medium', '999 99 9999': 'none', '999999999': 'none' },
    words: [
      'ssn',
      'social security',
      'social security number',
      'social security no',
      'soc sec',
      'ss number',
      'ssno',
      'ssnum',
      'taxpayer id',
      'tin',
    ],
    check: (text) => plausible(isIssuedSsn(text)),
    law: 'ccpa',
    references: ['https://www.ssa.gov/employer/randomization.html'],
  }),
  nationalId({
    kind: 'us-itin',
    name: 'taxpayer identification number (ITIN) of the United States',
    chance: 0.044,
    shapes: { '999-99-9999': 'low', '999 99 9999': 'none', '999999999': 'none' },
    words: ['itin', 'individual taxpayer', 'taxpayer id', 'taxpayer identification', 'tin'],
    check: (text) => checked(text.startsWith('9') && isItinGroup(numberAt(text, 3, 5))),
    law: 'ccpa',
    references: ['https://www.irs.gov/individuals/individual-taxpayer-identification-number'],
  }),
  nationalId({
    kind: 'us-npi',
    name: 'national provider identifier (NPI) of the United States',
    chance: 0.02,
    shapes: { '9999999999': 'none' },
    words: ['npi', 'national provider', 'provider identifier', 'npi number'],
    check: (text) => checked((text.startsWith('1') || text.startsWith('2')) && luhnHolds(`80840${text}`)),
    references: [
      'https://www.cms.gov/medicare/regulations-guidance/administrative-simplification/national-provider-identifier-standard',
    ],
    // It names a physician or a hospital, and the register of all of them is public.
    severity: 'low',
  }),
  nationalId({
    kind: 'us-mbi',
    unchecked: true,
    name: 'Medicare beneficiary identifier of the United States',
    chance: 0.22,
    shapes: { '9A*9-A*9-AA99': 'medium', '9A*9A*9AA99': 'none' },
    words: ['mbi', 'medicare', 'medicare number', 'medicare id', 'beneficiary', 'hicn'],
    check: (text) => plausible(!text.startsWith('0') && !/[SLOIBZ]/.test(text)),
    law: 'ccpa',
    references: ['https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi'],
  }),
  nationalId({
    kind: 'ca-sin',
    name: 'social insurance number of Canada',
    chance: 0.08,
    shapes: { '999-999-999': 'none', '999 999 999': 'none', '999999999': 'none' },
    words: [
      'sin',
      'social insurance',
      'social insurance number',
      'sin number',
      'nas',
      'assurance sociale',
      "numéro d'assurance sociale",
    ],
    check: (text) => checked(text[0] !== '0' && text[0] !== '8' && !isFiller(text) && luhnHolds(text)),
    references: ['https://www.canada.ca/en/employment-social-development/services/sin.html'],
  }),
  nationalId({
    kind: 'us-aba-routing',
    name: 'bank routing number of the United States',
    chance: 0.038,
    shapes: { '999999999': 'none', '9999-9999-9': 'none' },
    words: ['aba', 'routing', 'routing number', 'routing no', 'rtn', 'aba number', 'transit number', 'bank routing'],
    check: (text) =>
      checked(
        isBankPrefix(numberAt(text, 0, 2)) && !isFiller(text) && weighted(text, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
      ),
    references: ['https://www.aba.com/about-us/routing-number'],
    // It names a bank; only together with an account number does it belong to somebody.
    severity: 'low',
  }),
]

/**
 * Areas 000, 666 and from 900 on, group 00 and serial 0000 were never issued; three numbers of advertisements never will be again; groups
 * of one digit each are made up.
 */
function isIssuedSsn(text: string): boolean {
  const area = numberAt(text, 0, 3)
  if (area === 0 || area === 666 || area >= 900) return false
  if (numberAt(text, 3, 5) === 0 || numberAt(text, 5, 9) === 0) return false
  return !isFiller(text) && !/^(\d)\1\1(\d)\2(\d)\3\3\3$/.test(text) && !ADVERTISED.has(numberAt(text, 0, 9))
}

/** Of a specimen card sold with wallets, and of two leaflets; leading zeros left out. */
const ADVERTISED: ReadonlySet<number> = new Set([78_05_1120, 219_09_9999, 457_55_5462])

function isItinGroup(group: number): boolean {
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94
}

/** The districts of the Federal Reserve, thrift institutions (+20), electronic (+60), and 80 for traveller's cheques. */
function isBankPrefix(prefix: number): boolean {
  const district = prefix > 60 ? prefix - 60 : prefix > 20 ? prefix - 20 : prefix
  return prefix === 80 || (district <= 12 && (district > 0 || prefix === 0))
}
