import { endsHere, isDigit, isWord } from '../boundaries.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'
import { isPublicIpv4, isPublicIpv6 } from './ip-ranges.ts'

/** A public address of the Internet. */
export const IP_ADDRESS = personalRule({
  kind: 'ip-address',
  title: 'Public IP addresses stand in the open.',
  subject: 'network',
  words: [
    'ip',
    'ips',
    'ip address',
    'ip addr',
    'ipaddr',
    'ipv4',
    'ipv6',
    'client',
    'client ip',
    'remote',
    'remote addr',
    'remote ip',
    'remote host',
    'host',
    'peer',
    'src',
    'source ip',
    'dst',
    'visitor',
    'forwarded',
    'x forwarded for',
    'real ip',
    'login from',
    'adresse ip',
    'ip adresse',
    'dirección ip',
    'indirizzo ip',
    'endereço ip',
    'ip adres',
    'adres ip',
  ],
  references: [
    'https://www.iana.org/assignments/iana-ipv4-special-registry/',
    'https://www.iana.org/assignments/iana-ipv6-special-registry/',
  ],
})

/** Reports the IPv4 address whose first number goes from `start` to `end`, a dot after it. */
export function findIpv4(sweep: Sweep, start: number, end: number): void {
  const { bytes } = sweep
  // A decimal number has no second dot this soon.
  if (bytes[end + 2] !== 0x2e && bytes[end + 3] !== 0x2e && bytes[end + 4] !== 0x2e) return
  const numbers = [decimal(bytes, start, end)]
  let at = end
  while (numbers.length < 4) {
    if (bytes[at] !== 0x2e || !isDigit(bytes[at + 1])) return
    const from = at + 1
    at = from
    while (at - from < 4 && isDigit(bytes[at])) at++
    numbers.push(decimal(bytes, from, at))
  }
  const [a = 256, b = 256, c = 256, d = 256] = numbers
  if (a > 255 || b > 255 || c > 255 || d > 255 || !isPublicIpv4(a, b, c, d) || isVersion(sweep, start, at)) return
  const how = sweep.announcement(IP_ADDRESS, start, at)
  const logged = sweep.text(at, at + 5) === ' - - '
  // `4.18.2.1`: four small numbers are a version or a section far more often.
  if (how === undefined && !logged && (Math.max(a, b, c, d) < 64 || sweep.context.role === 'binary')) return
  const because = [
    'it lies in no private, reserved or documentation range',
    ...(how === undefined ? [] : [announcedAs(how)]),
    ...(logged ? ['it begins a line of an access log'] : []),
  ]
  sweep.report(IP_ADDRESS, start, at, { level: how === undefined && !logged ? 'low' : 'high', because })
}

/** The number from `start` to `end`; 256 where it is none of an address. */
function decimal(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > 3 || (bytes[start] === 0x30 && end - start > 1)) return 256
  let number = 0
  for (let at = start; at < end; at++) number = number * 10 + (bytes[at] ?? 0) - 0x30
  return number
}

/** `v1.2.3.4`, `pkg==1.2.3.4`, `pkg-1.2.3.4.whl`, `^1.2.3.4`, `1.2.3.4-rc1`, `Version 99.0.4844.51`, object identifiers. */
function isVersion(sweep: Sweep, start: number, end: number): boolean {
  const { bytes } = sweep
  const before = bytes[start - 1]
  if (isWord(before) || VERSION_MARKS.includes(before ?? 0x20)) return true
  const port = bytes[end] === 0x3a && isDigit(bytes[end + 1])
  if (!port && !endsHere(bytes, end)) return true
  if (
    before === 0x3d &&
    (bytes[start - 2] === 0x3d || bytes[start - 2] === 0x7e || bytes[start - 2] === 0x3e || bytes[start - 2] === 0x3c)
  )
    return true
  return /(?:versions?|ver|release|rev|build|chrom(?:e|ium)|firefox|safari|edge?|opr|oid|v)["']?[ :=/@-]{1,4}["']?$/i.test(
    sweep.text(Math.max(0, start - 20), start),
  )
}

/** . - / + \ % ~ ^ > < $ @ */
const VERSION_MARKS = [0x2e, 0x2d, 0x2b, 0x5c, 0x25, 0x7e, 0x5e, 0x24]

/** A group has up to four characters, an address up to eight groups. */
const LONGEST_IPV6 = 39

/** Reports the IPv6 address that begins at `start` with a group of four, as every public one does. */
export function findIpv6(sweep: Sweep, start: number): void {
  const { bytes } = sweep
  if (isWord(bytes[start - 1]) || bytes[start - 1] === 0x3a || bytes[start - 1] === 0x2d) return
  let end = start
  while (end - start <= LONGEST_IPV6 && (isHex(bytes[end]) || bytes[end] === 0x3a)) end++
  while (bytes[end - 1] === 0x3a && bytes[end - 2] !== 0x3a) end--
  const groups = groupsOf(sweep.text(start, end))
  if (groups === undefined || isWord(bytes[end]) || !isPublicIpv6(groups)) return
  const how = sweep.announcement(IP_ADDRESS, start, end)
  sweep.report(IP_ADDRESS, start, end, {
    level: 'high',
    because: ['a well-formed address of the public part of IPv6', ...(how === undefined ? [] : [announcedAs(how)])],
  })
}

function isHex(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)
}

/** The eight groups; undefined where they are not eight, or the gap stands twice. */
function groupsOf(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2 || text.length < 6) return undefined
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const known = [...head, ...tail]
  if (
    known.some((group) => !/^[0-9a-f]{1,4}$/i.test(group)) ||
    (halves.length === 1 ? known.length !== 8 : known.length > 7 || known.length < 2)
  )
    return undefined
  const gap = Array.from({ length: 8 - known.length }, () => '0')
  return [...head, ...gap, ...tail].map((group) => Number.parseInt(group, 16))
}
