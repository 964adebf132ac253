import { endsHere, isDigit, isLetter, startsHere } from '../boundaries.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'
import { accountForm } from './iban-countries.ts'

/** The code of a bank (ISO 9362). It names no person; beside an account number it completes what a transfer needs. */
export const BIC = personalRule({
  kind: 'bic',
  title: 'Codes of banks (BIC) stand beside data of accounts.',
  subject: 'payment',
  words: ['bic', 'swift', 'swift code', 'bic code', 'bic swift', 'swift bic'],
  severity: 'low',
  references: ['https://www.iso.org/standard/84108.html'],
})

/** Small words that stand between the label and the code. */
const LABEL_REACH = 16

/** Reports the codes of banks that a label announces, or all of a column of them. */
export function findBics(sweep: Sweep): void {
  if (sweep.announcement(BIC, 0, 0) === 'column') return findInColumn(sweep)
  for (const label of ['BIC', 'SWIFT', 'Swift', 'bic', 'swift']) {
    for (let at = sweep.find(label, 0); at >= 0; at = sweep.find(label, at + label.length)) {
      const from = at + label.length
      if (startsHere(sweep.bytes, at) && !isLetter(sweep.bytes[from])) findAfter(sweep, from)
    }
  }
}

function findInColumn(sweep: Sweep): void {
  let start = 0
  while (start < sweep.bytes.length) {
    const end = tokenEnd(sweep.bytes, start)
    if (end > start) reportBic(sweep, start, end, 'column')
    start = end + 1
  }
}

function findAfter(sweep: Sweep, from: number): void {
  for (let at = from; at < from + LABEL_REACH; at++) {
    if (!startsHere(sweep.bytes, at)) continue
    const end = tokenEnd(sweep.bytes, at)
    if ((end - at === 8 || end - at === 11) && reportBic(sweep, at, end, 'word')) return
  }
}

/** Letters and digits in a row, not more than are worth a look. */
function tokenEnd(bytes: Uint8Array, start: number): number {
  let end = start
  while (end - start < 12 && (isLetter(bytes[end]) || isDigit(bytes[end]))) end++
  return end
}

function reportBic(sweep: Sweep, start: number, end: number, how: 'column' | 'word'): boolean {
  const code = sweep.text(start, end)
  if (
    !/^[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?$/.test(code) ||
    !endsHere(sweep.bytes, end) ||
    !isBankCountry(code.slice(4, 6))
  )
    return false
  sweep.report(BIC, start, end, { level: 'medium', because: [announcedAs(how), 'its shape is that of ISO 9362'] })
  return true
}

/** Countries with account numbers of their own, and the large ones without. */
function isBankCountry(country: string): boolean {
  return (
    accountForm(country) !== undefined ||
    ' US CA AU NZ JP CN HK SG IN KR TW ZA MX AR CL CO PE TH MY ID PH VN MA DZ NG KE GH '.includes(` ${country} `)
  )
}
