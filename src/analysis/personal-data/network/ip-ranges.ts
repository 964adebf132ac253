/** Whether the IPv4 address belongs to somebody on the Internet: not private, reserved, for documentation or a service everybody uses. */
export function isPublicIpv4(a: number, b: number, c: number, d: number): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false
  if (a === 100 && b >= 64 && b < 128) return false
  if (a === 169 && b === 254) return false
  if (a === 172 && b >= 16 && b < 32) return false
  if (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99))) return false
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return false
  if (a === 203 && b === 0 && c === 113) return false
  return !isNetworkOrPattern(a, b, c, d) && !RESOLVERS.has(`${a}.${b}.${c}.${d}`)
}

/** A network, a mask, or digits somebody typed: `1.2.3.0`, `8.8.8.255`, `11.22.33.44`, `5.5.5.5`. */
function isNetworkOrPattern(a: number, b: number, c: number, d: number): boolean {
  if (d === 0 || d === 255) return true
  const step = b - a
  return c - b === step && d - c === step
}

/** Resolvers that stand in every manual (Google, Cloudflare, Quad9, OpenDNS, 114DNS, AliDNS). */
const RESOLVERS: ReadonlySet<string> = new Set(
  '8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9 149.112.112.112 208.67.222.222 208.67.220.220 114.114.114.114 223.5.5.5 223.6.6.6 4.2.2.1 4.2.2.2 1.2.3.4 4.3.2.1'.split(
    ' ',
  ),
)

/** Whether the IPv6 address, as its eight groups, belongs to somebody: global unicast (2000::/3) without documentation and protocols. */
export function isPublicIpv6(groups: readonly number[]): boolean {
  const [first = 0, second = 0] = groups
  if (first < 0x2000 || first > 0x3fff) return false
  if (first === 0x2001 && (second < 0x0200 || second === 0x0db8)) return false
  if (first === 0x3fff && second < 0x1000) return false
  const name = groups.map((group) => group.toString(16)).join(':')
  return groups.slice(1).some((group) => group !== 0) && !IPV6_RESOLVERS.test(name)
}

const IPV6_RESOLVERS = /^(?:2001:4860:4860:|2606:4700:4700:|2620:fe:|2620:119:)/
