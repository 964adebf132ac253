import { FormatError } from '../../base/errors.ts'
import { anomalyLog } from '../anomaly.ts'
import type { BoundedReader } from '../native/bounded-reader.ts'
import type { NativeAnomaly } from '../native/native-file.ts'
import { type NumberForm, recordView } from '../native/record-view.ts'
import { readLoadCommands } from './load-commands.ts'
import type { LoadCommands, MachArea, MachOFile } from './mach-o-file.ts'
import { readMachSymbols } from './mach-o-symbols.ts'
import { sliceReader } from './slice-reader.ts'

/** Honest commands have some kilobytes; the kernel refuses more than a few megabytes. */
const MOST_COMMAND_BYTES = 16 * 1024 * 1024

/** One Mach-O file in a file. Throws FORMAT_SHAPE when it does not begin as one. */
export async function readSlice(reader: BoundedReader, area: MachArea): Promise<MachOFile> {
  const log = anomalyLog<NativeAnomaly>()
  const form = formOf(await reader.upTo(area.offset, 4), area.offset)
  const headBytes = form.isWide ? 32 : 28
  const head = recordView(await reader.bytes(area.offset, headBytes), form)
  const length = Math.min(head.u32(20), MOST_COMMAND_BYTES, Math.max(0, area.size - headBytes))
  if (length < head.u32(20))
    log.add('damage', `expected ${head.u32(20)} bytes of commands, found ${length}`, area.offset)
  const commands = readLoadCommands(await reader.upTo(area.offset + headBytes, length), head.u32(16), form, log)
  const slice = sliceReader(reader, area)
  const symbols = await readMachSymbols(slice, commands, form, log)
  const overlay = overlayOf(area, commands)
  return {
    format: 'mach-o',
    start: area.offset,
    size: area.size,
    bits: form.isWide ? 64 : 32,
    byteOrder: form.littleEndian ? 'little' : 'big',
    machine: MACHINES.get(head.u32(4)) ?? `machine ${head.u32(4)}`,
    type: TYPES.get(head.u32(12)) ?? 'other',
    fileType: FILE_TYPES[head.u32(12)] ?? `type ${head.u32(12)}`,
    entry: commands.entry ?? 0,
    libraries: commands.libraries,
    runPaths: commands.runPaths,
    ...symbols,
    sections: commands.sections.map(({ name, segment, offset, size, flags }) => ({
      name: `${segment},${name}`,
      offset: offset === 0 ? 0 : area.offset + offset,
      size: isZeroFilled(flags) || offset === 0 ? 0 : size,
      executable: (flags & HAS_CODE) !== 0,
      writable: segment.startsWith('__DATA'),
    })),
    segments: commands.segments.map(({ protection, offset, ...segment }) => ({
      ...segment,
      offset: area.offset + offset,
      writable: (protection & 2) !== 0,
      executable: (protection & 4) !== 0,
    })),
    hasSymbols: symbols.exports.length > 0,
    signatureBytes: commands.signature?.size ?? 0,
    isEncrypted: commands.isEncrypted,
    anomalies: log.list(),
    ...(commands.identity === undefined ? {} : { identity: commands.identity }),
    ...(commands.uuid === undefined ? {} : { uuid: commands.uuid }),
    ...(overlay === undefined ? {} : { overlay }),
  }
}

/** Feedface and feedfacf, in the byte order of the slice. */
function formOf(mark: Uint8Array, byte: number): NumberForm {
  const form = FORMS.get(Buffer.from(mark.buffer, mark.byteOffset, mark.length).toString('hex'))
  if (form === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected the mark of Mach-O, feedface or feedfacf', { byte })
  return form
}

const FORMS: ReadonlyMap<string, NumberForm> = new Map([
  ['feedface', { littleEndian: false, isWide: false }],
  ['cefaedfe', { littleEndian: true, isWide: false }],
  ['feedfacf', { littleEndian: false, isWide: true }],
  ['cffaedfe', { littleEndian: true, isWide: true }],
])

const MACHINES: ReadonlyMap<number, string> = new Map([
  [7, 'i386'],
  [0x01000007, 'x86-64'],
  [12, 'arm'],
  [0x0100000c, 'aarch64'],
  [0x0200000c, 'arm64_32'],
  [18, 'powerpc'],
  [0x01000012, 'powerpc64'],
])

const FILE_TYPES: readonly (string | undefined)[] = [
  undefined, 'object', 'execute', 'fvmlib', 'core', 'preload', 'dylib', 'dylinker', 'bundle', 'stub', 'dsym', 'kext', 'fileset',
] // prettier-ignore

const TYPES: ReadonlyMap<number, MachOFile['type']> = new Map([
  [1, 'object'],
  [2, 'executable'],
  [4, 'core'],
  [6, 'library'],
  [8, 'library'],
  [11, 'library'],
])

/** S_ATTR_PURE_INSTRUCTIONS and S_ATTR_SOME_INSTRUCTIONS. */
const HAS_CODE = 0x80000400

/** S_ZEROFILL, S_GB_ZEROFILL, S_THREAD_LOCAL_ZEROFILL. */
function isZeroFilled(flags: number): boolean {
  const kind = flags & 0xff
  return kind === 1 || kind === 0xc || kind === 0x12
}

function overlayOf(
  { offset, size }: MachArea,
  { segments, symbols, signature }: LoadCommands,
): { readonly offset: number; readonly size: number } | undefined {
  const ends = segments.map((one) => one.offset + one.size)
  if (symbols !== undefined) ends.push(symbols.strings.offset + symbols.strings.size)
  if (signature !== undefined) ends.push(signature.offset + signature.size)
  const end = ends.reduce((most, one) => Math.max(most, one), 0)
  return end > 0 && end < size ? { offset: offset + end, size: size - end } : undefined
}
