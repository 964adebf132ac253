import type { DigestAlgorithm, FileDigest } from './release.ts'

/** Length of each digest in bytes. */
const LENGTHS: Readonly<Record<DigestAlgorithm, number>> = {
  sha512: 64,
  sha384: 48,
  sha256: 32,
  sha224: 28,
  sha1: 20,
  md5: 16,
}

/** Is it an algorithm whose digests prove what was published? */
export function isStrong(algorithm: DigestAlgorithm): boolean {
  return algorithm !== 'sha1' && algorithm !== 'md5'
}

/** A digest in hex; undefined for an algorithm that is not known and for text that is no digest of it. */
export function hexDigest(algorithm: string, hex: string): FileDigest | undefined {
  const name = algorithm.toLowerCase()
  if (!isAlgorithm(name) || hex.length !== LENGTHS[name] * 2 || !/^[0-9a-f]+$/i.test(hex)) return undefined
  return { algorithm: name, hex: hex.toLowerCase() }
}

/** The digests of a Subresource Integrity string (W3C SRI, section 3.5), as `dist.integrity` holds it: `sha512-… sha1-…?option`. */
export function integrityDigests(text: string): readonly FileDigest[] {
  return text
    .slice(0, LONGEST_INTEGRITY)
    .split(/\s+/)
    .flatMap((word) => {
      const [, algorithm = '', base64 = ''] = /^([a-z0-9]+)-([A-Za-z0-9+/=]+)(?:\?.*)?$/.exec(word) ?? []
      return hexDigest(algorithm, Buffer.from(base64, 'base64').toString('hex')) ?? []
    })
}

/** The digest in the fragment of an address (PEP 503): `…/foo-1.0.tar.gz#sha256=…`. */
export function fragmentDigest(fragment: string): FileDigest | undefined {
  const [, algorithm = '', hex = ''] = /^#?([a-z0-9]+)=([0-9a-f]+)$/i.exec(fragment) ?? []
  return hexDigest(algorithm, hex)
}

const LONGEST_INTEGRITY = 4096

function isAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(LENGTHS, name)
}
