import type { Hash } from 'node:crypto'
import { createRequire } from 'node:module'

/** Loaded with the first digest: node:crypto costs every thread 3 ms, a tenth of a scan that finds nothing. */
const load = createRequire(import.meta.url)

/** A new SHA-256 (FIPS 180-4). */
export function sha256(): Hash {
  const { createHash } = load('node:crypto') as typeof import('node:crypto')
  return createHash('sha256')
}
