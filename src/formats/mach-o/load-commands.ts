import type { AnomalyLog } from '../anomaly.ts'
import { MOST_LIBRARIES, type NativeAnomaly } from '../native/native-file.ts'
import { type NumberForm, type RecordView, recordView } from '../native/record-view.ts'
import { textUntilZero } from '../native/string-table.ts'
import type { LoadCommands } from './mach-o-file.ts'

const LC = {
  segment: 0x1, symtab: 0x2, thread: 0x5, dylib: 0xc, identity: 0xd, weakDylib: 0x80000018, segment64: 0x19, uuid: 0x1b,
  runPath: 0x8000001c, signature: 0x1d, reexport: 0x8000001f, lazyDylib: 0x20, encryption: 0x21, info: 0x22,
  infoOnly: 0x80000022, upward: 0x80000023, main: 0x80000028, encryption64: 0x2c, trie: 0x80000033, fixups: 0x80000034,
} as const // prettier-ignore

const DYLIBS: ReadonlySet<number> = new Set([LC.dylib, LC.weakDylib, LC.reexport, LC.lazyDylib, LC.upward])

/** Sections of one segment; objects have some hundred. */
const MOST_SECTIONS = 10_000

/** The commands to the loader, one after the other. What does not fit its own length is left out and noted. */
export function readLoadCommands(
  bytes: Uint8Array,
  count: number,
  form: NumberForm,
  log: AnomalyLog<NativeAnomaly>,
): LoadCommands {
  const found: LoadCommands = { libraries: [], runPaths: [], segments: [], sections: [], binds: [], isEncrypted: false }
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 8 > bytes.length) {
      log.add('damage', `expected ${count} load commands, found ${index}`, at)
      break
    }
    const head = recordView(bytes.subarray(at, at + 8), form)
    const [kind, size] = [head.u32(0), head.u32(4)]
    if (size < 8 || at + size > bytes.length) {
      log.add('damage', `expected a load command of 8 to ${bytes.length - at} bytes, found ${size}`, at)
      break
    }
    readCommand(kind, recordView(bytes.subarray(at, at + size), form), found, log)
    at += size
  }
  return found
}

/** Least bytes of each command, so that its fields can be read. */
const LEAST: ReadonlyMap<number, number> = new Map([
  [LC.segment, 56], [LC.segment64, 72], [LC.symtab, 24], [LC.uuid, 24], [LC.runPath, 12], [LC.signature, 16], [LC.encryption, 20],
  [LC.encryption64, 20], [LC.info, 48], [LC.infoOnly, 48], [LC.main, 24], [LC.trie, 16], [LC.fixups, 16], [LC.identity, 24],
  ...[...DYLIBS].map((kind) => [kind, 24] as const),
]) // prettier-ignore

function readCommand(kind: number, view: RecordView, found: LoadCommands, log: AnomalyLog<NativeAnomaly>): void {
  const least = LEAST.get(kind)
  if (least === undefined) return
  if (view.length < least) {
    log.add('damage', `expected ${least} bytes in load command ${kind.toString(16)}, found ${view.length}`)
    return
  }
  if (DYLIBS.has(kind)) return addText(found.libraries, view)
  const area = { offset: view.u32(8), size: view.u32(12) }
  switch (kind) {
    case LC.segment:
    case LC.segment64:
      return readSegment(view, kind === LC.segment64, found)
    case LC.symtab:
      found.symbols = { offset: area.offset, count: area.size, strings: { offset: view.u32(16), size: view.u32(20) } }
      return
    case LC.identity:
      found.identity = textIn(view)
      return
    case LC.uuid:
      found.uuid = Buffer.from(view.view(8, 16)).toString('hex')
      return
    case LC.runPath:
      return addText(found.runPaths, view)
    case LC.signature:
      found.signature = area
      return
    case LC.encryption:
    case LC.encryption64:
      found.isEncrypted ||= view.u32(16) !== 0 && area.size > 0
      return
    case LC.info:
    case LC.infoOnly:
      // rebase, bind, weak bind, lazy bind, exports: a place and a size each.
      found.binds.push(...[16, 24, 32].map((at) => ({ offset: view.u32(at), size: view.u32(at + 4) })))
      found.trie ??= { offset: view.u32(40), size: view.u32(44) }
      return
    case LC.main:
      found.entry = view.u64(8)
      return
    case LC.trie:
      found.trie = area
      return
    case LC.fixups:
      found.fixups = area
  }
}

function addText(texts: string[], view: RecordView): void {
  if (texts.length < MOST_LIBRARIES) texts.push(textIn(view))
}

/** A text in a command: its place is the third word. */
function textIn(view: RecordView): string {
  const at = view.u32(8)
  return at < view.length ? textUntilZero(view.view(at, Math.min(1024, view.length - at))) : ''
}

function readSegment(view: RecordView, isWide: boolean, found: LoadCommands): void {
  const word = isWide ? 8 : 4
  const name = textUntilZero(view.view(8, 16))
  const wide = isWide ? view.u64 : view.u32
  found.segments.push({
    name,
    address: wide(24),
    memorySize: wide(24 + word),
    offset: wide(24 + 2 * word),
    size: wide(24 + 3 * word),
    protection: view.u32(24 + 4 * word + 4),
  })
  const start = 24 + 4 * word + 16
  const row = isWide ? 80 : 68
  for (let at = start; at + row <= view.length && found.sections.length < MOST_SECTIONS; at += row)
    found.sections.push({
      name: textUntilZero(view.view(at, 16)),
      segment: textUntilZero(view.view(at + 16, 16)),
      size: wide(at + 32 + word),
      offset: view.u32(at + 32 + 2 * word),
      flags: view.u32(at + 32 + 2 * word + 16),
    })
}
