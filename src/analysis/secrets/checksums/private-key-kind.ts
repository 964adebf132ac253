const TAG = { integer: 0x02, sequence: 0x30, octets: 0x04, object: 0x06 } as const
/** Object identifiers in DER, and what they are. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  '2a864886f70d010101': 'RSA',
  '2a864886f70d01010a': 'RSA-PSS',
  '2a8648ce3d0201': 'EC',
  '2a8648ce380401': 'DSA',
  '2b656e': 'X25519',
  '2b6570': 'Ed25519',
  '2b656f': 'X448',
  '2b6571': 'Ed448',
}

/** The kind of an unencrypted private key in DER, for example `RSA 2048 bit`; `undefined` where the bytes are none. */
export function privateKeyKind(der: Uint8Array, label: string): string | undefined {
  if (label === 'RSA') return rsaKind(der)
  if (label === 'EC' || label === 'DSA') return read(der, 0)?.tag === TAG.sequence ? label : undefined
  return label === '' ? pkcs8Kind(der) : undefined
}

/** PKCS #8 (RFC 5208): a sequence of version, algorithm and the key itself. */
function pkcs8Kind(der: Uint8Array): string | undefined {
  const outer = read(der, 0)
  const version = outer === undefined ? undefined : read(der, outer.start)
  const algorithm = version === undefined ? undefined : read(der, version.end)
  const oid = algorithm?.tag === TAG.sequence ? read(der, algorithm.start) : undefined
  const key = algorithm === undefined ? undefined : read(der, algorithm.end)
  if (version?.tag !== TAG.integer || oid?.tag !== TAG.object || key?.tag !== TAG.octets) return undefined
  const name = ALGORITHMS[Buffer.from(der.subarray(oid.start, oid.end)).toString('hex')]
  return name === 'RSA' ? (rsaKind(der.subarray(key.start, key.end)) ?? name) : name
}

/** PKCS #1 (RFC 8017, A.1.2): a sequence of version, modulus and more. */
function rsaKind(der: Uint8Array): string | undefined {
  const outer = read(der, 0)
  const version = outer?.tag === TAG.sequence ? read(der, outer.start) : undefined
  const modulus = version?.tag === TAG.integer ? read(der, version.end) : undefined
  if (modulus?.tag !== TAG.integer) return undefined
  const leading = der[modulus.start] === 0 ? 1 : 0
  return `RSA ${(modulus.end - modulus.start - leading) * 8} bit`
}

interface Element {
  readonly tag: number
  readonly start: number
  readonly end: number
}

/** One element of DER (X.690) with a length of at most two bytes, as every key has. */
function read(der: Uint8Array, at: number): Element | undefined {
  const tag = der[at]
  const first = der[at + 1]
  if (tag === undefined || first === undefined) return undefined
  const extra = first < 0x80 ? 0 : first - 0x80
  if (extra > 2) return undefined
  const start = at + 2 + extra
  const length = extra === 0 ? first : Buffer.from(der).readUIntBE(at + 2, Math.min(extra, der.length - at - 2) || 1)
  const end = start + length
  return end > der.length ? undefined : { tag, start, end }
}
