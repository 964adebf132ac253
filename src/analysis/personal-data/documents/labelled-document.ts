import { endsHere, isCapital, isDigit, startsHere } from '../boundaries.ts'
import { isFiller } from '../checksums/digits.ts'
import { GERMAN_ID_CARD } from '../ids/western-europe.ts'
import type { PersonalKind } from '../personal-kind.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'

/** The number of a passport. Nothing in it can be checked: only its label tells. */
export const PASSPORT = personalRule({
  kind: 'passport',
  title: 'Numbers of passports stand in the open.',
  subject: 'identity',
  words: [
    'passport',
    'passport number',
    'passport no',
    'passport nr',
    'passeport',
    'pasaporte',
    'reisepass',
    'reisepassnummer',
    'passnummer',
    'passaporto',
    'passaporte',
    'paspoort',
    'paspoortnummer',
    'paszport',
    'numer paszportu',
    'паспорт',
    '护照',
    '护照号',
  ],
})

/** The number of a driving licence. Nothing in most of them can be checked: only the label tells. */
export const DRIVING_LICENCE = personalRule({
  kind: 'driving-licence',
  title: 'Numbers of driving licences stand in the open.',
  subject: 'identity',
  words: [
    'driver license',
    'drivers license',
    'driver s license',
    'driver licence',
    'driving licence',
    'driving license',
    'driver license number',
    'dl number',
    'dl no',
    'dln',
    'dvla',
    'führerschein',
    'führerscheinnummer',
    'fahrerlaubnis',
    'permis de conduire',
    'permiso de conducir',
    'carnet de conducir',
    'patente',
    'patente di guida',
    'carta de condução',
    'cnh',
    'rijbewijs',
    'rijbewijsnummer',
    'prawo jazdy',
  ],
})

/** A document whose number is told by its label, its length and, where it has check digits, by them. */
interface DocumentKind {
  readonly kind: PersonalKind
  readonly shortest: number
  readonly longest: number
  readonly holds?: (text: string) => boolean
}

const KINDS: readonly DocumentKind[] = [
  { kind: PASSPORT, shortest: 7, longest: 9 },
  { kind: DRIVING_LICENCE, shortest: 7, longest: 16 },
  { kind: GERMAN_ID_CARD, shortest: 10, longest: 10, holds: (text) => GERMAN_ID_CARD.check(text) === 'checked' },
]
const LONGEST = 16
const FEWEST_DIGITS = 5
/** A label stands right before the number. */
const LABEL_REACH = 14

/** Reports the number of a document that holds the digits from `digit` on, where they are its first: capitals and digits after a label. */
export function findDocument(sweep: Sweep, digit: number): void {
  if (!sweep.isAnnounced(digit, digit)) return
  const { bytes } = sweep
  let start = digit
  while (digit - start < LONGEST && isCapital(bytes[start - 1])) start--
  if (!startsHere(bytes, start)) return
  let end = digit
  let digits = 0
  while (end - start <= LONGEST && (isCapital(bytes[end]) || isDigit(bytes[end]))) if (isDigit(bytes[end++])) digits++
  if (end - start > LONGEST || digits < FEWEST_DIGITS || !endsHere(bytes, end)) return
  if (isFiller(sweep.text(digit, end))) return
  for (const { kind, shortest, longest, holds } of KINDS) {
    if (end - start < shortest || end - start > longest || holds?.(sweep.text(start, end)) === false) continue
    const how = sweep.announcement(kind, start, end, LABEL_REACH)
    if (how === undefined) continue
    if (holds === undefined)
      sweep.report(kind, start, end, {
        level: 'medium',
        because: [announcedAs(how), 'it has the length of one and no check digit'],
      })
    else sweep.report(kind, start, end, { level: 'high', because: [announcedAs(how), 'its check digit holds'] })
  }
}
