import { isDigit, isWord } from '../boundaries.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'

/** The address of a network card. */
export const MAC_ADDRESS = personalRule({
  kind: 'mac-address',
  title: 'Addresses of network cards (MAC) stand in the open.',
  subject: 'network',
  words: [
    'mac',
    'mac address',
    'macaddr',
    'hwaddr',
    'hardware address',
    'ether',
    'bssid',
    'bluetooth',
    'mac adresse',
    'adresse mac',
    'wifi',
  ],
  why: 'It belongs to one device for its whole life, and phones and laptops are carried by one person: wireless networks have been used to follow people by it.',
  references: ['https://standards.ieee.org/products-programs/regauth/mac/'],
})

/** Six pairs of hexadecimal digits and five separators. */
const LENGTH = 17

/** Reports the address that holds the digits from `digit` on, where they are the first digits in it. */
export function findMac(sweep: Sweep, digit: number): void {
  const { bytes } = sweep
  const start = macStart(bytes, digit)
  if (start === undefined || isWord(bytes[start - 1]) || isSeparator(bytes[start - 1]) || isWord(bytes[start + LENGTH]))
    return
  const separator = bytes[start + 2]
  if (!isSeparator(separator) || (isSeparator(bytes[start + LENGTH]) && isWord(bytes[start + LENGTH + 1]))) return
  for (let place = 0; place < LENGTH; place++) {
    const byte = bytes[start + place]
    if (place % 3 === 2 ? byte !== separator : !isHex(byte)) return
  }
  const text = sweep.text(start, start + LENGTH)
  if (isMadeUp(text)) return
  const how = sweep.announcement(MAC_ADDRESS, start, start + LENGTH)
  const because = ['six pairs of hexadecimal digits', ...(how === undefined ? [] : [announcedAs(how)])]
  sweep.report(MAC_ADDRESS, start, start + LENGTH, { level: how === undefined ? 'low' : 'high', because })
}

/** Pairs before the first digit are letters only: back over them. */
function macStart(bytes: Uint8Array, digit: number): number | undefined {
  let start = digit
  while (
    digit - start < LENGTH &&
    (isHexLetter(bytes[start - 1]) || (isSeparator(bytes[start - 1]) && isHexLetter(bytes[start - 2])))
  )
    start--
  return (isDigit(bytes[start - 1]) || isSeparator(bytes[start - 1])) && start === digit ? undefined : start
}

function isSeparator(byte: number | undefined): boolean {
  return byte === 0x3a || byte === 0x2d
}

function isHexLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66
}

function isHex(byte: number | undefined): boolean {
  return isDigit(byte) || isHexLetter(byte)
}

/** Nothing but a few different characters, or counted, or a group address (multicast), or given out by nobody (locally administered). */
function isMadeUp(text: string): boolean {
  const digits = text.toLowerCase().replace(/[:-]/g, '')
  const first = Number.parseInt(digits.slice(0, 2), 16)
  return (
    new Set(digits).size < 5 ||
    (first & 3) !== 0 ||
    /0123456|123456|00112233|1a2b3c|aabbcc|abcdef|deadbeef|001122|112233/.test(digits)
  )
}
