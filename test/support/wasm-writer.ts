import { ByteWriter } from './byte-writer.ts'

export interface WasmDescription {
  readonly imports?: readonly (readonly [module: string, name: string])[]
  readonly exports?: readonly string[]
  readonly data?: string
  readonly custom?: Readonly<Record<string, string>>
}

/** A module of WebAssembly with one type of function, a memory and what is asked for. */
export function wasmOf({ imports = [], exports = [], data, custom = {} }: WasmDescription): Buffer {
  const file = new ByteWriter().bytes(Buffer.from('0061736d01000000', 'hex'))
  const section = (id: number, body: ByteWriter): unknown => leb(file.u8(id), body.length).bytes(body.done())
  section(1, new ByteWriter().u8(1, 0x60, 0, 0))
  const asked = leb(new ByteWriter(), imports.length)
  for (const [module, name] of imports) named(named(asked, module), name).u8(0, 0)
  section(2, asked)
  section(5, new ByteWriter().u8(1, 1, 1, 2))
  const given = leb(new ByteWriter(), exports.length)
  for (const name of exports) named(given, name).u8(2, 0)
  section(7, given)
  if (data !== undefined) section(11, named(new ByteWriter().u8(1, 0, 0x41, 8, 0x0b), data))
  for (const [name, text] of Object.entries(custom)) section(0, named(new ByteWriter(), name).text(text))
  return file.done()
}

function leb(writer: ByteWriter, value: number): ByteWriter {
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return writer.u8(rest)
    writer.u8((rest & 127) | 128)
  }
}

function named(writer: ByteWriter, text: string): ByteWriter {
  return leb(writer, text.length).text(text)
}
