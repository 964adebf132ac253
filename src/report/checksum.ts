const HEX_LENGTH: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha384: 96, sha512: 128 }

/** A digest: the algorithm in lower case, the value in hexadecimal. */
export interface Checksum {
  readonly algorithm: string
  readonly value: string
}

/** The digest of the package when the files name exactly one: a list of wheels has many, and none of them is "the" one. */
export function onlyChecksum(integrity: readonly string[]): Checksum | undefined {
  const [only] = integrity
  if (integrity.length !== 1 || only === undefined) return undefined
  const hex = /^(md5|sha1|sha256|sha384|sha512):([0-9a-f]{32,128})$/.exec(only)
  if (hex !== null) return checked(hex[1], hex[2])
  const sri = /^(sha1|sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})$/.exec(only)
  return sri === null ? undefined : checked(sri[1], Buffer.from(sri[2] ?? '', 'base64').toString('hex'))
}

function checked(algorithm: string | undefined, value: string | undefined): Checksum | undefined {
  if (algorithm === undefined || value === undefined || value.length !== HEX_LENGTH[algorithm]) return undefined
  return { algorithm, value }
}
