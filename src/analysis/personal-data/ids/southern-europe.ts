import { isDayOf, isDayMonthYear } from '../checksums/dates.ts'
import { digitAt, isFiller, numberAt, weighted } from '../checksums/digits.ts'
import { luhnHolds } from '../checksums/luhn.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId } from './national-id.ts'

/** Spain, Italy, Portugal, Greece. */
export const SOUTHERN_EUROPE: readonly NumberKind[] = [
  nationalId({
    kind: 'es-nif',
    name: 'identity number (DNI, NIF) of Spain',
    chance: 0.0385,
    shapes: { '99999999A': 'none', '99999999-A': 'medium', '99.999.999-A': 'high' },
    words: [
      'dni',
      'nif',
      'documento nacional de identidad',
      'documento de identidad',
      'número de identificación fiscal',
    ],
    check: (text) => checked(!isFiller(text.slice(0, 8)) && spanishLetter(numberAt(text, 0, 8)) === text[8]),
    law: 'gdpr',
    references: ['https://www.dnielectronico.es/'],
  }),
  nationalId({
    kind: 'es-nie',
    name: 'identity number of foreigners (NIE) of Spain',
    chance: 0.0044,
    shapes: { A9999999A: 'low', 'A-9999999-A': 'high', 'A9999999-A': 'high' },
    words: ['nie', 'número de identidad de extranjero', 'extranjero', 'identidad de extranjero'],
    check: (text) =>
      checked(
        'XYZ'.includes(text[0] ?? '?') &&
          spanishLetter('XYZ'.indexOf(text[0] ?? '') * 10_000_000 + numberAt(text, 1, 8)) === text[8],
      ),
    law: 'gdpr',
    references: ['https://www.interior.gob.es/'],
  }),
  nationalId({
    kind: 'it-fiscal-code',
    name: 'fiscal code (codice fiscale) of Italy',
    chance: 0.00078,
    // The digits of people who would share a code are replaced by letters, from the right: those of the year come last.
    shapes: { 'AAAAAA99A**A***A': 'high', 'AAA AAA 99A** A***A': 'high' },
    words: ['codice fiscale', 'cod fiscale', 'cod fisc', 'codicefiscale', 'fiscal code', 'cf'],
    check: (text) => checked(isFiscalCode(text) && ITALIAN_LETTERS[fiscalSum(text) % 26] === text[15]),
    law: 'gdpr',
    references: [
      'https://www.agenziaentrate.gov.it/portale/web/guest/schede/istanze/richiesta-ts_cf/informazioni-codificazione-pf',
    ],
  }),
  nationalId({
    kind: 'pt-nif',
    name: 'tax number (NIF) of Portugal',
    chance: 0.032,
    shapes: { '999999999': 'none', '999 999 999': 'none' },
    words: [
      'nif',
      'contribuinte',
      'número de contribuinte',
      'numero de contribuinte',
      'número de identificação fiscal',
    ],
    check: (text) => checked(/^(?:[123]|45)/.test(text) && !isFiller(text) && portugueseHolds(text)),
    law: 'gdpr',
    references: ['https://www.portaldasfinancas.gov.pt/'],
  }),
  nationalId({
    kind: 'pt-citizen-card',
    name: 'number of a citizen card of Portugal',
    chance: 0.1,
    shapes: { '99999999 9 AA9': 'high', '999999999AA9': 'none' },
    words: [
      'cartão de cidadão',
      'cartao de cidadao',
      'cartão cidadão',
      'documento de identificação',
      'bilhete de identidade',
    ],
    check: (text) => checked(luhn36Holds(text)),
    law: 'gdpr',
    references: ['https://www.autenticacao.gov.pt/'],
  }),
  nationalId({
    kind: 'gr-amka',
    name: 'social security number (AMKA) of Greece',
    chance: 0.0037,
    shapes: { '99999999999': 'none' },
    words: ['amka', 'αμκα'],
    check: (text) => checked(isDayMonthYear(text) && luhnHolds(text)),
    law: 'gdpr',
    references: ['https://www.amka.gr/'],
  }),
]

/** The number modulo 23 chooses the letter. */
function spanishLetter(number: number): string | undefined {
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]
}

/** Name, year, letter of the month, day (women plus 40), letter and digits of the place. */
function isFiscalCode(text: string): boolean {
  if (!/^[A-Z]{6}[\dLMNPQRSTUV]{2}[ABCDEHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]$/.test(text)) return false
  const day = (replaced(text, 9) * 10 + replaced(text, 10)) % 40
  return isDayOf(replaced(text, 6) * 10 + replaced(text, 7), 'ABCDEHLMPRST'.indexOf(text[8] ?? '') + 1, day)
}

/** A digit, or the letter that stands for it. */
function replaced(text: string, place: number): number {
  const stand = 'LMNPQRSTUV'.indexOf(text[place] ?? '?')
  return stand < 0 ? digitAt(text, place) : stand
}

/** Characters at odd places count by a table of the decree, at even places by their order. */
function fiscalSum(text: string): number {
  let sum = 0
  for (let place = 0; place < 15; place++) {
    const code = text.charCodeAt(place)
    const order = code >= 0x41 ? code - 0x41 : code - 0x30
    sum += place % 2 === 0 ? (ODD_PLACES[order] ?? 0) : order
  }
  return sum
}

const ITALIAN_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ODD_PLACES = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** Modulo 11; the two remainders without a digit give 0. */
function portugueseHolds(text: string): boolean {
  const digit = 11 - (weighted(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return (digit > 9 ? 0 : digit) === digitAt(text, 8)
}

/** Luhn with letters as 10 to 35. */
function luhn36Holds(text: string): boolean {
  let sum = 0
  for (let place = 0; place < 12; place++) {
    const code = text.charCodeAt(place)
    const value = code >= 0x41 ? code - 55 : code - 0x30
    sum += place % 2 === 1 ? value : value > 4 ? value * 2 - 9 : value * 2
  }
  return sum % 10 === 0
}
