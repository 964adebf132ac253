import type { ByteSource } from '../../src/base/bytes.ts'
import { Op, type OpcodeName } from '../../src/formats/pickle/opcodes.ts'

/**
 * Pickles put together opcode by opcode, for tests. What they would do is never done: nobody loads them.
 * A part is an opcode by name, raw bytes, or a list of parts.
 */
export type Part = OpcodeName | Uint8Array | readonly Part[]

/** The bytes of the parts, one after the other. */
export function assemble(...parts: readonly Part[]): Uint8Array {
  return Buffer.concat(parts.map(bytesOf))
}

/** Bytes as they are, for operands: text is latin-1. */
export function raw(content: string | readonly number[]): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'latin1') : Uint8Array.from(content)
}

export const proto = (version: number): Part => ['PROTO', raw([version])]

/** SHORT_BINUNICODE, or BINUNICODE when it is long. */
export function text(content: string): Part {
  const bytes = Buffer.from(content, 'utf8')
  return bytes.length < 256
    ? ['SHORT_BINUNICODE', raw([bytes.length]), bytes]
    : ['BINUNICODE', number4(bytes.length), bytes]
}

/** BINBYTES. */
export const bytes = (content: Uint8Array): Part => ['BINBYTES', number4(content.length), content]
export const integer = (value: number): Part => ['BININT', number4(value)]

/** GLOBAL with its two lines. */
export const global = (module: string, name: string): Part => ['GLOBAL', Buffer.from(`${module}\n${name}\n`, 'utf8')]
export const stackGlobal = (module: string, name: string): Part => [text(module), text(name), 'STACK_GLOBAL']
export const tuple = (...items: readonly Part[]): Part => ['MARK', items, 'TUPLE']
/** `callee(*args)` by REDUCE. */
export const call = (callee: Part, ...args: readonly Part[]): Part => [callee, tuple(...args), 'REDUCE']
export const put = (key: number): Part => ['BINPUT', raw([key])]
export const get = (key: number): Part => ['BINGET', raw([key])]
export const frame = (length: number): Part => ['FRAME', number8(length)]
export const pop: Part = 'POP'

export function number4(value: number): Uint8Array {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32LE(value | 0)
  return buffer
}

export function number8(value: number): Uint8Array {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer
}

/** Bytes in memory as a source. */
export function sourceOf(content: Uint8Array): ByteSource {
  return {
    size: content.length,
    all: async () => content,
    slice: async (offset, length) => content.subarray(offset, offset + length),
  }
}

function bytesOf(part: Part): Uint8Array {
  if (typeof part === 'string') return raw([Op[part]])
  return part instanceof Uint8Array ? part : Buffer.concat((part as readonly Part[]).map(bytesOf))
}
