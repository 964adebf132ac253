/** The name of content by its hash (OCI image specification, descriptor.md, "Digests"). */
export interface OciDigest {
  readonly algorithm: 'sha256' | 'sha512'
  /** Lower case. */
  readonly hex: string
}

const DIGEST = /^(?:(sha256):([0-9a-f]{64})|(sha512):([0-9a-f]{128}))$/

/**
 * Reads `sha256:…` or `sha512:…`, the two registered algorithms. Undefined for anything else: a digest becomes the name of a
 * file (`blobs/sha256/…`), so `sha256:../../x` must not be one.
 */
export function ociDigest(text: string | undefined): OciDigest | undefined {
  const match = text === undefined ? null : DIGEST.exec(text)
  if (match === null) return undefined
  const [, sha256, short, , long] = match
  return sha256 === undefined
    ? { algorithm: 'sha512', hex: long ?? '' }
    : { algorithm: sha256 as 'sha256', hex: short ?? '' }
}

/** `sha256:…`. */
export function digestText({ algorithm, hex }: OciDigest): string {
  return `${algorithm}:${hex}`
}

/** The first twelve digits, as people name images. */
export function shortDigest({ algorithm, hex }: OciDigest): string {
  return `${algorithm}:${hex.slice(0, 12)}`
}
