import { HEX_BYTES, latin1, PRINTABLE_BYTES, runEnd } from '../bytes-at.ts'
import { type Run, spend, type UnwrapBudget, type Unwrapped } from './unwrapped.ts'

/** A run that is hexadecimal all through and gives text: of digests one in a million does. */
export function unwrapHex(bytes: Uint8Array, { start, end }: Run, budget: UnwrapBudget): Unwrapped | undefined {
  if (end - start < SHORTEST || runEnd(bytes, start, end, HEX_BYTES) !== end || !isText(bytes, start)) return undefined
  if (!spend(budget, end - start)) return undefined
  const decoded = Buffer.from(latin1(bytes, start, end), 'hex')
  return { bytes: decoded, wrapping: 'hex', outside: (from, to) => [start + 2 * from, start + 2 * to] }
}

/** Sixteen bytes. */
const SHORTEST = 32
const PROBE = 20

function isText(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < start + PROBE; at += 2) {
    const code = digit(bytes[at] ?? 0) * 16 + digit(bytes[at + 1] ?? 0)
    if (PRINTABLE_BYTES[code] !== 1) return false
  }
  return true
}

/** The value of a hexadecimal digit. */
export function digit(byte: number): number {
  return byte <= 0x39 ? byte - 0x30 : (byte & 0xdf) - 0x37
}
