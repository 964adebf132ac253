import { isDigit, isWord, startsHere } from '../boundaries.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'
import { countryCodeOf } from './country-codes.ts'
import { isFictional, isNorthAmerican } from './fictional-numbers.ts'

/** A number of the telephone network. */
export const PHONE = personalRule({
  kind: 'phone',
  title: 'Telephone numbers stand in the open.',
  subject: 'contact',
  words: [
    'phone',
    'phones',
    'telephone',
    'phone number',
    'mobile',
    'cell',
    'cellphone',
    'cell phone',
    'tel',
    'fax',
    'call',
    'sms',
    'whatsapp',
    'msisdn',
    'telefon',
    'telefonnummer',
    'telefonnr',
    'handy',
    'handynummer',
    'mobil',
    'mobilnummer',
    'mobiltelefon',
    'rufnummer',
    'téléphone',
    'telephone',
    'tél',
    'portable',
    'gsm',
    'móvil',
    'movil',
    'teléfono',
    'telefono',
    'tfno',
    'celular',
    'cellulare',
    'telefone',
    'telemóvel',
    'telemovel',
    'telefoon',
    'telefoonnummer',
    'mobiel',
    'komórka',
    'komórkowy',
    'nr telefonu',
    'телефон',
    '手机',
    '手机号',
    '电话',
    '電話',
    '電話番号',
    '전화',
  ],
  references: ['https://www.itu.int/rec/T-REC-E.164'],
})

/** E.164: no number is longer, its country code included. */
const MOST_DIGITS = 15
/** Digits, a separator or two between groups, brackets. */
const LONGEST_WRITTEN = 32
/** A label stands right before a number; `call` and `mobile` three words earlier speak of something else. */
const LABEL_REACH = 28

/** A number as written: its digits, and where it ends for each count of digits at which a group ends. */
interface Written {
  readonly digits: string
  readonly ends: ReadonlyMap<number, number>
}

/** Reports a number in international form, whose digits begin after a `+` at `start - 1`. */
export function findInternationalPhone(sweep: Sweep, start: number): void {
  const { bytes } = sweep
  const before = bytes[start - 2]
  if (
    isWord(before) ||
    before === 0x29 ||
    before === 0x5d ||
    before === 0x2e ||
    before === 0x2b ||
    bytes[start] === 0x30
  )
    return
  const written = writtenNumber(bytes, start)
  const country = countryCodeOf(written.digits)
  if (country === undefined) return
  const { code, lengths } = country
  for (const [count, end] of [...written.ends].toReversed()) {
    const national = written.digits.slice(code.length, count)
    if (!lengths.has(national.length) || code.length + national.length > MOST_DIGITS) continue
    if (isWord(bytes[end]) || isFictional(code, national) || (code === '1' && !isNorthAmerican(national))) return
    const grouped = end - start > count
    const how = sweep.announcement(PHONE, start - 1, end)
    const because = [
      `${national.length} digits after a country code that has such numbers`,
      ...(how === undefined ? [] : [announcedAs(how)]),
    ]
    sweep.report(
      PHONE,
      start - 1,
      end,
      { level: grouped || how !== undefined ? 'high' : 'medium', because },
      countrySaid(country.country),
    )
    return
  }
}

function countrySaid(country: string): readonly string[] {
  return country === '001' ? [] : [`country code of ${country}`]
}

/**
 * Reports a number in the form of its own country, whose first digits go from `start` to `end`. Only the North American form is told
 * from other numbers by itself; everything else needs a label.
 */
export function findNationalPhone(sweep: Sweep, start: number, end: number): void {
  const { bytes } = sweep
  const bracket = bytes[start - 1] === 0x28
  const next = bytes[end]
  const separated = next === 0x20 || next === 0x2d || next === 0x2e || next === 0x2f || (bracket && next === 0x29)
  if (!separated && end - start < 7) return
  // Decimal numbers: with dots only what begins like a number for calls inside a country, or like an area of North America.
  if (next === 0x2e && bytes[start] !== 0x30 && end - start !== 3) return
  if (!startsHere(bytes, bracket ? start - 1 : start) && !isAfterOne(bytes, start)) return
  const first = bracket ? start - 1 : start
  if (continues(bytes, first, next)) return
  const american = separated && end - start === 3 ? americanEnd(bytes, start, end, bracket) : undefined
  if (american === undefined && !sweep.isAnnounced(first, end)) return
  const how = sweep.announcement(PHONE, first, american ?? end, LABEL_REACH)
  if (american !== undefined && (how !== undefined || next !== 0x20))
    return reportAmerican(sweep, first, american, bracket, how !== undefined)
  if (how !== undefined) reportLabelled(sweep, first, start)
}

/** `1-212-…` */
function isAfterOne(bytes: Uint8Array, start: number): boolean {
  return bytes[start - 1] === 0x2d && bytes[start - 2] === 0x31 && startsHere(bytes, start - 2)
}

/** A group before it, with the same separator: this is the middle of a number. A single 1 is the way out of a town in North America. */
function continues(bytes: Uint8Array, first: number, separator: number | undefined): boolean {
  if (bytes[first - 1] !== separator || !isDigit(bytes[first - 2])) return false
  return bytes[first - 2] !== 0x31 || isDigit(bytes[first - 3])
}

/** Where `(212) 736-5000`, `212-736-5000`, `212.736.5000` or `212 736 5000` ends, and the number is one the plan gives out. */
function americanEnd(bytes: Uint8Array, start: number, end: number, bracket: boolean): number | undefined {
  const separator = bracket ? 0x20 : bytes[end]
  let at = bracket ? end + 1 : end
  if (bytes[at] === separator) at++
  else if (!bracket) return undefined
  const middle = bracket ? bytes[at + 3] : separator
  if (middle !== separator && middle !== 0x2d && middle !== 0x2e) return undefined
  const stop = at + 8
  if (bytes[at + 3] !== middle || !areDigits(bytes, at, at + 3) || !areDigits(bytes, at + 4, stop)) return undefined
  const digits = `${textOf(bytes, start, end)}${textOf(bytes, at, at + 3)}${textOf(bytes, at + 4, stop)}`
  if (isWord(bytes[stop]) || (bytes[stop] === 0x2d && isWord(bytes[stop + 1]))) return undefined
  return isNorthAmerican(digits) ? stop : undefined
}

function areDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isDigit(bytes[at])) return false
  return true
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}

function reportAmerican(sweep: Sweep, start: number, end: number, bracket: boolean, announced: boolean): void {
  const because = [
    'area and exchange are of the North American plan',
    announced ? 'a label announces it' : 'it is grouped like a telephone number',
  ]
  sweep.report(PHONE, start, end, { level: announced ? 'high' : bracket ? 'medium' : 'low', because }, [], announced)
}

/** A label makes any number of seven to twelve digits one, dates and longer numbers excepted. */
function reportLabelled(sweep: Sweep, first: number, start: number): void {
  const { bytes } = sweep
  const { digits, ends } = writtenNumber(bytes, start)
  const [count, end] = [...ends].at(-1) ?? [0, start]
  if (count < 7 || count > 12 || isWord(bytes[end]) || isDay(digits, end - start)) return
  if (bytes[end] === 0x2e && isDigit(bytes[end + 1])) return
  const trunk = digits.startsWith('0')
  if (isFictional('', trunk ? digits.replace(/^0{1,2}/, '') : digits)) return
  const level = trunk || end - start > count || isNorthAmerican(digits) ? 'high' : 'medium'
  sweep.report(PHONE, first, end, { level, because: ['a label announces it', `${count} digits in groups`] }, [], true)
}

/** `2024-01-31`, `31.01.2024`, `20240131`. */
function isDay(digits: string, width: number): boolean {
  return (
    digits.length === 8 &&
    width !== 9 &&
    (/^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits) ||
      /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d$/.test(digits))
  )
}

/** Reads groups of digits with one separator, or a bracket and a space, between them. */
function writtenNumber(bytes: Uint8Array, start: number): Written {
  const ends = new Map<number, number>()
  let digits = ''
  let at = start
  while (at - start < LONGEST_WRITTEN && digits.length <= MOST_DIGITS) {
    const byte = bytes[at]
    if (isDigit(byte)) {
      digits += String.fromCharCode(byte ?? 0)
      at++
      if (!isDigit(bytes[at])) ends.set(digits.length, at)
      continue
    }
    const gap = gapLength(bytes, at)
    if (gap === 0) break
    at += gap
  }
  return { digits, ends }
}

/** The length of what separates two groups at `at`, digits follow; 0 where no more group follows. */
function gapLength(bytes: Uint8Array, at: number): number {
  // `(0)` after a country code is for calls from inside the country.
  if (bytes[at] === 0x20 && bytes[at + 1] === 0x28 && bytes[at + 2] === 0x30 && bytes[at + 3] === 0x29)
    return gapLength(bytes, at + 3) === 0 ? 0 : 3 + gapLength(bytes, at + 3)
  let length = 0
  while (length < 3 && GAPS[bytes[at + length] ?? 0] === 1) length++
  return length > 0 && isDigit(bytes[at + length]) ? length : 0
}

const GAPS: Uint8Array = gapBytes()

function gapBytes(): Uint8Array {
  const table = new Uint8Array(256)
  for (const character of ' -./()') table[character.charCodeAt(0)] = 1
  return table
}
