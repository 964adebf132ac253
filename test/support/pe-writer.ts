import { ByteWriter } from './byte-writer.ts'

export interface PeDescription {
  readonly bits?: 32 | 64
  readonly isLibrary?: boolean
  /** A number stands for a function without a name. */
  readonly imports?: Readonly<Record<string, readonly (string | number)[]>>
  readonly delayed?: Readonly<Record<string, readonly string[]>>
  readonly exports?: readonly string[]
  readonly data?: Uint8Array
  readonly codeName?: string
  readonly code?: Uint8Array
  readonly overlay?: Uint8Array
  readonly certificate?: Uint8Array
  readonly isDotNet?: boolean
}

const DATA = 0x2000
const CODE = 0x1000

/** A program or library of Windows with two sections: code, and one that holds all tables. */
export function peOf(description: PeDescription): Buffer {
  const { bits = 64, isLibrary = true, imports = {}, delayed = {}, exports = [], data = Buffer.alloc(0), codeName = '.text',
    code = Buffer.alloc(512), overlay = Buffer.alloc(0), certificate, isDotNet = false } = description // prettier-ignore
  const isWide = bits === 64
  const word = isWide ? 8 : 4
  const tables = new Tables()
  const needed = Object.entries(imports).map(([library, names]) => ({
    name: tables.text(library),
    names: tables.names(names, word),
  }))
  const late = Object.entries(delayed).map(([library, names]) => ({
    name: tables.text(library),
    names: tables.names(names, word),
  }))
  const importTable = tables.put(
    needed
      .reduce((rows, { name, names }) => rows.u32(names, 0, 0, name, names), new ByteWriter())
      .u32(0, 0, 0, 0, 0)
      .done(),
  )
  const delayTable = tables.put(
    late
      .reduce((rows, { name, names }) => rows.u32(1, name, 0, names, names, 0, 0, 0), new ByteWriter())
      .padTo(late.length * 32 + 32)
      .done(),
  )
  const exportTable = exports.length === 0 ? 0 : tables.exports(exports)
  tables.put(data)
  const body = tables.done()
  const codeAt = 0x400
  const dataAt = codeAt + Math.ceil(code.length / 512) * 512
  const end = dataAt + Math.ceil(body.length / 512) * 512
  const file = new ByteWriter().text('MZ').padTo(60).u32(0x80).padTo(0x80).text('PE\0\0')
  file
    .u16(isWide ? 0x8664 : 0x14c, 2)
    .u32(1_700_000_000, 0, 0)
    .u16(isWide ? 240 : 224, isLibrary ? 0x2022 : 0x22)
  file
    .u16(isWide ? 0x20b : 0x10b)
    .padTo(0x98 + 16)
    .u32(CODE, CODE)
  if (!isWide) file.u32(DATA)
  file
    .number(0x400000, word)
    .u32(0x1000, 512)
    .padTo(0x98 + 56)
    .u32(0x4000, codeAt, 0)
    .u16(3, 0)
  file.padTo(0x98 + (isWide ? 108 : 92)).u32(16)
  const directories = Array.from({ length: 16 }, () => [0, 0] as [number, number])
  if (exportTable > 0) directories[0] = [exportTable, 40]
  if (needed.length > 0) directories[1] = [importTable, needed.length * 20 + 20]
  if (certificate !== undefined) directories[4] = [end, certificate.length]
  if (late.length > 0) directories[13] = [delayTable, late.length * 32 + 32]
  if (isDotNet) directories[14] = [DATA, 72]
  for (const [address, size] of directories) file.u32(address, size)
  file.text(codeName, 8).u32(code.length, CODE, Math.ceil(code.length / 512) * 512, codeAt, 0, 0, 0, 0x60000020)
  file.text('.rdata', 8).u32(body.length, DATA, Math.ceil(body.length / 512) * 512, dataAt, 0, 0, 0, 0x40000040)
  file.padTo(codeAt).bytes(code).padTo(dataAt).bytes(body).padTo(end)
  return file
    .bytes(certificate ?? Buffer.alloc(0))
    .bytes(overlay)
    .done()
}

/** The section of tables while it grows. */
class Tables {
  #writer = new ByteWriter()

  put(bytes: Uint8Array): number {
    this.#writer.padTo(Math.ceil(this.#writer.length / 8) * 8)
    const at = DATA + this.#writer.length
    this.#writer.bytes(bytes)
    return at
  }

  text(text: string): number {
    return this.put(Buffer.from(`${text}\0`, 'latin1'))
  }

  names(names: readonly (string | number)[], word: number): number {
    const list = new ByteWriter()
    for (const name of names)
      list.number(
        typeof name === 'number'
          ? (1n << BigInt(word * 8 - 1)) | BigInt(name)
          : this.put(Buffer.from(`\0\0${name}\0`, 'latin1')),
        word,
      )
    return this.put(list.number(0, word).done())
  }

  exports(names: readonly string[]): number {
    const places = names.reduce((list, name) => list.u32(this.text(name)), new ByteWriter()).done()
    const list = this.put(places)
    return this.put(new ByteWriter().u32(0, 0, 0, 0, 1, names.length, names.length, list, list, list).done())
  }

  done(): Buffer {
    return this.#writer.done()
  }
}
