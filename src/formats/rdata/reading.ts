import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { Calls, FactLog } from './facts.ts'
import type { RInput } from './input.ts'
import type { RDataBreach } from './model.ts'
import type { RItem } from './types.ts'

/** One reading of a serialization. */
export interface Reading {
  readonly input: RInput
  readonly limits: Limits
  readonly log: AnomalyLog<RDataBreach>
  readonly facts: FactLog
  /** Symbols and environments by the order they were read in. */
  readonly references: RItem[]
  depth: number
  nodes: number
  /** Where the names of called functions go; absent in plain data. */
  calls?: Calls | undefined
}

/** Where a value stands: only in the frames of environments does R itself leave promises. */
export type Place = 'top' | 'frame' | 'binding'

/** What stands in front of each value. */
export interface Header {
  readonly flags: number
  readonly type: number
  readonly hasAttributes: boolean
  readonly hasTag: boolean
  readonly byte: number
}

/** The parts of the flags; `byte` is the first one behind them. */
export function headerOf(flags: number, byte: number): Header {
  return { flags, type: flags & 0xff, hasAttributes: (flags & 0x200) !== 0, hasTag: (flags & 0x400) !== 0, byte }
}

/** A length, or -1 and the two halves of a longer one. Compared with the bytes that are left before anything is read. */
export async function readLength(reading: Reading, bytes: number, byte: number): Promise<number> {
  const short = await reading.input.int()
  if (short !== -1) return counted(reading, short, bytes, byte)
  const [high, low] = [await reading.input.int(), await reading.input.int()]
  return counted(reading, high * 2 ** 32 + (low >>> 0), bytes, byte)
}

/** A count that the bytes that are left can hold. Throws FORMAT_PARTIAL, and logs why, for any other. */
export function counted(reading: Reading, count: number, bytes: number, byte: number): number {
  if (count >= 0 && count * bytes <= reading.input.left()) return count
  reading.log.add('lying-count', `${count} values stated, ${reading.input.left()} bytes are left`, byte)
  throw new FormatError('FORMAT_PARTIAL', `R: ${count} values stated, ${reading.input.left()} bytes are left`, { byte })
}
