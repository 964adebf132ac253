import { endsHere, isCapital, isDigit, isLetter, startsHere } from '../boundaries.ts'
import { remainder97 } from '../checksums/iso-7064.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'
import { isExampleIban } from './example-ibans.ts'
import { accountForm } from './iban-countries.ts'

/** The number of a bank account. */
export const IBAN = personalRule({
  kind: 'iban',
  title: 'Numbers of bank accounts (IBAN) stand in the open.',
  subject: 'payment',
  // 97 remainders, one of which is right; the country, its length and its letters come on top.
  chance: 0.0103,
  words: [
    'iban',
    'bank account',
    'account number',
    'bankverbindung',
    'kontonummer',
    'konto',
    'compte bancaire',
    'cuenta',
    'cuenta bancaria',
    'conto',
    'conto corrente',
    'conta',
    'rekening',
    'rekeningnummer',
    'rachunek',
    'numer konta',
  ],
  references: [
    'https://www.swift.com/standards/data-standards/iban-international-bank-account-number',
    'https://www.iso.org/standard/81090.html',
  ],
})

/** Said of the numbers that the register and banks show as examples. */
export const EXAMPLE_IBAN = 'an account number of manuals'

/** Reports the account number whose check digits begin at `digit`: after two capitals, in one piece or in groups of four. */
export function findIban(sweep: Sweep, digit: number): void {
  const { bytes } = sweep
  const start = digit - 2
  if (!isCapital(bytes[start]) || !isDigit(bytes[digit + 1]) || !startsHere(bytes, start)) return
  const country = String.fromCharCode(bytes[start] ?? 0, bytes[start + 1] ?? 0)
  const form = accountForm(country)
  if (form === undefined) return
  const separator = groupSeparator(bytes, start)
  const end = accountEnd(
    bytes,
    start,
    form.reduce((sum, part) => sum + part.length, 4),
    separator,
  )
  if (end === undefined) return
  const iban = sweep.text(start, end).replace(/[ -]/g, '')
  if (!fits(iban, form) || remainder97(iban.slice(4) + iban.slice(0, 4)) !== 1) return
  const how = sweep.announcement(IBAN, start, end)
  const because = [
    `length and letters are those of ${country}`,
    'its check digits hold (ISO 7064, modulo 97)',
    ...(how === undefined ? [] : [announcedAs(how)]),
  ]
  if (isExampleIban(iban))
    sweep.report(IBAN, start, end, { level: 'low', because: [...because, 'it is an example of manuals'] }, [
      `account in ${country}`,
      EXAMPLE_IBAN,
    ])
  else sweep.report(IBAN, start, end, { level: 'high', because }, [`account in ${country}`])
}

/** A blank or a hyphen after the first four, or nothing. */
function groupSeparator(bytes: Uint8Array, start: number): number | undefined {
  const fifth = bytes[start + 4]
  return fifth === 0x20 || fifth === 0x2d ? fifth : undefined
}

/** Where so many characters end, with a separator after every four of them. */
function accountEnd(
  bytes: Uint8Array,
  start: number,
  length: number,
  separator: number | undefined,
): number | undefined {
  const end = start + length + (separator === undefined ? 0 : Math.ceil(length / 4) - 1)
  if (end > bytes.length || !endsHere(bytes, end)) return undefined
  for (let at = start + 4, count = 4; at < end; at++) {
    if (separator !== undefined && (at - start) % 5 === 4) {
      if (bytes[at] !== separator) return undefined
    } else if (isDigit(bytes[at]) || isLetter(bytes[at])) count++
    else return undefined
    if (count > length) return undefined
  }
  return end
}

function fits(iban: string, form: readonly { readonly length: number; readonly of: 'n' | 'a' | 'c' }[]): boolean {
  let at = 4
  for (const { length, of } of form) {
    const part = iban.slice(at, at + length)
    if (!(of === 'n' ? /^\d+$/ : of === 'a' ? /^[A-Z]+$/ : /^[A-Z\d]+$/).test(part)) return false
    at += length
  }
  return at === iban.length
}
