import { ByteWriter, stringTable } from './byte-writer.ts'

export interface ElfDescription {
  readonly bits?: 32 | 64
  readonly littleEndian?: boolean
  readonly needed?: readonly string[]
  readonly imports?: readonly string[]
  readonly weakImports?: readonly string[]
  readonly exports?: readonly string[]
  readonly interpreter?: string
  readonly soname?: string
  readonly runPath?: string
  readonly buildId?: string
  /** Loaded, not to be run. */
  readonly data?: Uint8Array
  readonly code?: Uint8Array
  readonly overlay?: Uint8Array
  readonly isWritableCode?: boolean
  readonly hasSections?: boolean
  /** The dynamic section has no hash table: symbols are found by their relocations. */
  readonly hasHash?: boolean
  readonly isStatic?: boolean
}

/** A library or program of Linux, as small as a loader takes it: one loaded part, a dynamic section, a table of sections. */
export function elfOf(description: ElfDescription): Buffer {
  const {
    bits = 64, littleEndian = true, needed = [], imports = [], weakImports = [], exports = [], interpreter, soname, runPath, buildId,
    data = Buffer.alloc(0), code = Buffer.alloc(64), overlay = Buffer.alloc(0), isWritableCode = false, hasSections = true,
    hasHash = true, isStatic = false,
  } = description // prettier-ignore
  const isWide = bits === 64
  const word = isWide ? 8 : 4
  const writer = (): ByteWriter => new ByteWriter(littleEndian)
  const strings = stringTable([...needed, ...imports, ...weakImports, ...exports, soname ?? '', runPath ?? ''])
  const symbols = writer()
  const symbol = (name: string, info: number, section: number): void => {
    if (isWide) symbols.u32(strings.at(name)).u8(info, 0).u16(section).number(0, 8).number(0, 8)
    else symbols.u32(strings.at(name), 0, 0).u8(info, 0).u16(section)
  }
  symbol('', 0, 0)
  for (const name of imports) symbol(name, 0x12, 0)
  for (const name of weakImports) symbol(name, 0x22, 0)
  for (const name of exports) symbol(name, 0x12, 1)
  const count = 1 + imports.length + weakImports.length + exports.length
  const hash = writer()
    .u32(1, count, 0, ...Array.from({ length: count }, () => 0))
    .done()
  const relocations = writer()
  for (let index = 1; index < count; index++)
    relocations
      .number(0, word)
      .number(isWide ? (BigInt(index) << 32n) | 7n : (index << 8) | 7, word)
      .number(0, word)
  const note = buildId === undefined ? Buffer.alloc(0)
    : writer().u32(4, buildId.length / 2, 3).text('GNU', 4).bytes(Buffer.from(buildId, 'hex')).done() // prettier-ignore
  const interp = interpreter === undefined ? Buffer.alloc(0) : Buffer.from(`${interpreter}\0`)
  const programs = 3 + (buildId === undefined ? 0 : 1) + (interpreter === undefined ? 0 : 1)
  const head = (isWide ? 64 : 52) + programs * (isWide ? 56 : 32)
  const parts = {
    note,
    interp,
    strings: strings.bytes,
    symbols: symbols.done(),
    hash,
    relocations: relocations.done(),
    data,
    code,
  }
  const places: Record<string, number> = {}
  let at = head
  for (const [name, bytes] of Object.entries(parts)) {
    at = Math.ceil(at / 16) * 16
    places[name] = at
    at += bytes.length
  }
  const place = (name: keyof typeof parts): number => places[name] ?? 0
  const dynamicAt = Math.ceil(at / 16) * 16
  const dynamic = writer()
  const entry = (tag: number, value: number): unknown => dynamic.number(tag, word).number(value, word)
  if (!isStatic) {
    for (const name of needed) entry(1, strings.at(name))
    if (soname !== undefined) entry(14, strings.at(soname))
    if (runPath !== undefined) entry(29, strings.at(runPath))
    entry(5, BASE + place('strings'))
    entry(10, strings.bytes.length)
    entry(6, BASE + place('symbols'))
    if (hasHash) entry(4, BASE + place('hash'))
    else {
      entry(7, BASE + place('relocations'))
      entry(8, parts.relocations.length)
    }
    entry(0, 0)
  }
  const end = dynamicAt + dynamic.length
  const names = stringTable(['.rodata', '.text', '.dynamic', '.shstrtab'])
  const sectionsAt = Math.ceil((end + names.bytes.length) / 16) * 16
  const sections = writer()
  const section = (name: string, type: number, flags: number, offset: number, size: number): void => {
    sections
      .u32(strings === undefined ? 0 : names.at(name), type)
      .number(flags, word)
      .number(BASE + offset, word)
    sections.number(offset, word).number(size, word).u32(0, 0).number(1, word).number(0, word)
  }
  section('', 0, 0, 0, 0)
  section('.rodata', 1, 2, place('data'), data.length)
  section('.text', 1, 6, place('code'), code.length)
  section('.dynamic', 6, 3, dynamicAt, dynamic.length)
  section('.shstrtab', 3, 0, end, names.bytes.length)
  const file = writer()
    .bytes(Buffer.from([0x7f, 0x45, 0x4c, 0x46, isWide ? 2 : 1, littleEndian ? 1 : 2, 1]))
    .padTo(16)
  file
    .u16(interpreter !== undefined || isStatic ? 2 : 3, isWide ? 62 : 3)
    .u32(1)
    .number(BASE + place('code'), word)
  file
    .number(isWide ? 64 : 52, word)
    .number(hasSections ? sectionsAt : 0, word)
    .u32(0)
  file.u16(isWide ? 64 : 52, isWide ? 56 : 32, programs, isWide ? 64 : 40, hasSections ? 5 : 0, hasSections ? 4 : 0)
  const program = (type: number, flags: number, offset: number, size: number): void => {
    if (isWide)
      file
        .u32(type, flags)
        .number(offset, 8)
        .number(BASE + offset, 8)
        .number(BASE + offset, 8)
        .number(size, 8)
        .number(size, 8)
        .number(16, 8)
    else file.u32(type, offset, BASE + offset, BASE + offset, size, size, flags, 16)
  }
  program(1, 4, 0, place('code'))
  program(1, isWritableCode ? 7 : 5, place('code'), end - place('code'))
  program(isStatic ? 0 : 2, 6, dynamicAt, dynamic.length)
  if (buildId !== undefined) program(4, 4, place('note'), note.length)
  if (interpreter !== undefined) program(3, 4, place('interp'), interp.length)
  for (const [name, bytes] of Object.entries(parts)) file.padTo(places[name] ?? 0).bytes(bytes)
  file.padTo(dynamicAt).bytes(dynamic.done())
  if (hasSections) file.bytes(names.bytes).padTo(sectionsAt).bytes(sections.done())
  return file.bytes(overlay).done()
}

const BASE = 0x10000
