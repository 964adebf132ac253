import { isDigit, isLetter, isWord, startsHere } from '../boundaries.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'
import { base58CheckHolds } from './base58.ts'
import { bech32Holds } from './bech32.ts'

/** The address of a wallet in a public ledger. */
export const WALLET_ADDRESS = personalRule({
  kind: 'wallet-address',
  title: 'Addresses of wallets stand in the open.',
  subject: 'network',
  // Four bytes of a double SHA-256.
  chance: 2.4e-10,
  words: [
    'wallet',
    'bitcoin',
    'btc',
    'crypto',
    'address',
    'eth',
    'ethereum',
    'wallet address',
    'payout',
    'donate',
    'donations',
  ],
  why: 'The ledger is public: who knows whose address it is, knows every payment of theirs.',
  references: [
    'https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki',
    'https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki',
  ],
})

const SHORTEST_BASE58 = 26
const LONGEST_BASE58 = 35
const LONGEST_BECH32 = 74

/** Reports the address that begins with the digit at `start`: `1…` and `3…` of Bitcoin. */
export function findBase58(sweep: Sweep, start: number): void {
  const { bytes } = sweep
  if (!startsHere(bytes, start)) return
  const end = tokenEnd(bytes, start, LONGEST_BASE58)
  if (end - start < SHORTEST_BASE58 || end - start > LONGEST_BASE58) return
  const text = sweep.text(start, end)
  // Hexadecimal numbers of this length are frequent, and have no capitals.
  if (/[A-Z]/.test(text) && base58CheckHolds(text)) report(sweep, start, end)
}

/** Reports the address whose separator is the digit at `one`: `bc1…` of Bitcoin, `ltc1…` of Litecoin. */
export function findBech32(sweep: Sweep, one: number): void {
  const { bytes } = sweep
  const length =
    bytes[one - 1] === 0x63 && bytes[one - 2] === 0x62
      ? 2
      : bytes[one - 1] === 0x63 && bytes[one - 2] === 0x74 && bytes[one - 3] === 0x6c
        ? 3
        : 0
  if (length === 0 || isWord(bytes[one - length - 1])) return
  const end = tokenEnd(bytes, one + 1, LONGEST_BECH32)
  if (end - one < 30 || end - one > LONGEST_BECH32) return
  if (bech32Holds(sweep.text(one - length, one), sweep.text(one + 1, end))) report(sweep, one - length, end)
}

function tokenEnd(bytes: Uint8Array, start: number, longest: number): number {
  let end = start
  while (end - start <= longest && (isLetter(bytes[end]) || isDigit(bytes[end]))) end++
  return end
}

function report(sweep: Sweep, start: number, end: number): void {
  const how = sweep.announcement(WALLET_ADDRESS, start, end)
  sweep.report(WALLET_ADDRESS, start, end, {
    level: 'high',
    because: ['its checksum of 30 bits or more holds', ...(how === undefined ? [] : [announcedAs(how)])],
  })
}
