import { isDate, isDayMonthYear } from '../checksums/dates.ts'
import { digitAt, numberAt, weighted } from '../checksums/digits.ts'
import { luhnHolds } from '../checksums/luhn.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId } from './national-id.ts'

/** Sweden, Finland, Denmark, Norway, Iceland, Estonia and Lithuania, Latvia. */
export const NORTHERN_EUROPE: readonly NumberKind[] = [
  nationalId({
    kind: 'se-personnummer',
    name: 'personal number of Sweden',
    chance: 0.0073,
    shapes: {
      '999999-9999': 'medium',
      '999999+9999': 'medium',
      '99999999-9999': 'high',
      '9999999999': 'none',
      '999999999999': 'none',
    },
    words: ['personnummer', 'personnr', 'person nr', 'samordningsnummer', 'svensk'],
    check: (text) => checked(isSwedish(text)),
    law: 'gdpr',
    references: ['https://www.skatteverket.se/'],
  }),
  nationalId({
    kind: 'fi-hetu',
    name: 'personal identity code (HETU) of Finland',
    chance: 0.00088,
    shapes: { '999999-999*': 'high', '999999+999*': 'high', '999999A999*': 'high' },
    words: ['hetu', 'henkilötunnus', 'henkilotunnus', 'sotu', 'personbeteckning'],
    check: (text) => checked(isFinnish(text)),
    law: 'gdpr',
    references: ['https://dvv.fi/en/personal-identity-code'],
  }),
  nationalId({
    kind: 'dk-cpr',
    unchecked: true,
    name: 'CPR number of Denmark',
    chance: 0.0366,
    shapes: { '999999-9999': 'none', '9999999999': 'none' },
    words: ['cpr', 'cpr nr', 'cprnr', 'cpr nummer', 'personnummer'],
    // Since 2007 numbers are given whose check digit does not hold.
    check: (text) =>
      !isDayMonthYear(text)
        ? 'wrong'
        : weighted(text, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
          ? 'checked'
          : 'plausible',
    law: 'gdpr',
    references: ['https://cpr.dk/cpr-systemet/personnumre-uden-kontrolciffer-modulus-11-kontrol'],
  }),
  nationalId({
    kind: 'no-fodselsnummer',
    name: 'birth number of Norway',
    chance: 0.001,
    shapes: { '999999 99999': 'medium', '99999999999': 'none' },
    words: ['fødselsnummer', 'fodselsnummer', 'fødselsnr', 'fnr', 'personnummer', 'd nummer'],
    check: (text) => checked(isNorwegianDay(text) && norwegianHolds(text)),
    law: 'gdpr',
    references: ['https://www.skatteetaten.no/en/person/national-registry/identitetsnummer/'],
  }),
  nationalId({
    kind: 'is-kennitala',
    name: 'identification number (kennitala) of Iceland',
    chance: 0.00066,
    shapes: { '999999-9999': 'high', '9999999999': 'none' },
    words: ['kennitala', 'kennitölu', 'kt'],
    check: (text) =>
      checked(
        '90'.includes(text[9] ?? '?') && isDayMonthYear(text) && weighted(text, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
      ),
    law: 'gdpr',
    references: ['https://www.skra.is/'],
  }),
  nationalId({
    kind: 'ee-lt-personal-code',
    name: 'personal code of Estonia or Lithuania',
    chance: 0.0029,
    shapes: { '99999999999': 'none' },
    words: ['isikukood', 'asmens kodas', 'personal code', 'isiku kood'],
    check: (text) => checked(isBalticDay(text) && balticHolds(text)),
    law: 'gdpr',
    references: ['https://www.eesti.ee/en/citizenship-and-documents/the-estonian-personal-identification-code'],
  }),
  nationalId({
    kind: 'lv-personal-code',
    name: 'personal code of Latvia',
    chance: 0.0023,
    shapes: { '999999-99999': 'medium', '99999999999': 'none' },
    words: ['personas kods', 'pk', 'personal code'],
    check: (text) => checked((text.startsWith('32') || isLatvianDay(text)) && latvianDigit(text) === digitAt(text, 10)),
    law: 'gdpr',
    references: ['https://www.pmlp.gov.lv/en'],
  }),
]

/** Ten digits, or twelve with the century; coordination numbers add 60 to the day. */
function isSwedish(text: string): boolean {
  const start = text.length - 10
  const century = start === 0 ? 20 : numberAt(text, 0, 2)
  const day = numberAt(text, start + 4, start + 6)
  const year = century * 100 + numberAt(text, start, start + 2)
  return (
    century >= 18 &&
    century <= 20 &&
    isDate(year, numberAt(text, start + 2, start + 4), day > 60 ? day - 60 : day) &&
    luhnHolds(text.slice(start))
  )
}

/** Day, a sign for the century (since 2023 also letters), number of the person, the whole modulo 31. The sign is not in the text where it is none of a letter. */
function isFinnish(text: string): boolean {
  const sign = text.length === 11 ? text[6] : '-'
  if (!isDayMonthYear(text) || !'-ABCDEFYXWVU'.includes(sign ?? '?')) return false
  const person = text.length === 11 ? 7 : 6
  const number = numberAt(text, person, person + 3)
  return (
    number >= 2 &&
    number < 900 &&
    '0123456789ABCDEFHJKLMNPRSTUVWXY'[(numberAt(text, 0, 6) * 1000 + number) % 31] === text.at(-1)
  )
}

/** D numbers add 40 to the day, numbers of hospitals 40 to the month; the three digits after it go with the century. */
function isNorwegianDay(text: string): boolean {
  const day = numberAt(text, 0, 2)
  const month = numberAt(text, 2, 4)
  const year = norwegianYear(numberAt(text, 4, 6), numberAt(text, 6, 9))
  return day < 80 && year !== undefined && isDate(year, month > 40 ? month - 40 : month, day > 40 ? day - 40 : day)
}

function norwegianYear(year: number, person: number): number | undefined {
  if (person < 500) return 1900 + year
  if (person < 750 && year >= 54) return 1800 + year
  if (year < 40) return 2000 + year
  return person >= 900 ? 1900 + year : undefined
}

/** Two check digits modulo 11; a remainder of 10 is not given out. */
function norwegianHolds(text: string): boolean {
  return (
    weighted(text, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(text, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  )
}

/** The first digit gives sex and century, then year, month, day. */
function isBalticDay(text: string): boolean {
  const century = digitAt(text, 0)
  return (
    century >= 1 &&
    century <= 8 &&
    isDate(1700 + Math.ceil(century / 2) * 100 + numberAt(text, 1, 3), numberAt(text, 3, 5), numberAt(text, 5, 7))
  )
}

/** Modulo 11; where that gives 10, with other weights once more. */
function balticHolds(text: string): boolean {
  const first = weighted(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
  const digit = first < 10 ? first : (weighted(text, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10
  return digit === digitAt(text, 10)
}

/** Day, month, year, and the century as 0 to 2. */
function isLatvianDay(text: string): boolean {
  const century = digitAt(text, 6)
  return century <= 2 && isDate(1800 + century * 100 + numberAt(text, 4, 6), numberAt(text, 2, 4), numberAt(text, 0, 2))
}

function latvianDigit(text: string): number {
  return ((1 + weighted(text, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10
}
