import type { AnomalyLog } from '../anomaly.ts'
import { LONGEST_NAME, MOST_IMPORTS, type NativeAnomaly } from '../native/native-file.ts'
import { textUntilZero } from '../native/string-table.ts'
import { uleb128 } from './leb128.ts'
import type { MachArea, MachImport } from './mach-o-file.ts'
import type { SliceReader } from './slice-reader.ts'

const MOST_BYTES = 16 * 1024 * 1024

const BIND = {
  ordinal: 0x10, longOrdinal: 0x20, specialOrdinal: 0x30, symbol: 0x40, addend: 0x60, segment: 0x70, skip: 0x80, bindAndSkip: 0xa0,
  bindTimes: 0xc0, threaded: 0xd0,
} as const // prettier-ignore

/** The names of LC_DYLD_INFO: a small program that says what is bound where; only names and their libraries are kept. */
export async function readBindNames(
  slice: SliceReader,
  areas: readonly MachArea[],
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly MachImport[]> {
  const found: MachImport[] = []
  for (const { offset, size } of areas) {
    if (size > MOST_BYTES) log.add('limit', `read ${MOST_BYTES} of ${size} bytes of bind information`, offset)
    run(await slice.upTo(offset, Math.min(size, MOST_BYTES)), found)
  }
  return found
}

function run(bytes: Uint8Array, found: MachImport[]): void {
  let library = 0
  for (let at = 0; at < bytes.length && found.length < MOST_IMPORTS;) {
    const [operation, small] = [(bytes[at] ?? 0) & 0xf0, (bytes[at] ?? 0) & 0x0f]
    at++
    if (operation === BIND.ordinal) library = small
    else if (operation === BIND.specialOrdinal) library = 0
    else if (operation === BIND.symbol) {
      const name = textUntilZero(bytes.subarray(at, at + LONGEST_NAME))
      found.push({ name, library, isWeak: (small & 1) === 1 })
      const end = bytes.indexOf(0, at)
      at = end === -1 ? bytes.length : end + 1
    } else if (operation === BIND.longOrdinal) {
      const number = uleb128(bytes, at)
      library = number.value
      at = number.next
    } else if (isFollowedByNumber(operation, small)) {
      at = uleb128(bytes, at).next
      if (operation === BIND.bindTimes) at = uleb128(bytes, at).next
    }
  }
}

function isFollowedByNumber(operation: number, small: number): boolean {
  return (
    operation === BIND.addend ||
    operation === BIND.segment ||
    operation === BIND.skip ||
    operation === BIND.bindAndSkip ||
    operation === BIND.bindTimes ||
    (operation === BIND.threaded && small === 0)
  )
}
