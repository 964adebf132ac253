import type { ByteSource } from '../../base/bytes.ts'
import { anomalyLog } from '../anomaly.ts'
import { BoundedReader } from '../native/bounded-reader.ts'
import type { NativeAnomaly, NativeSection, NativeSegment } from '../native/native-file.ts'
import { recordView } from '../native/record-view.ts'
import { readPeExports } from './pe-exports.ts'
import { CERTIFICATES, DOT_NET, type PeFile, type PeHeader, type PeSection, TLS } from './pe-file.ts'
import { fileOffset, readPeHeader } from './pe-header.ts'
import { readPeImports } from './pe-imports.ts'
import { readPeResources } from './pe-resources.ts'

/** What reading the tables of one file may cost. */
export const PE_BUDGET = 64 * 1024 * 1024

/**
 * A program or library of Windows, 32 or 64 bits. Only tables are read. Throws FORMAT_SHAPE when the headers are not those of one, and
 * LimitError when the tables point to more than may be read; other damage is in `anomalies`.
 */
export async function readPe(source: ByteSource, budget: number = PE_BUDGET): Promise<PeFile> {
  const reader = new BoundedReader(source, budget)
  const log = anomalyLog<NativeAnomaly>()
  const header = await readPeHeader(reader, log)
  const { libraries, imports } = await readPeImports(reader, header, log)
  const exports = await readPeExports(reader, header, log)
  const certificates = certificatesOf(reader, header)
  const overlay = await overlayOf(reader, header, certificates)
  return {
    format: 'pe',
    bits: header.isWide ? 64 : 32,
    byteOrder: 'little',
    machine: MACHINES.get(header.machine) ?? `machine ${header.machine}`,
    type: (header.characteristics & 0x2000) !== 0 ? 'library' : 'executable',
    entry: header.entry,
    libraries,
    imports,
    exports,
    sections: header.sections.map(sectionOf),
    segments: header.sections.map(segmentOf),
    hasSymbols: exports.length > 0 || header.symbols > 0,
    signatureBytes: certificates?.size ?? 0,
    subsystem: SUBSYSTEMS.get(header.subsystem) ?? `subsystem ${header.subsystem}`,
    timestamp: header.timestamp,
    isDotNet: (header.directories[DOT_NET]?.size ?? 0) > 0 && header.directories[DOT_NET]?.address !== 0,
    hasTlsCallbacks: await hasTlsCallbacks(reader, header),
    resources: await readPeResources(reader, header, log),
    anomalies: log.list(),
    ...(overlay === undefined ? {} : { overlay }),
    ...(certificates === undefined ? {} : { certificates }),
  }
}

const MACHINES: ReadonlyMap<number, string> = new Map([
  [0x14c, 'i386'],
  [0x1c0, 'arm'],
  [0x1c4, 'arm'],
  [0x200, 'ia64'],
  [0x8664, 'x86-64'],
  [0xaa64, 'aarch64'],
  [0xa641, 'arm64ec'],
  [0xebc, 'efi'],
])

const SUBSYSTEMS: ReadonlyMap<number, string> = new Map([
  [1, 'native'],
  [2, 'gui'],
  [3, 'console'],
  [10, 'efi'],
  [11, 'efi'],
  [12, 'efi'],
  [13, 'efi'],
])

const CODE = 0x20
const EXECUTE = 0x20000000
const WRITE = 0x80000000

function sectionOf({ name, offset, size, flags }: PeSection): NativeSection {
  return {
    name,
    offset,
    size,
    executable: (flags & (EXECUTE | CODE)) !== 0,
    writable: (flags & WRITE) !== 0,
  }
}

function segmentOf(section: PeSection): NativeSegment {
  return { ...sectionOf(section), address: section.address, memorySize: section.memorySize }
}

/** The table of certificates: its place is an offset in the file. */
function certificatesOf(
  reader: BoundedReader,
  { directories }: PeHeader,
): { readonly offset: number; readonly size: number } | undefined {
  const { address, size } = directories[CERTIFICATES] ?? { address: 0, size: 0 }
  return address > 0 && size > 0 && reader.holds(address, size) ? { offset: address, size } : undefined
}

/** What lies behind the sections, without the certificates and the symbols of MinGW, whose names begin with their length. */
async function overlayOf(
  reader: BoundedReader,
  { sections, symbolTable, symbols, headerBytes }: PeHeader,
  certificates: { readonly offset: number; readonly size: number } | undefined,
): Promise<{ readonly offset: number; readonly size: number } | undefined> {
  let loaded = sections.reduce((most, one) => Math.max(most, one.offset + one.size), headerBytes)
  const names = symbolTable + symbols * 18
  if (symbolTable > 0 && reader.holds(names, 4)) {
    const length = recordView(await reader.bytes(names, 4), { littleEndian: true, isWide: false }).u32(0)
    if (reader.holds(names, length)) loaded = Math.max(loaded, names + length)
  }
  const end = certificates !== undefined && certificates.offset >= loaded ? certificates.offset : reader.size
  if (end - loaded > PADDING) return { offset: loaded, size: end - loaded }
  if (certificates === undefined) return undefined
  const behind = certificates.offset + certificates.size
  return reader.size - behind > PADDING ? { offset: behind, size: reader.size - behind } : undefined
}

/** Certificates begin at a multiple of eight. */
const PADDING = 8

/** IMAGE_TLS_DIRECTORY: the fourth word is the address of the list of callbacks, which is empty in most programs. */
async function hasTlsCallbacks(reader: BoundedReader, header: PeHeader): Promise<boolean> {
  const word = header.isWide ? 8 : 4
  const { address } = header.directories[TLS] ?? { address: 0 }
  const offset = address === 0 ? undefined : fileOffset(header, address)
  if (offset === undefined || !reader.holds(offset, 4 * word)) return false
  const form = { littleEndian: true, isWide: header.isWide }
  const list = recordView(await reader.bytes(offset, 4 * word), form).word(3 * word)
  const place = list === 0 ? undefined : fileOffset(header, list - header.imageBase)
  if (place === undefined || !reader.holds(place, word)) return false
  return recordView(await reader.bytes(place, word), form).word(0) !== 0
}
