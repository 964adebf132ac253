import { endsHere, isDigit, startsHere } from '../boundaries.ts'
import { isFiller } from '../checksums/digits.ts'
import { luhnHolds } from '../checksums/luhn.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'
import { isApart } from '../numbers/number-shape.ts'
import { schemeOf } from './card-schemes.ts'
import { isTestCard } from './test-cards.ts'

/** The number of a payment card. */
export const PAYMENT_CARD = personalRule({
  kind: 'payment-card',
  title: 'Numbers of payment cards stand in the open.',
  subject: 'payment',
  // Random digits of 16 places: a quarter has the leading digits of a scheme, a tenth of those passes Luhn's check.
  chance: 0.025,
  words: [
    'card',
    'cards',
    'credit card',
    'creditcard',
    'card number',
    'card no',
    'cardnumber',
    'cc number',
    'cc num',
    'ccnum',
    'ccn',
    'pan',
    'debit card',
    'visa',
    'mastercard',
    'amex',
    'american express',
    'kreditkarte',
    'kreditkartennummer',
    'kartennummer',
    'carte bancaire',
    'carte de crédit',
    'numéro de carte',
    'tarjeta',
    'tarjeta de crédito',
    'carta di credito',
    'numero carta',
    'cartão',
    'cartão de crédito',
    'creditcardnummer',
    'karta kredytowa',
    'numer karty',
  ],
  references: ['https://www.iso.org/standard/70484.html'],
})

/** Said of a number that schemes or providers publish for tests. */
export const TEST_CARD = 'a number for tests'

const SHORTEST = 13
const LONGEST = 19

/** Reports the card number whose first digits go from `start` to `end`: digits in one piece, or grouped as on a card. */
export function findPaymentCard(sweep: Sweep, start: number, end: number): void {
  const { bytes } = sweep
  const length = end - start
  if (length >= SHORTEST && length <= LONGEST) {
    if (isLeading(bytes[start]) && startsHere(bytes, start) && endsHere(bytes, end))
      report(sweep, start, end, sweep.text(start, end), false)
    return
  }
  const separator = bytes[end]
  if (
    length !== 4 ||
    (separator !== 0x20 && separator !== 0x2d) ||
    !isDigit(bytes[end + 1]) ||
    !isLeading(bytes[start])
  )
    return
  // After the second group, of four digits or of six.
  if (bytes[end + 5] !== separator && bytes[end + 7] !== separator) return
  const last = groupedEnd(bytes, start, separator)
  if (last === undefined || !startsHere(bytes, start) || !isApart(bytes, start, last)) return
  report(sweep, start, last, sweep.text(start, last).replace(/[ -]/g, ''), true)
}

/** The first digit of cards: 1 is of airlines, 0 of ISO committees, 7 of petrol companies. */
function isLeading(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x32 && byte <= 0x39 && byte !== 0x37
}

/** Where `4-4-4-4`, with one to three more, or `4-6-5` and `4-6-4` of American Express and Diners Club end. */
function groupedEnd(bytes: Uint8Array, start: number, separator: number): number | undefined {
  const groups: number[] = []
  let at = start
  for (;;) {
    const from = at
    while (isDigit(bytes[at])) at++
    groups.push(at - from)
    if (at - start > LONGEST + 4 || groups.length > 5 || bytes[at] !== separator || !isDigit(bytes[at + 1])) break
    at++
  }
  return /^4,(?:4,4,4(?:,[1-3])?|6,[45])$/.test(groups.join(',')) && endsHere(bytes, at) ? at : undefined
}

function report(sweep: Sweep, start: number, end: number, number: string, grouped: boolean): void {
  const scheme = schemeOf(number)
  if (scheme === undefined || !luhnHolds(number) || isFiller(number)) return
  const how = sweep.isAnnounced(start, end) ? sweep.announcement(PAYMENT_CARD, start, end) : undefined
  if (how === undefined && number.length === SHORTEST) return
  const because = [`leading digits and length are of ${scheme}`, "Luhn's check holds, as for 1 of 10 random numbers"]
  if (isTestCard(number))
    return sweep.report(
      PAYMENT_CARD,
      start,
      end,
      { level: 'low', because: [...because, 'it is one of those published for tests'] },
      [scheme, TEST_CARD],
    )
  const spoken =
    how === undefined ? (grouped ? 'it is grouped as on a card' : 'nothing beside it names it') : announcedAs(how)
  sweep.report(
    PAYMENT_CARD,
    start,
    end,
    { level: grouped || how !== undefined ? 'high' : 'low', because: [...because, spoken] },
    [scheme],
  )
}
