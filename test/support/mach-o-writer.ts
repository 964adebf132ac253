import { ByteWriter, stringTable } from './byte-writer.ts'

export interface MachODescription {
  readonly bits?: 32 | 64
  readonly littleEndian?: boolean
  readonly libraries?: readonly string[]
  /** With the number of the library, from 1. */
  readonly imports?: readonly (readonly [name: string, library: number])[]
  /** Bound by opcodes, without a symbol. */
  readonly bound?: readonly (readonly [name: string, library: number])[]
  /** Bound by chained fixups, without a symbol. */
  readonly fixed?: readonly (readonly [name: string, library: number])[]
  readonly exports?: readonly string[]
  /** In the export trie only. */
  readonly inTrie?: readonly string[]
  readonly data?: Uint8Array
  readonly signature?: Uint8Array
  readonly overlay?: Uint8Array
  readonly isEncrypted?: boolean
}

/** A bundle of macOS with one segment of data and the tables of the linker behind it. */
export function machOOf(description: MachODescription): Buffer {
  const { bits = 64, littleEndian = true, libraries = [], imports = [], bound = [], fixed = [], exports = [], inTrie = [],
    data = Buffer.alloc(16), signature, overlay = Buffer.alloc(0), isEncrypted = false } = description // prettier-ignore
  const isWide = bits === 64
  const word = isWide ? 8 : 4
  const writer = (): ByteWriter => new ByteWriter(littleEndian)
  const strings = stringTable([...imports.map(([name]) => `_${name}`), ...exports.map((name) => `_${name}`)])
  const symbols = writer()
  for (const [name, library] of imports)
    symbols
      .u32(strings.at(`_${name}`))
      .u8(1, 0)
      .u16(library << 8)
      .number(0, word)
  for (const name of exports)
    symbols
      .u32(strings.at(`_${name}`))
      .u8(0x0f, 1)
      .u16(0)
      .number(16, word)
  const binds = writer()
  for (const [name, library] of bound)
    binds
      .u8(0x10 | library, 0x40)
      .text(`_${name}\0`)
      .u8(0x51, 0x72, 0x08, 0x90)
  const fixups = fixed.length === 0 ? Buffer.alloc(0) : chained(fixed, writer)
  const trie = inTrie.length === 0 ? Buffer.alloc(0) : trieOf(inTrie)
  const commandBytes = (isWide ? 152 : 124) + libraries.reduce((sum, one) => sum + dylibBytes(one), 0) + 24 + 48 + 24 +
    (fixed.length > 0 ? 16 : 0) + (signature === undefined ? 0 : 16) + (isEncrypted ? 24 : 0) // prettier-ignore
  const dataAt = 32 + commandBytes
  const places: number[] = []
  let end = dataAt
  for (const part of [data, symbols.done(), strings.bytes, binds.done(), fixups, trie, signature ?? Buffer.alloc(0)]) {
    places.push(end)
    end += part.length
  }
  const [, symbolsAt = 0, stringsAt = 0, bindsAt = 0, fixupsAt = 0, trieAt = 0, signatureAt = 0] = places
  const file = writer().u32(isWide ? 0xfeedfacf : 0xfeedface, isWide ? 0x0100000c : 12, 0, 8)
  const count =
    4 + libraries.length + (fixed.length > 0 ? 1 : 0) + (signature === undefined ? 0 : 1) + (isEncrypted ? 1 : 0)
  file.u32(count, commandBytes, 0)
  if (isWide) file.u32(0)
  file
    .u32(isWide ? 0x19 : 1, isWide ? 152 : 124)
    .text('__TEXT', 16)
    .number(0, word)
    .number(end, word)
    .number(0, word)
    .number(end, word)
  file.u32(5, 5, 1, 0).text('__cstring', 16).text('__TEXT', 16).number(dataAt, word).number(data.length, word)
  file.u32(dataAt, 0, 0, 0, 2, 0, 0)
  if (isWide) file.u32(0)
  for (const library of libraries)
    file.u32(0xc, dylibBytes(library), 24, 0, 0, 0).text(library, dylibBytes(library) - 24)
  file.u32(2, 24, symbolsAt, imports.length + exports.length, stringsAt, strings.bytes.length)
  file.u32(0x80000022, 48, 0, 0, bindsAt, binds.length, 0, 0, 0, 0, trieAt, trie.length)
  file.u32(0x1b, 24).bytes(Buffer.from('00112233445566778899aabbccddeeff', 'hex'))
  if (fixed.length > 0) file.u32(0x80000034, 16, fixupsAt, fixups.length)
  if (signature !== undefined) file.u32(0x1d, 16, signatureAt, signature.length)
  if (isEncrypted) file.u32(0x2c, 24, 0, 4096, 1, 0)
  file
    .padTo(dataAt)
    .bytes(data)
    .bytes(symbols.done())
    .bytes(strings.bytes)
    .bytes(binds.done())
    .bytes(fixups)
    .bytes(trie)
  return file
    .bytes(signature ?? Buffer.alloc(0))
    .bytes(overlay)
    .done()
}

function dylibBytes(name: string): number {
  return Math.ceil((24 + name.length + 1) / 8) * 8
}

function chained(fixed: readonly (readonly [string, number])[], writer: () => ByteWriter): Buffer {
  const strings = stringTable(fixed.map(([name]) => `_${name}`))
  const table = writer().u32(0, 28, 28, 28 + fixed.length * 4, fixed.length, 1, 0)
  for (const [name, library] of fixed) table.u32((strings.at(`_${name}`) << 9) | library)
  return table.bytes(strings.bytes).done()
}

/** One node for all: each name is a child of the root. */
function trieOf(names: readonly string[]): Buffer {
  const leaf = Buffer.from([2, 0, 0, 0])
  const head = names.reduce((sum, name) => sum + name.length + 3, 2)
  const root = new ByteWriter().u8(0, names.length)
  names.forEach((name, index) => root.text(`_${name}\0`).u8(head + index * leaf.length))
  return Buffer.concat([root.done(), ...names.map(() => leaf)])
}

/** A universal file of several slices; its table is big-endian. */
export function fatOf(slices: readonly Uint8Array[], bits: 32 | 64 = 32): Buffer {
  const isWide = bits === 64
  const table = new ByteWriter(false).u32(isWide ? 0xcafebabf : 0xcafebabe, slices.length)
  let at = 4096
  for (const slice of slices) {
    table
      .u32(0x0100000c, 0)
      .number(at, isWide ? 8 : 4)
      .number(slice.length, isWide ? 8 : 4)
      .u32(12)
    if (isWide) table.u32(0)
    at += Math.ceil(slice.length / 4096) * 4096
  }
  for (const slice of slices) table.padTo(Math.ceil(table.length / 4096) * 4096).bytes(slice)
  return table.done()
}
