import type { AnomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import type { NativeAnomaly } from '../native/native-file.ts'
import { recordView } from '../native/record-view.ts'
import { fileOffset } from './pe-header.ts'
import { type PeFile, type PeHeader, RESOURCES } from './pe-file.ts'

const FORM = { littleEndian: true, isWide: false }

/** Three levels are type, name and language; the format allows more, and a row may point back to its own folder. */
const MOST_ENTRIES = 20_000

/** How many resources it has and how large they are. */
export async function readPeResources(
  reader: BoundedReader,
  header: PeHeader,
  log: AnomalyLog<NativeAnomaly>,
): Promise<PeFile['resources']> {
  const { address } = header.directories[RESOURCES] ?? { address: 0 }
  const root = address === 0 ? undefined : fileOffset(header, address)
  let [count, bytes, largest, entries] = [0, 0, 0, 0]
  if (root === undefined) return { count, bytes, largest }
  const seen = new Set<number>()
  const folders = [0]
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if (seen.has(next) || !reader.holds(root + next, 16)) continue
    seen.add(next)
    const head = recordView(await reader.bytes(root + next, 16), FORM)
    const rows = recordView(await reader.upTo(root + next + 16, (head.u16(12) + head.u16(14)) * 8), FORM)
    for (let at = 0; at + 8 <= rows.length; at += 8) {
      if (++entries > MOST_ENTRIES) {
        log.add('limit', `read ${MOST_ENTRIES} resources`, root)
        return { count, bytes, largest }
      }
      const place = rows.u32(at + 4)
      if (place >>> 31 === 1) folders.push(place & 0x7fffffff)
      else if (reader.holds(root + place, 16)) {
        const size = recordView(await reader.bytes(root + place, 16), FORM).u32(4)
        count++
        bytes += size
        largest = Math.max(largest, size)
      }
    }
  }
  return { count, bytes, largest }
}
