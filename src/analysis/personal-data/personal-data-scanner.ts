import type { SensitiveScanner } from '../sensitive/sensitive-scanner.ts'
import { isCapital, isDigit, isEscape, isLetter } from './boundaries.ts'
import { findEmails } from './contact/email.ts'
import { findInternationalPhone, findNationalPhone } from './contact/phone.ts'
import { findDocument } from './documents/labelled-document.ts'
import { findMachineReadableZones } from './documents/machine-readable-zone.ts'
import { findCoordinates } from './network/coordinates.ts'
import { findIpv4, findIpv6 } from './network/ip-address.ts'
import { findMac } from './network/mac-address.ts'
import { findNumber } from './numbers/find-number.ts'
import { shapeIndex, type ShapeIndex } from './numbers/number-shape.ts'
import { findBics } from './payment/bic.ts'
import { findIban } from './payment/iban.ts'
import { findPaymentCard } from './payment/payment-card.ts'
import type { PersonalKind } from './personal-kind.ts'
import { NUMBER_KINDS, PERSONAL_KINDS } from './personal-kinds.ts'
import { type PersonalMatch, Sweep } from './sweep.ts'
import { findBase58, findBech32 } from './wallets/wallet-address.ts'
import { wordTable } from './words/word-table.ts'

/** What to look for. */
export interface PersonalDataSettings {
  /** Rule ids of the kinds that are looked for; absent: all. */
  readonly kinds?: readonly string[]
}

/** An address of mail with the label before it is the longest of all matches, but for the three lines of a document. */
const REACH = 512

/**
 * A scanner for personal data in bytes: addresses are found by their `@`, everything else by a digit in it, and read both ways from
 * there. Makes its tables once; holds nothing of what it reads.
 */
export function personalDataScanner({ kinds }: PersonalDataSettings = {}): SensitiveScanner {
  const wanted: ReadonlySet<PersonalKind> = new Set(
    kinds === undefined ? PERSONAL_KINDS : PERSONAL_KINDS.filter((kind) => kinds.includes(kind.id)),
  )
  const index = shapeIndex(NUMBER_KINDS.filter((kind) => wanted.has(kind)))
  const table = wordTable([...wanted])
  return {
    rules: [...wanted],
    reach: REACH,
    // Digits count in a column, whatever it is called.
    heeds: () => true,
    scan(bytes, context) {
      const sweep = new Sweep(bytes, context, wanted, table)
      findNumbers(sweep, index)
      findEmails(sweep)
      findMachineReadableZones(sweep)
      findBics(sweep)
      sweep.tellOmitted()
      return settled(sweep.matches, sweep.cells)
    },
  }
}

/** One pass over the bytes; everything that stands still until the next digit costs one comparison a byte. */
function findNumbers(sweep: Sweep, index: ShapeIndex): void {
  const { bytes } = sweep
  const length = bytes.length
  let at = 0
  while (at < length) {
    const byte = bytes[at] ?? 0
    if (byte < 0x30 || byte > 0x39) {
      at++
      continue
    }
    const start = at++
    while (at < length && isDigit(bytes[at])) at++
    findAtDigits(sweep, index, start, at)
  }
}

/** What may stand where the digits from `start` to `end` are, by the characters on either side of them. */
function findAtDigits(sweep: Sweep, index: ShapeIndex, start: number, end: number): void {
  const { bytes } = sweep
  const before = bytes[start - 1] ?? 0
  const after = bytes[end] ?? 0
  // The decimals of a number, or a later part of an address.
  if (before === 0x2e && isDigit(bytes[start - 2])) return
  if (before === 0x2b) return findInternationalPhone(sweep, start)
  findNumber(sweep, index, start, end)
  const length = end - start
  if (length <= 4) findOfNetwork(sweep, start, end, after)
  if (isLetter(before) && !isEscape(bytes, start - 1)) return findAfterLetter(sweep, start, end, before)
  if (length >= 4) findPaymentCard(sweep, start, end)
  if (length >= 2) findNationalPhone(sweep, start, end)
  if (length >= 7 || isCapital(after)) findDocument(sweep, start)
  const first = bytes[start]
  if ((first === 0x31 || first === 0x33) && length < 8 && isLetter(after)) findBase58(sweep, start)
}

/** Addresses of the network and places, which begin with a short run of digits. */
function findOfNetwork(sweep: Sweep, start: number, end: number, after: number): void {
  const { bytes } = sweep
  const first = bytes[start]
  if (after === 0x2e && end - start <= 3) {
    findIpv4(sweep, start, end)
    findCoordinates(sweep, start, end)
  }
  if ((first === 0x32 || first === 0x33) && bytes[start + 4] === 0x3a) findIpv6(sweep, start)
  // A digit at the first or second place of a pair, another pair after it: all but 1 of 2,500 addresses have one in their first four pairs.
  if (
    (isSeparator(bytes[start + 2]) && isSeparator(bytes[start + 5])) ||
    (isSeparator(bytes[start + 1]) && isSeparator(bytes[start + 4]))
  )
    findMac(sweep, start)
}

/** Numbers that begin with letters. */
function findAfterLetter(sweep: Sweep, start: number, end: number, before: number): void {
  if (before === 0x63 && sweep.bytes[start] === 0x31) findBech32(sweep, start)
  if (!isCapital(before)) return
  if (end - start >= 2) findIban(sweep, start)
  findDocument(sweep, start)
}

/** Between the pairs of an address of a network card. */
function isSeparator(byte: number | undefined): boolean {
  return byte === 0x3a || byte === 0x2d
}

/**
 * In order, and no two of one rule over each other; what is less sure and lies over something surer is left out as well, except in a column,
 * where every kind is counted.
 */
function settled(matches: PersonalMatch[], cells: boolean): readonly PersonalMatch[] {
  if (matches.length < 2) return matches
  matches.sort((a, b) => a.start - b.start || b.end - a.end || rankOf(a, true) - rankOf(b, true))
  return cells ? apart(matches) : surest(matches)
}

function apart(matches: readonly PersonalMatch[]): readonly PersonalMatch[] {
  const ends = new Map<unknown, number>()
  return matches.filter(({ rule, start, end }) => {
    if (start < (ends.get(rule) ?? 0)) return false
    ends.set(rule, end)
    return true
  })
}

function surest(matches: readonly PersonalMatch[]): readonly PersonalMatch[] {
  const kept: PersonalMatch[] = []
  for (const match of matches) {
    const last = kept.at(-1)
    if (last === undefined || match.start >= last.end) {
      kept.push(match)
      continue
    }
    const same = areSameBytes(match, last)
    const better = rankOf(last, same) - rankOf(match, same)
    if (better > 0) kept[kept.length - 1] = match
    // Two kinds, the same bytes, as sure: nobody can tell which of them it is.
    else if (better === 0 && same && match.rule !== last.rule) kept.push(match)
  }
  return kept
}

/** Smaller is better. A label decides what the same digits are, however well the checks of another kind hold. */
function rankOf({ confidence, announced }: PersonalMatch, sameBytes: boolean): number {
  return LEVELS[confidence.level] + (sameBytes && !announced ? 3 : 0)
}

function areSameBytes(a: PersonalMatch, b: PersonalMatch): boolean {
  return a.start === b.start && a.end === b.end
}

const LEVELS = { high: 0, medium: 1, low: 2 } as const
