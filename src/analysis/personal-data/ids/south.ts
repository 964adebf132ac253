import { isDate, isYearMonthDay } from '../checksums/dates.ts'
import { digitAt, isFiller, numberAt, weighted } from '../checksums/digits.ts'
import { luhnHolds } from '../checksums/luhn.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId, plausible } from './national-id.ts'

/** Australia, New Zealand, Brazil, Argentina, Chile, Ecuador, Mexico, South Africa, Nigeria. */
export const SOUTH: readonly NumberKind[] = [
  nationalId({
    kind: 'au-tfn',
    name: 'tax file number of Australia',
    chance: 0.0909,
    shapes: { '999 999 999': 'none', '999999999': 'none' },
    words: ['tfn', 'tax file number', 'tax file no', 'tax file'],
    check: (text) => checked(!isFiller(text) && weighted(text, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0),
    references: ['https://www.ato.gov.au/individuals-and-families/tax-file-number'],
  }),
  nationalId({
    kind: 'au-medicare',
    name: 'Medicare card number of Australia',
    chance: 0.045,
    shapes: { '9999 99999 9': 'medium', '9999 99999 9 9': 'medium', '9999999999': 'none', '99999999999': 'none' },
    words: ['medicare', 'medicare number', 'medicare no', 'medicare card'],
    check: (text) =>
      checked(
        text >= '2' &&
          text < '7' &&
          text[9] !== '0' &&
          weighted(text, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(text, 8),
      ),
    references: ['https://www.servicesaustralia.gov.au/medicare-card'],
  }),
  nationalId({
    kind: 'au-abn',
    name: 'business number (ABN) of Australia',
    chance: 0.0101,
    shapes: { '99 999 999 999': 'none', '99999999999': 'none' },
    words: ['abn', 'australian business number', 'business number'],
    check: (text) =>
      checked(
        !isFiller(text) &&
          text[0] !== '0' &&
          numberAt(text, 0, 2) > 10 &&
          (weighted(text, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
      ),
    references: ['https://abr.business.gov.au/Help/AbnFormat'],
    // It is public and names a business, which may be one person.
    severity: 'low',
  }),
  nationalId({
    kind: 'nz-ird',
    name: 'tax number (IRD) of New Zealand',
    chance: 0.089,
    shapes: { '999-999-999': 'none', '99-999-999': 'none', '999999999': 'none', '99999999': 'none' },
    words: ['ird', 'ird number', 'ird no', 'inland revenue'],
    check: (text) => checked(newZealandHolds(text.padStart(9, '0'))),
    references: ['https://www.ird.govt.nz/managing-my-tax/ird-numbers'],
  }),
  nationalId({
    kind: 'br-cpf',
    name: 'CPF number of Brazil',
    chance: 0.01,
    shapes: { '999.999.999-99': 'high', '999999999-99': 'medium', '99999999999': 'none' },
    words: ['cpf', 'cadastro de pessoas físicas', 'cadastro de pessoa física', 'cpf cnpj'],
    check: (text) => checked(!isFiller(text) && cpfHolds(text)),
    references: ['https://www.gov.br/receitafederal/pt-br/assuntos/meu-cpf'],
  }),
  nationalId({
    kind: 'br-cnpj',
    name: 'company number (CNPJ) of Brazil',
    chance: 0.01,
    // Since July 2026 the first twelve may be letters.
    shapes: { '99.999.999/9999-99': 'high', '99999999999999': 'none' },
    words: ['cnpj', 'cadastro nacional da pessoa jurídica', 'cpf cnpj'],
    check: (text) => checked(!isFiller(text) && !text.startsWith('000000000000') && cnpjHolds(text)),
    references: ['https://www.gov.br/receitafederal/pt-br/assuntos/cadastros/cnpj'],
    // It is public and names a company, which may be one person.
    severity: 'low',
  }),
  nationalId({
    kind: 'ar-cuit',
    name: 'tax or work number (CUIT, CUIL) of a person in Argentina',
    chance: 0.006,
    shapes: { '99-99999999-9': 'high', '99999999999': 'none' },
    words: ['cuit', 'cuil', 'clave única de identificación', 'cuit cuil'],
    check: (text) =>
      checked(
        ['20', '23', '24', '25', '26', '27'].includes(text.slice(0, 2)) && argentineDigit(text) === digitAt(text, 10),
      ),
    references: ['https://www.argentina.gob.ar/obtener-el-cuil'],
  }),
  nationalId({
    kind: 'cl-rut',
    name: 'RUT number of Chile',
    chance: 0.0909,
    shapes: {
      '99.999.999-*': 'high',
      '9.999.999-*': 'high',
      '99999999-*': 'none',
      '9999999-*': 'none',
      '999999999': 'none',
      '99999999A': 'none',
    },
    words: ['rut', 'run', 'rol único', 'rol unico', 'rol único tributario', 'rut cliente'],
    check: (text) => checked(!isFiller(text.slice(0, -1)) && chileanDigit(text) === text.at(-1)),
    references: ['https://www.sii.cl/'],
  }),
  nationalId({
    kind: 'ec-ci',
    name: 'identity card number of Ecuador',
    chance: 0.0182,
    shapes: { '9999999999': 'none', '999999999-9': 'none' },
    words: ['cédula', 'cedula', 'ci', 'cédula de identidad', 'cedula de identidad'],
    check: (text) => checked(isEcuadorian(text) && luhnHolds(text)),
    references: ['https://www.registrocivil.gob.ec/'],
  }),
  nationalId({
    kind: 'mx-curp',
    name: 'population register code (CURP) of Mexico',
    chance: 0.000013,
    shapes: { 'AAAA999999AAAAAA*9': 'high' },
    words: ['curp', 'clave única de registro de población'],
    check: (text) => checked(isMexican(text) && mexicanDigit(text) === digitAt(text, 17)),
    references: ['https://www.gob.mx/curp/'],
  }),
  nationalId({
    kind: 'za-id',
    name: 'identity number of South Africa',
    chance: 0.00073,
    shapes: { '999999 9999 999': 'high', '9999999999999': 'none' },
    words: ['id number', 'id no', 'rsa id', 'south african id', 'sa id', 'identity number'],
    check: (text) => checked(isYearMonthDay(text) && text[10] !== undefined && text[10] <= '1' && luhnHolds(text)),
    references: ['https://www.dha.gov.za/'],
  }),
  nationalId({
    kind: 'ng-nin',
    unchecked: true,
    name: 'national identification number (NIN) of Nigeria',
    chance: 1,
    shapes: { '99999999999': 'none' },
    words: ['nin', 'nimc', 'nin number', 'national identification number'],
    check: (text) => plausible(!isFiller(text)),
    references: ['https://nimc.gov.ng/'],
  }),
]

/** Modulo 11; where that gives 10, with other weights once more. Numbers lie between 10 and 150 millions. */
function newZealandHolds(text: string): boolean {
  const number = numberAt(text, 0, 9)
  if (number <= 10_000_000 || number >= 150_000_000) return false
  const first = (11 - (weighted(text, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  const digit = first < 10 ? first : (11 - (weighted(text, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11
  return digit === digitAt(text, 8)
}

/** Two check digits modulo 11; remainders without a digit give 0. */
function cpfHolds(text: string): boolean {
  const first = ((weighted(text, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
  const second = ((weighted(text, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
  return first === digitAt(text, 9) && second === digitAt(text, 10)
}

function cnpjHolds(text: string): boolean {
  const first = ((weighted(text, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
  const second = ((weighted(text, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
  return first === digitAt(text, 12) && second === digitAt(text, 13)
}

/** A remainder that gives 10 is not given out with the usual prefixes; where it is written, it is written 9. */
function argentineDigit(text: string): number {
  const digit = (11 - (weighted(text, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  return digit === 10 ? 9 : digit
}

/** Weights 2 to 7 from the right, again and again; K is 10. */
function chileanDigit(text: string): string {
  let sum = 0
  for (let place = text.length - 2, weight = 2; place >= 0; place--, weight = weight === 7 ? 2 : weight + 1)
    sum += digitAt(text, place) * weight
  return '0123456789K'[(11 - (sum % 11)) % 11] ?? '?'
}

/** The province (30 and 50 abroad), and a third digit up to 6. */
function isEcuadorian(text: string): boolean {
  const province = numberAt(text, 0, 2)
  return ((province >= 1 && province <= 24) || province === 30 || province === 50) && (text[2] ?? '9') <= '6'
}

const MEXICAN_STATES =
  'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS'

/** Name, day, sex, state, inner consonants, and a mark that is a digit before 2000 and a letter after. */
function isMexican(text: string): boolean {
  const sex = text[10] ?? '?'
  const born = (text[16] ?? 'A') <= '9' ? 1900 : 2000
  return (
    'HMX'.includes(sex) &&
    MEXICAN_STATES.includes(text.slice(11, 13)) &&
    isDate(born + numberAt(text, 4, 6), numberAt(text, 6, 8), numberAt(text, 8, 10))
  )
}

/** The place of the letter Ñ stands between N and O, so that O counts 25. */
function mexicanDigit(text: string): number {
  let sum = 0
  for (let place = 0; place < 17; place++) {
    const code = text.charCodeAt(place)
    sum += (code < 0x41 ? code - 0x30 : code < 0x4f ? code - 55 : code - 54) * (18 - place)
  }
  return (10 - (sum % 10)) % 10
}
