import type { AnomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import { MOST_EXPORTS, type NativeAnomaly } from '../native/native-file.ts'
import { recordView } from '../native/record-view.ts'
import { nameAt } from '../native/string-table.ts'
import { fileOffset } from './pe-header.ts'
import { EXPORTS, type PeHeader } from './pe-file.ts'

const FORM = { littleEndian: true, isWide: false }

/** The names of what it gives to others; functions without a name are left out. */
export async function readPeExports(
  reader: BoundedReader,
  header: PeHeader,
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly string[]> {
  const { address } = header.directories[EXPORTS] ?? { address: 0 }
  const offset = address === 0 ? undefined : fileOffset(header, address)
  if (offset === undefined || !reader.holds(offset, 40)) return []
  const directory = recordView(await reader.bytes(offset, 40), FORM)
  const [count, namesAddress] = [directory.u32(24), directory.u32(32)]
  const names = fileOffset(header, namesAddress)
  if (names === undefined) return []
  if (count > MOST_EXPORTS) log.add('limit', `read ${MOST_EXPORTS} of ${count} exported names`, offset)
  const places = recordView(await reader.upTo(names, Math.min(count, MOST_EXPORTS) * 4), FORM)
  const found: string[] = []
  for (let at = 0; at + 4 <= places.length; at += 4) {
    const place = fileOffset(header, places.u32(at))
    const name = place === undefined ? '' : await nameAt(reader, { offset: place, size: 1024 }, 0)
    if (name !== '') found.push(name)
  }
  return found
}
