import { ByteWriter } from './byte-writer.ts'

/** A value of Python as marshal writes it; a code object by its parts. */
export type PythonValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PythonValue[]
  | { readonly ref: number }
  | { readonly kept: PythonValue }
  | PythonCode

export interface PythonCode {
  readonly name: string
  readonly code?: Uint8Array
  readonly constants?: readonly PythonValue[]
  readonly names?: readonly string[]
  readonly locals?: readonly string[]
  readonly filename?: string
  readonly line?: number
  readonly flags?: number
}

export type PythonLayout = '2' | 'keyword-only' | 'positional-only' | 'merged'

/** Marshal as CPython writes it, of one layout of code objects. */
export function marshalOf(value: PythonValue, layout: PythonLayout): Buffer {
  const writer = new ByteWriter()
  write(writer, value, layout, 0)
  return writer.done()
}

function write(writer: ByteWriter, value: PythonValue, layout: PythonLayout, flag: number): void {
  if (value === null) writer.u8(0x4e)
  else if (typeof value === 'boolean') writer.text(value ? 'T' : 'F')
  else if (typeof value === 'number') writer.u8(0x69 | flag).u32(value)
  else if (typeof value === 'string') {
    const bytes = Buffer.from(value)
    writer
      .u8((layout === '2' ? 0x74 : 0x75) | flag)
      .u32(bytes.length)
      .bytes(bytes)
  } else if (value instanceof Uint8Array)
    writer
      .u8(0x73 | flag)
      .u32(value.length)
      .bytes(value)
  else if (Array.isArray(value)) {
    writer.u8(0x28 | flag).u32(value.length)
    for (const item of value as readonly PythonValue[]) write(writer, item, layout, 0)
  } else if ('ref' in value) writer.u8(0x72).u32(value.ref)
  else if ('kept' in value) write(writer, value.kept, layout, 0x80)
  else writeCode(writer, value as PythonCode, layout, flag)
}

const NUMBERS = { 2: 4, 'keyword-only': 5, 'positional-only': 6, merged: 5 } as const

function writeCode(writer: ByteWriter, code: PythonCode, layout: PythonLayout, flag: number): void {
  const { name, constants = [], names = [], locals = [], filename = 'x.py', line = 1, flags = 0 } = code
  const count = NUMBERS[layout]
  writer.u8(0x63 | flag).u32(...Array.from({ length: count - 1 }, () => 0), flags)
  const before: readonly PythonValue[] = [code.code ?? Buffer.alloc(0), constants, names, locals]
  const middle: readonly PythonValue[] =
    layout === 'merged' ? [Buffer.alloc(0), filename, name, name] : [[], [], filename, name]
  for (const part of [...before, ...middle]) write(writer, part, layout, 0)
  writer.u32(line)
  write(writer, Buffer.alloc(0), layout, 0)
  if (layout === 'merged') write(writer, Buffer.alloc(0), layout, 0)
}

/** Magic numbers of releases, with the layout of their code objects. */
export const RELEASES = {
  '2.7': [62211, '2', 8],
  '3.2': [3180, 'keyword-only', 8],
  '3.6': [3379, 'keyword-only', 12],
  '3.7': [3394, 'keyword-only', 16],
  '3.8': [3413, 'positional-only', 16],
  '3.10': [3439, 'positional-only', 16],
  '3.11': [3495, 'merged', 16],
  '3.12': [3531, 'merged', 16],
  '3.13': [3571, 'merged', 16],
  '3.14': [3627, 'merged', 16],
} as const

/** A compiled file of a release. `flags`: 0 for a time, 1 an unchecked hash, 3 a checked one. */
export function pycOf(release: keyof typeof RELEASES, module: PythonValue, flags = 0): Buffer {
  const [magic, layout, headerBytes] = RELEASES[release]
  const head = new ByteWriter().u16(magic).text('\r\n')
  if (headerBytes === 16) head.u32(flags)
  return head.padTo(headerBytes).bytes(marshalOf(module, layout)).done()
}
