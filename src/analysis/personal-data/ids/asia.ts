import { isDate, isDayOf, isYearMonthDay } from '../checksums/dates.ts'
import { digitAt, isFiller, numberAt, weighted } from '../checksums/digits.ts'
import { mod112Holds } from '../checksums/iso-7064.ts'
import { luhnHolds } from '../checksums/luhn.ts'
import { verhoeffHolds } from '../checksums/verhoeff.ts'
import type { NumberKind } from '../personal-kind.ts'
import { checked, nationalId, plausible } from './national-id.ts'

/** India, Pakistan, China, Hong Kong, Taiwan, Korea, Japan, Singapore, Malaysia, Indonesia, Thailand, Israel. */
export const ASIA: readonly NumberKind[] = [
  nationalId({
    kind: 'in-aadhaar',
    name: 'Aadhaar number of India',
    chance: 0.08,
    shapes: { '9999 9999 9999': 'none', '9999-9999-9999': 'none', '999999999999': 'none' },
    words: ['aadhaar', 'aadhar', 'adhar', 'uidai', 'aadhaar number', 'आधार'],
    check: (text) => checked(text >= '2' && !isPalindrome(text) && !isFiller(text) && verhoeffHolds(text)),
    references: ['https://uidai.gov.in/'],
  }),
  nationalId({
    kind: 'in-pan',
    unchecked: true,
    name: 'permanent account number (PAN) of a person in India',
    chance: 0.038,
    shapes: { AAAAA9999A: 'none' },
    words: ['pan', 'pan number', 'pan no', 'pan card', 'permanent account number', 'income tax'],
    check: (text) => plausible(text[3] === 'P' && text.slice(5, 9) !== '0000'),
    references: ['https://www.incometax.gov.in/'],
  }),
  nationalId({
    kind: 'pk-cnic',
    unchecked: true,
    name: 'identity card number (CNIC) of Pakistan',
    chance: 0.63,
    shapes: { '99999-9999999-9': 'medium', '9999999999999': 'none' },
    words: ['cnic', 'nic', 'nicop', 'nadra', 'شناختی کارڈ'],
    check: (text) => plausible(text >= '1' && text < '8' && text[12] !== '0'),
    references: ['https://www.nadra.gov.pk/'],
  }),
  nationalId({
    kind: 'cn-resident-id',
    name: 'resident identity number of China',
    chance: 0.00002,
    shapes: { '99999999999999999*': 'high', '999999999999999999': 'high' },
    words: ['身份证', '身份证号', '身份证号码', '公民身份号码', 'resident id', 'id card', 'sfz', 'sfzh'],
    check: (text) => checked(CHINESE_PROVINCES.has(numberAt(text, 0, 2)) && isChineseDay(text) && mod112Holds(text)),
    references: ['https://openstd.samr.gov.cn/'],
  }),
  nationalId({
    kind: 'hk-id',
    name: 'identity card number of Hong Kong',
    chance: 0.0909,
    shapes: { 'A999999(9)': 'high', 'A999999(A)': 'high', 'AA999999(9)': 'high', A9999999: 'none' },
    words: ['hkid', 'hkid no', 'hong kong identity', '香港身份證', '身份證號碼', 'hkic'],
    check: (text) => checked(hongKongHolds(text)),
    references: ['https://www.immd.gov.hk/eng/services/hkid/general_info.html'],
  }),
  nationalId({
    kind: 'tw-id',
    name: 'national or resident number of Taiwan',
    chance: 0.04,
    shapes: { A999999999: 'none' },
    words: ['身分證', '身分證字號', '國民身分證', '統一證號', 'national id', 'arc number', 'roc id'],
    check: (text) => checked('1289'.includes(text[1] ?? '?') && taiwaneseHolds(text)),
    references: ['https://www.ris.gov.tw/'],
  }),
  nationalId({
    kind: 'kr-rrn',
    name: 'resident registration number of South Korea',
    chance: 0.035,
    shapes: { '999999-9999999': 'high', '9999999999999': 'none' },
    words: ['주민등록번호', '주민번호', '외국인등록번호', 'rrn', 'resident registration', 'jumin'],
    // Numbers given since October 2020 are random after the sex and have no check digit.
    check: (text) => (!isKoreanDay(text) ? 'wrong' : koreanDigit(text) === digitAt(text, 12) ? 'checked' : 'plausible'),
    references: ['https://www.law.go.kr/'],
  }),
  nationalId({
    kind: 'jp-my-number',
    name: 'individual number (My Number) of Japan',
    chance: 0.1,
    shapes: { '9999 9999 9999': 'none', '9999-9999-9999': 'none', '999999999999': 'none' },
    words: ['my number', 'mynumber', 'マイナンバー', '個人番号', 'individual number'],
    check: (text) => checked(!isFiller(text) && japaneseDigit(text) === digitAt(text, 11)),
    references: ['https://www.digital.go.jp/en/policies/mynumber'],
  }),
  nationalId({
    kind: 'sg-nric',
    name: 'identity number (NRIC, FIN) of Singapore',
    chance: 0.0074,
    shapes: { A9999999A: 'medium' },
    words: ['nric', 'fin', 'nric no', 'fin number', 'nric number', 'identity card'],
    check: (text) => checked(singaporeanLetter(text) === text[8]),
    references: ['https://www.ica.gov.sg/'],
  }),
  nationalId({
    kind: 'my-nric',
    unchecked: true,
    name: 'identity card number (MyKad) of Malaysia',
    chance: 0.0313,
    shapes: { '999999-99-9999': 'medium', '999999999999': 'none' },
    words: ['mykad', 'nric', 'ic number', 'ic no', 'kad pengenalan', 'no kad pengenalan', 'no kp'],
    check: (text) => plausible(isYearMonthDay(text) && isMalaysianPlace(numberAt(text, 6, 8))),
    references: ['https://www.jpn.gov.my/'],
  }),
  nationalId({
    kind: 'id-nik',
    unchecked: true,
    name: 'identity number (NIK) of Indonesia',
    chance: 0.0365,
    shapes: { '9999999999999999': 'none' },
    words: ['nik', 'ktp', 'nomor induk kependudukan', 'no ktp', 'no nik'],
    check: (text) =>
      plausible(INDONESIAN_PROVINCES.has(numberAt(text, 0, 2)) && isIndonesianDay(text) && text.slice(12) !== '0000'),
    references: ['https://dukcapil.kemendagri.go.id/'],
  }),
  nationalId({
    kind: 'th-id',
    name: 'identity number of Thailand',
    chance: 0.08,
    shapes: { '9-9999-99999-99-9': 'high', '9 9999 99999 99 9': 'high', '9999999999999': 'none' },
    words: ['เลขประจำตัวประชาชน', 'บัตรประชาชน', 'thai id', 'citizen id', 'national id'],
    check: (text) => checked(text >= '1' && text < '9' && !isFiller(text) && thaiDigit(text) === digitAt(text, 12)),
    references: ['https://www.bora.dopa.go.th/'],
  }),
  nationalId({
    kind: 'il-id',
    name: 'identity number of Israel',
    chance: 0.1,
    shapes: { '999999999': 'none', '99999999-9': 'none' },
    words: ['teudat zehut', 'mispar zehut', 'ת ז', 'תעודת זהות', 'מספר זהות', 'israeli id'],
    check: (text) => checked(!isFiller(text) && luhnHolds(text)),
    references: ['https://www.gov.il/en/departments/population_and_immigration_authority'],
  }),
]

function isPalindrome(text: string): boolean {
  for (let place = 0; place < text.length / 2; place++) if (text[place] !== text.at(-1 - place)) return false
  return true
}

/** GB/T 2260: the first two digits of the place. */
const CHINESE_PROVINCES: ReadonlySet<number> = new Set([
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
  64, 65, 71, 81, 82,
])

function isChineseDay(text: string): boolean {
  const year = numberAt(text, 6, 10)
  return year >= 1880 && year < 2040 && isDate(year, numberAt(text, 10, 12), numberAt(text, 12, 14))
}

/** One or two letters (A is 10; a missing first letter is 36), six digits, weights 9 to 1, modulo 11 with A for 10. */
function hongKongHolds(text: string): boolean {
  const padded = text.length === 8 ? `[${text}` : text
  let sum = 0
  for (let place = 0; place < 8; place++) sum += valueOf(padded.charCodeAt(place)) * (9 - place)
  return (sum + valueOf(padded.charCodeAt(8))) % 11 === 0 && /[\dA]$/.test(text)
}

/** Digits as they are, A is 10 and Z 35; what follows Z in ASCII is 36. */
function valueOf(code: number): number {
  return code >= 0x41 ? code - 55 : code - 0x30
}

/** The letter counts as two digits, by an order of the counties. */
function taiwaneseHolds(text: string): boolean {
  const letter = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(text[0] ?? '?') + 10
  const sum = Math.floor(letter / 10) + 9 * (letter % 10) + weighted(text.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])
  return sum % 10 === 0
}

/** Sex and century after the day: 9 and 0 before 1900, 1 2 5 6 before 2000, 3 4 7 8 after; then the place of birth. */
function isKoreanDay(text: string): boolean {
  const mark = text[6] ?? '?'
  const century = '1256'.includes(mark) ? 1900 : '3478'.includes(mark) ? 2000 : 1800
  return (
    isDate(century + numberAt(text, 0, 2), numberAt(text, 2, 4), numberAt(text, 4, 6)) && numberAt(text, 7, 9) <= 96
  )
}

function koreanDigit(text: string): number {
  return (11 - (weighted(text, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10
}

function japaneseDigit(text: string): number {
  return ((11 - (weighted(text, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10
}

/** S and T citizens, F G M foreigners; those of T, G and M were given later and count 4, 4 and 3 more. */
function singaporeanLetter(text: string): string | undefined {
  const series = text[0] ?? '?'
  const letters =
    series === 'S' || series === 'T'
      ? 'JZIHGFEDCBA'
      : series === 'F' || series === 'G'
        ? 'XWUTRQPNMLK'
        : series === 'M'
          ? 'XWUTRQPNJLK'
          : ''
  const extra = series === 'T' || series === 'G' ? 4 : series === 'M' ? 3 : 0
  return letters[(weighted(text.slice(1), [2, 7, 6, 5, 4, 3, 2]) + extra) % 11]
}

/** States are 1 to 16 and 21 to 59, countries of birth from 60 on. */
function isMalaysianPlace(place: number): boolean {
  if (place >= 1 && place <= 16) return true
  return (place >= 21 && place <= 68) || (place >= 71 && place <= 93 && ![73, 80, 81].includes(place)) || place >= 98
}

const INDONESIAN_PROVINCES: ReadonlySet<number> = new Set([
  11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65, 71, 72, 73, 74, 75,
  76, 81, 82, 91, 92, 93, 94, 95, 96,
])

/** Women add 40 to the day. */
function isIndonesianDay(text: string): boolean {
  return isDayOf(numberAt(text, 10, 12), numberAt(text, 8, 10), numberAt(text, 6, 8) % 40)
}

function thaiDigit(text: string): number {
  return (11 - (weighted(text, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10
}
