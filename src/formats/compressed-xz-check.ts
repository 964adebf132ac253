import { crc32 } from 'node:zlib'
import { sha256 } from '../base/digest.ts'

/** A running check over the unpacked bytes of one block. */
export interface XzCheck {
  update(bytes: Uint8Array): void
  /** As it is stored behind the block. */
  digest(): Uint8Array
}

/** The check of that number (xz file format 1.2.1, section 2.1.1.2): CRC-32, CRC-64, SHA-256; undefined for none or a reserved one. */
export function xzCheck(kind: number): XzCheck | undefined {
  if (kind === 1) return crc32Check()
  if (kind === 4) return crc64Check()
  if (kind === 10) return sha256Check()
  return undefined
}

function crc32Check(): XzCheck {
  let crc = 0
  return {
    update(bytes) {
      crc = crc32(bytes, crc)
    },
    digest() {
      const stored = Buffer.alloc(4)
      stored.writeUInt32LE(crc)
      return stored
    },
  }
}

function sha256Check(): XzCheck {
  const hash = sha256()
  return {
    update(bytes) {
      hash.update(bytes)
    },
    digest: () => hash.digest(),
  }
}

/** The polynomial of ECMA-182, reflected: the high and the low half. */
const POLYNOMIAL = [0xc96c5795, 0xd7870f42] as const

function crc64Check(): XzCheck {
  // Made for each stream: a thread that unpacks none does not wait 3 ms for them.
  const [highs, lows] = crc64Tables()
  let high = -1
  let low = -1
  return {
    update(bytes) {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0)
        high = (high >>> 8) ^ (highs[index] ?? 0)
      }
    },
    digest() {
      const stored = Buffer.alloc(8)
      stored.writeInt32LE(~low, 0)
      stored.writeInt32LE(~high, 4)
      return stored
    },
  }
}

function crc64Tables(): readonly [Int32Array, Int32Array] {
  const highs = new Int32Array(256)
  const lows = new Int32Array(256)
  for (let index = 0; index < 256; index++) {
    let high = 0
    let low = index
    for (let bit = 0; bit < 8; bit++) {
      const odd = (low & 1) === 1
      low = ((low >>> 1) | (high << 31)) ^ (odd ? POLYNOMIAL[1] : 0)
      high = (high >>> 1) ^ (odd ? POLYNOMIAL[0] : 0)
    }
    highs[index] = high
    lows[index] = low
  }
  return [highs, lows]
}
