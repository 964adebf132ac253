import { constants, gunzipSync } from 'node:zlib'
import { spend, type UnwrapBudget } from './unwrapped.ts'

/** How much a gzip member may grow: text grows ten times, rarely more. */
const GROWTH = 40

/**
 * What a gzip member (RFC 1952) unpacks to, as far as it can be unpacked and the budget lets it. Undefined for bytes that are none, or are damaged: they merely
 * looked like one.
 */
export function gunzip(bytes: Uint8Array, budget: UnwrapBudget): Uint8Array | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined
  const most = Math.min(budget.left, bytes.length * GROWTH)
  try {
    const plain = gunzipSync(bytes, { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH })
    return spend(budget, plain.length) ? plain : undefined
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    if (error.code === 'ERR_BUFFER_TOO_LARGE') budget.refused += bytes.length
    return undefined
  }
}
