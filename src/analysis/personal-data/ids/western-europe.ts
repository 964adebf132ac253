import { isDayMonthYear, isDayOf } from '../checksums/dates.ts'
import { digitAt, isFiller, numberAt, weighted } from '../checksums/digits.ts'
import { hybrid11Holds, remainder97 } from '../checksums/iso-7064.ts'
import { icaoDigit } from '../checksums/machine-readable.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId } from './national-id.ts'

/** Letters and digits in any order: found by its label, see documents/labelled-document. */
export const GERMAN_ID_CARD: NumberKind = nationalId({
  kind: 'de-id-card',
  name: 'number of an identity card or passport of Germany',
  chance: 0.1,
  shapes: {},
  words: [
    'personalausweis',
    'personalausweisnummer',
    'ausweisnummer',
    'ausweis nr',
    'reisepass',
    'reisepassnummer',
    'passnummer',
    'ausweisdokument',
  ],
  check: (text) =>
    checked(
      /^[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{8}\d$/.test(text) && icaoDigit(text.slice(0, 9)) === digitAt(text, 9),
    ),
  law: 'gdpr',
  references: ['https://www.personalausweisportal.de/'],
})

/** Germany, Austria, Switzerland, France, the Netherlands, Belgium. */
export const WESTERN_EUROPE: readonly NumberKind[] = [
  nationalId({
    kind: 'de-tax-id',
    name: 'tax identification number of Germany',
    chance: 0.0035,
    shapes: { '99 999 999 999': 'high', '99999999999': 'none' },
    words: [
      'steuer id',
      'steuerid',
      'steueridentifikationsnummer',
      'steuer identifikationsnummer',
      'steuerliche identifikationsnummer',
      'idnr',
      'id nr',
      'identifikationsnummer',
      'steuer idnr',
      'steuernummer',
      'tax id',
      'tin',
    ],
    check: (text) => checked(text[0] !== '0' && hasOneRepeatedDigit(text) && hybrid11Holds(text)),
    law: 'gdpr',
    references: [
      'https://www.bzst.de/DE/Privatpersonen/SteuerlicheIdentifikationsnummer/steuerlicheidentifikationsnummer_node.html',
    ],
  }),
  nationalId({
    kind: 'de-social-insurance',
    name: 'pension insurance number of Germany',
    chance: 0.0073,
    shapes: { '99 999999 A 999': 'high', '99999999A999': 'medium', '99 99 99 99 A 99 9': 'high' },
    words: [
      'rentenversicherungsnummer',
      'sozialversicherungsnummer',
      'versicherungsnummer',
      'rvnr',
      'svnr',
      'sv nummer',
      'rv nummer',
      'sozialversicherung',
    ],
    check: (text) => checked(isGermanBirth(text) && germanInsuranceHolds(text)),
    law: 'gdpr',
    references: ['https://www.gesetze-im-internet.de/vkvv/'],
  }),
  nationalId({
    kind: 'de-health-insurance',
    name: 'health insurance number of Germany',
    chance: 0.1,
    shapes: { A999999999: 'none' },
    words: [
      'krankenversicherungsnummer',
      'krankenversichertennummer',
      'versichertennummer',
      'kvnr',
      'kv nummer',
      'gesundheitskarte',
      'egk',
    ],
    check: (text) => checked(isLatinLetter(text[0]) && healthInsuranceHolds(text)),
    law: 'gdpr',
    references: ['https://www.gesetze-im-internet.de/sgb_5/__290.html'],
  }),
  GERMAN_ID_CARD,
  nationalId({
    kind: 'at-svnr',
    name: 'social insurance number of Austria',
    chance: 0.0037,
    shapes: { '9999 999999': 'low', '9999999999': 'none' },
    words: ['svnr', 'sv nr', 'sozialversicherungsnummer', 'versicherungsnummer', 'sozialversicherung', 'vsnr'],
    check: (text) => checked(text[0] !== '0' && isInsuredDay(text) && austrianHolds(text)),
    law: 'gdpr',
    references: ['https://www.sozialversicherung.at/'],
  }),
  nationalId({
    kind: 'ch-ahv',
    name: 'social insurance (AHV) number of Switzerland',
    chance: 0.0001,
    shapes: { '999.9999.9999.99': 'high', '9999999999999': 'medium' },
    words: ['ahv', 'avs', 'ahv nummer', 'ahvn13', 'navs', 'navs13', 'numéro avs', 'sozialversicherungsnummer'],
    check: (text) =>
      checked(text.startsWith('756') && weighted(text, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0),
    law: 'gdpr',
    references: ['https://www.zas.admin.ch/en/legal-basis'],
  }),
  nationalId({
    kind: 'fr-nir',
    name: 'social security number (NIR) of France',
    chance: 0.0051,
    shapes: {
      '9 99 99 99 999 999 99': 'high',
      '9 99 99 9A 999 999 99': 'high',
      '9999999999999 99': 'medium',
      '999999999999999': 'none',
      '999999A99999999': 'medium',
    },
    words: [
      'nir',
      'insee',
      'numéro insee',
      'sécurité sociale',
      'securite sociale',
      'numéro de sécurité sociale',
      'numero de securite sociale',
      'sécu',
      'n° sécu',
      'num secu',
      'carte vitale',
    ],
    check: (text) => checked(isNirHead(text) && nirHolds(text)),
    law: 'gdpr',
    references: ['https://www.insee.fr/fr/metadonnees/definition/c1409'],
  }),
  nationalId({
    kind: 'fr-tax-id',
    name: 'tax number (SPI) of France',
    chance: 0.0004,
    shapes: { '99 99 999 999 999': 'high', '9999999999999': 'none' },
    words: ['numéro fiscal', 'numero fiscal', 'spi', 'num fiscal', 'identifiant fiscal', 'nif', 'avis d imposition'],
    check: (text) => checked((text[0] ?? '9') <= '3' && numberAt(text, 0, 10) % 511 === numberAt(text, 10, 13)),
    law: 'gdpr',
    references: ['https://www.impots.gouv.fr/'],
  }),
  nationalId({
    kind: 'nl-bsn',
    name: 'citizen service number (BSN) of the Netherlands',
    chance: 0.0909,
    shapes: { '999999999': 'none', '9999.99.999': 'none', '9999 99 999': 'none' },
    words: [
      'bsn',
      'burgerservicenummer',
      'sofinummer',
      'sofi',
      'sofi nummer',
      'burger service nummer',
      'citizen service number',
    ],
    check: (text) => checked(!isFiller(text) && Math.abs(weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1])) % 11 === 0),
    law: 'gdpr',
    references: ['https://www.government.nl/topics/personal-data/citizen-service-number-bsn'],
  }),
  nationalId({
    kind: 'be-national-number',
    name: 'national register number of Belgium',
    chance: 0.0025,
    shapes: { '99.99.99-999.99': 'high', '999999-999-99': 'high', '99999999999': 'none' },
    words: [
      'rijksregisternummer',
      'rijksregister',
      'insz',
      'niss',
      'rrn',
      'numéro national',
      'numero national',
      'registre national',
      'nationaal nummer',
      'numéro de registre national',
    ],
    check: (text) => checked(isBelgianDay(text) && belgianHolds(text)),
    law: 'gdpr',
    references: ['https://www.ibz.rrn.fgov.be/'],
  }),
]

/** Of the first ten digits exactly one occurs more than once: two or three times. */
function hasOneRepeatedDigit(text: string): boolean {
  const counts = new Uint8Array(10)
  for (let place = 0; place < 10; place++) counts[digitAt(text, place)]! += 1
  const repeated = counts.filter((count) => count > 1)
  return repeated.length === 1 && (repeated[0] ?? 9) <= 3
}

/** Day 1 to 31, or that plus 50 where two people would have got the same number. */
function isGermanBirth(text: string): boolean {
  const day = numberAt(text, 2, 4)
  return isLatinLetter(text[8]) && isDayOf(numberAt(text, 6, 8), numberAt(text, 4, 6), day > 50 ? day - 50 : day)
}

/** Regulation VKVV, section 4: sums of the digits of products, the letter as two digits. */
function germanInsuranceHolds(text: string): boolean {
  const digits = `${text.slice(0, 8)}${letterNumber(text, 8)}${text.slice(9, 11)}`
  return digitSums(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === digitAt(text, 11)
}

/** Social code V, section 290, annex 1. */
function healthInsuranceHolds(text: string): boolean {
  const digits = `${letterNumber(text, 0)}${text.slice(1, 9)}`
  return digitSums(digits, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 === digitAt(text, 9)
}

function isLatinLetter(letter: string | undefined): boolean {
  return letter !== undefined && letter >= 'A' && letter <= 'Z'
}

/** A is 01, Z is 26. */
function letterNumber(text: string, place: number): string {
  return String(text.charCodeAt(place) - 0x40).padStart(2, '0')
}

function digitSums(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let place = 0; place < weights.length; place++) {
    const product = digitAt(digits, place) * (weights[place] ?? 0)
    sum += Math.floor(product / 10) + (product % 10)
  }
  return sum
}

/** Months 13 to 15 are given where the numbers of a day ran out. */
function isInsuredDay(text: string): boolean {
  const month = numberAt(text, 6, 8)
  return month > 12 && month <= 15 ? numberAt(text, 4, 6) >= 1 && numberAt(text, 4, 6) <= 31 : isDayMonthYear(text, 4)
}

function austrianHolds(text: string): boolean {
  return weighted(text, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digitAt(text, 3)
}

/** Sex, year, month (20 and more where it is not known), department; 99 is born abroad. */
function isNirHead(text: string): boolean {
  const month = numberAt(text, 3, 5)
  const department = text.slice(5, 7)
  const known = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50
  return (
    '123478'.includes(text[0] ?? '?') &&
    known &&
    (/^\d\d$/.test(department) ? department !== '00' : /^2[AB]$/.test(department))
  )
}

/** 97 less the number; the departments of Corsica count as 19 and 18. */
function nirHolds(text: string): boolean {
  const number = text.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return 97 - remainder97(number) === numberAt(text, 13, 15)
}

/** Months go on from 20 and 40 for people who are not in the register; 0 where the day is not known. */
function isBelgianDay(text: string): boolean {
  const month = numberAt(text, 2, 4)
  return month < 60 && month % 20 <= 12 && numberAt(text, 4, 6) <= 31
}

/** 97 less the number; for those born from 2000 on with a 2 before it. */
function belgianHolds(text: string): boolean {
  const head = text.slice(0, 9)
  const check = numberAt(text, 9, 11)
  return 97 - remainder97(head) === check || 97 - remainder97(`2${head}`) === check
}
