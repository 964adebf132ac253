import type { Check } from '../secret-rule.ts'
import { verdictOf } from './verdict.ts'

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const
const CHECKSUM_LENGTH = 6

/** Whether text is bech32 (BIP 173) with a checksum that holds; capitals are read as small letters, a mixture is none. */
export function isBech32(text: string): boolean {
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) return false
  const lower = text.toLowerCase()
  const split = lower.lastIndexOf('1')
  const data = Array.from(lower.slice(split + 1), (character) => ALPHABET.indexOf(character))
  if (split < 1 || data.length < CHECKSUM_LENGTH || data.includes(-1)) return false
  return polymod([...expanded(lower.slice(0, split)), ...data]) === 1
}

function expanded(prefix: string): readonly number[] {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

function polymod(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    GENERATOR.forEach((term, bit) => {
      if (((top >> bit) & 1) === 1) sum ^= term
    })
  }
  return sum >>> 0
}

/** age's identities, `AGE-SECRET-KEY-1…`: bech32. Source: age's specification (C2SP). */
export function ageIdentity(value: string): Check {
  return verdictOf(isBech32(value))
}
