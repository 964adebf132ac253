import { isDate } from '../checksums/dates.ts'
import { numberAt } from '../checksums/digits.ts'
import { plausible } from '../ids/national-id.ts'
import type { NumberKind } from '../personal-kind.ts'
import { personalRule } from '../personal-rule.ts'

/** The day of somebody's birth. Any date is one only where a label says so. */
export const BIRTH_DATE: NumberKind = {
  ...personalRule({
    kind: 'birth-date',
    title: 'Birth dates stand in the open.',
    subject: 'person',
    words: [
      'dob',
      'd o b',
      'birth',
      'birthday',
      'birthdate',
      'birth date',
      'date of birth',
      'born',
      'born on',
      'geburtsdatum',
      'geburtstag',
      'geboren',
      'geb',
      'date de naissance',
      'naissance',
      'né le',
      'née le',
      'nacimiento',
      'fecha de nacimiento',
      'fecha nacimiento',
      'nacido',
      'nascita',
      'data di nascita',
      'nato il',
      'nata il',
      'nascimento',
      'data de nascimento',
      'nasc',
      'geboortedatum',
      'geboorte',
      'data urodzenia',
      'urodzenia',
      'ur',
      'födelsedatum',
      'дата рождения',
      '出生日期',
      '生年月日',
    ],
  }),
  shapes: {
    '9999-99-99': 'none',
    '9999/99/99': 'none',
    '99.99.9999': 'none',
    '99/99/9999': 'none',
    '99-99-9999': 'none',
    '9.9.9999': 'none',
    '99999999': 'none',
  },
  unchecked: true,
  check: (text) => plausible(isBirth(text)),
}

/** Of somebody who may live: born from 1900 on; day and month in either order. */
function isBirth(text: string): boolean {
  if (text.length === 6) return isBorn(numberAt(text, 2, 6), numberAt(text, 1, 2), numberAt(text, 0, 1))
  const year = numberAt(text, 0, 4)
  if (isBorn(year, numberAt(text, 4, 6), numberAt(text, 6, 8))) return true
  const last = numberAt(text, 4, 8)
  return (
    isBorn(last, numberAt(text, 2, 4), numberAt(text, 0, 2)) || isBorn(last, numberAt(text, 0, 2), numberAt(text, 2, 4))
  )
}

function isBorn(year: number, month: number, day: number): boolean {
  return year >= 1900 && year < 2040 && isDate(year, month, day)
}
