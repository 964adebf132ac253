import type { AnomalyLog } from '../anomaly.ts'
import { LONGEST_NAME, MOST_EXPORTS, type NativeAnomaly } from '../native/native-file.ts'
import { uleb128 } from './leb128.ts'
import type { MachArea } from './mach-o-file.ts'
import type { SliceReader } from './slice-reader.ts'

/** A child takes at least three bytes, so at most a million wait to be looked at. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * The names of the export trie: each node may end a name and has children under further letters. A child that points back to a node is
 * not followed; the names of one trie are at most as many as its nodes.
 */
export async function readTrieNames(
  slice: SliceReader,
  area: MachArea | undefined,
  log: AnomalyLog<NativeAnomaly>,
): Promise<readonly string[]> {
  if (area === undefined || area.size === 0) return []
  if (area.size > MOST_BYTES) log.add('limit', `read ${MOST_BYTES} of ${area.size} bytes of exports`, area.offset)
  const bytes = await slice.upTo(area.offset, Math.min(area.size, MOST_BYTES))
  const found: string[] = []
  const seen = new Uint8Array(bytes.length)
  const nodes: { at: number; name: string }[] = [{ at: 0, name: '' }]
  for (let node = nodes.pop(); node !== undefined && found.length < MOST_EXPORTS; node = nodes.pop()) {
    if (node.at >= bytes.length || seen[node.at] === 1) continue
    seen[node.at] = 1
    const terminal = uleb128(bytes, node.at)
    if (terminal.value > 0 && node.name !== '') found.push(node.name)
    children(bytes, terminal.next + terminal.value, node.name, nodes)
  }
  return found
}

function children(bytes: Uint8Array, start: number, name: string, nodes: { at: number; name: string }[]): void {
  const count = bytes[start] ?? 0
  let at = start + 1
  for (let index = 0; index < count && at < bytes.length; index++) {
    const length = bytes.subarray(at, at + LONGEST_NAME).indexOf(0)
    if (length === -1) return
    const end = at + length
    const letters = Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('latin1')
    const place = uleb128(bytes, end + 1)
    if (name.length + letters.length <= LONGEST_NAME) nodes.push({ at: place.value, name: name + letters })
    at = place.next
  }
}
