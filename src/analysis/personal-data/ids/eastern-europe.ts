import { isDate } from '../checksums/dates.ts'
import { digitAt, isFiller, numberAt, weighted } from '../checksums/digits.ts'
import { hybrid11Holds } from '../checksums/iso-7064.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId } from './national-id.ts'

/** Poland, Czechia and Slovakia, Romania, Bulgaria, Croatia, Slovenia and its neighbours, Russia, Ukraine, Turkey. */
export const EASTERN_EUROPE: readonly NumberKind[] = [
  nationalId({
    kind: 'pl-pesel',
    name: 'PESEL number of Poland',
    chance: 0.0183,
    shapes: { '99999999999': 'none' },
    words: ['pesel', 'numer pesel', 'nr pesel', 'ewidencyjny'],
    check: (text) => checked(isPolishDay(text) && weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0),
    law: 'gdpr',
    references: ['https://www.gov.pl/web/gov/czym-jest-numer-pesel'],
  }),
  nationalId({
    kind: 'cz-sk-birth-number',
    name: 'birth number of Czechia or Slovakia',
    chance: 0.02,
    shapes: { '999999/9999': 'medium', '9999999999': 'none' },
    words: ['rodné číslo', 'rodne cislo', 'rc', 'rodné', 'r č', 'birth number'],
    check: (text) => checked(isCzechDay(text) && (numberAt(text, 0, 9) % 11) % 10 === digitAt(text, 9)),
    law: 'gdpr',
    references: ['https://www.mvcr.cz/mvcren/'],
  }),
  nationalId({
    kind: 'ro-cnp',
    name: 'personal numerical code (CNP) of Romania',
    chance: 0.0017,
    shapes: { '9999999999999': 'none' },
    words: ['cnp', 'cod numeric personal', 'codul numeric personal'],
    check: (text) => checked(isRomanianHead(text) && romanianDigit(text) === digitAt(text, 12)),
    law: 'gdpr',
    references: ['https://depabd.mai.gov.ro/'],
  }),
  nationalId({
    kind: 'bg-egn',
    name: 'civil number (EGN) of Bulgaria',
    chance: 0.0113,
    shapes: { '9999999999': 'none' },
    words: ['egn', 'егн', 'единен граждански номер'],
    check: (text) =>
      checked(isBulgarianDay(text) && (weighted(text, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitAt(text, 9)),
    law: 'gdpr',
    references: ['https://www.grao.bg/'],
  }),
  nationalId({
    kind: 'hr-oib',
    name: 'personal identification number (OIB) of Croatia',
    chance: 0.1,
    shapes: { '99999999999': 'none' },
    words: ['oib', 'osobni identifikacijski broj'],
    check: (text) => checked(!isFiller(text) && hybrid11Holds(text)),
    law: 'gdpr',
    references: ['https://www.porezna-uprava.hr/'],
  }),
  nationalId({
    kind: 'jmbg',
    name: 'citizen number (EMŠO, JMBG) of Slovenia, Serbia or their neighbours',
    chance: 0.0035,
    shapes: { '9999999999999': 'none' },
    words: ['emšo', 'emso', 'jmbg', 'matični broj', 'maticni broj', 'umcn', 'матични број'],
    check: (text) => checked(isYugoslavDay(text) && yugoslavDigit(text) === digitAt(text, 12)),
    law: 'gdpr',
    references: ['https://www.gov.si/'],
  }),
  nationalId({
    kind: 'ru-snils',
    name: 'pension insurance number (SNILS) of Russia',
    chance: 0.0099,
    shapes: { '999-999-999 99': 'high', '999-999-999-99': 'high', '99999999999': 'none' },
    words: ['snils', 'снилс', 'страховой номер'],
    check: (text) => checked(numberAt(text, 0, 9) > 1_001_998 && snilsCheck(text) === numberAt(text, 9, 11)),
    references: ['https://sfr.gov.ru/'],
  }),
  nationalId({
    kind: 'ru-inn',
    name: 'tax number (INN) of a person in Russia',
    chance: 0.0098,
    shapes: { '999999999999': 'none' },
    words: ['inn', 'инн', 'идентификационный номер налогоплательщика'],
    check: (text) => checked(!isFiller(text) && innHolds(text)),
    references: ['https://www.nalog.gov.ru/'],
  }),
  nationalId({
    kind: 'ua-tax-id',
    name: 'tax number (RNOKPP) of Ukraine',
    chance: 0.1,
    shapes: { '9999999999': 'none' },
    words: ['рнокпп', 'rnokpp', 'rntrc', 'іпн', 'ідентифікаційний код', 'ipn'],
    check: (text) => checked(!isFiller(text) && ukrainianDigit(text) === digitAt(text, 9)),
    references: ['https://tax.gov.ua/'],
  }),
  nationalId({
    kind: 'tr-tckn',
    name: 'identification number (TCKN) of Turkey',
    chance: 0.009,
    shapes: { '99999999999': 'none' },
    words: ['tckn', 'tc kimlik', 'kimlik no', 'tc kimlik no', 'kimlik numarası', 't c kimlik', 'tc no', 'kimlik'],
    check: (text) => checked(text[0] !== '0' && turkishHolds(text)),
    references: ['https://www.nvi.gov.tr/'],
  }),
]

/** The month carries the century: 80 for 1800, 0 for 1900, 20 for 2000, 40 for 2100, 60 for 2200. */
function isPolishDay(text: string): boolean {
  const month = numberAt(text, 2, 4)
  const century = CENTURIES[Math.floor(month / 20)] ?? 0
  return isDate(century + numberAt(text, 0, 2), month % 20, numberAt(text, 4, 6))
}

const CENTURIES = [1900, 2000, 2100, 2200, 1800]

/** Women add 50 to the month, both 20 where the numbers of a day ran out. Ten digits since 1954. */
function isCzechDay(text: string): boolean {
  const year = numberAt(text, 0, 2)
  return isDate(year < 54 ? 2000 + year : 1900 + year, (numberAt(text, 2, 4) % 50) % 20, numberAt(text, 4, 6))
}

/** Sex and century, day, county (41 to 46 are sectors of the capital, 70 and 80 and more are assigned without one). */
function isRomanianHead(text: string): boolean {
  const first = digitAt(text, 0)
  const century = first === 3 || first === 4 ? 1800 : first === 5 || first === 6 ? 2000 : 1900
  const county = numberAt(text, 7, 9)
  const known =
    (county >= 1 && county <= 48) || county === 51 || county === 52 || county === 70 || (county >= 80 && county <= 83)
  return first > 0 && known && isDate(century + numberAt(text, 1, 3), numberAt(text, 3, 5), numberAt(text, 5, 7))
}

function romanianDigit(text: string): number {
  const rest = weighted(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
  return rest === 10 ? 1 : rest
}

/** The month is 20 more before 1900 and 40 more from 2000 on. */
function isBulgarianDay(text: string): boolean {
  const month = numberAt(text, 2, 4)
  const [century, rest] = month > 40 ? [2000, month - 40] : month > 20 ? [1800, month - 20] : [1900, month]
  return isDate(century + numberAt(text, 0, 2), rest, numberAt(text, 4, 6))
}

/** Day, month, and the last three digits of the year. */
function isYugoslavDay(text: string): boolean {
  const year = numberAt(text, 4, 7)
  return isDate(year < 800 ? 2000 + year : 1000 + year, numberAt(text, 2, 4), numberAt(text, 0, 2))
}

function yugoslavDigit(text: string): number {
  const rest = weighted(text, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
  return rest === 0 ? 0 : (11 - rest) % 10
}

/** Weights 9 to 1 modulo 101; 100 is written 00. Numbers up to 001-001-998 were given without. */
function snilsCheck(text: string): number {
  return (weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100
}

function innHolds(text: string): boolean {
  const first = (weighted(text, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10
  const second = (weighted(text, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10
  return first === digitAt(text, 10) && second === digitAt(text, 11)
}

function ukrainianDigit(text: string): number {
  const rest = weighted(text, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11
  return ((rest + 11) % 11) % 10
}

/** The tenth digit comes from the odd and even places, the eleventh is the sum of the ten. */
function turkishHolds(text: string): boolean {
  const tenth = weighted(text, [7, -1, 7, -1, 7, -1, 7, -1, 7]) % 10
  return (
    (tenth + 10) % 10 === digitAt(text, 9) && weighted(text, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 === digitAt(text, 10)
  )
}
