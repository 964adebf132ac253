/** What a GGUF file is made of in a test. */
export interface GgufParts {
  readonly version?: number
  readonly bigEndian?: boolean
  readonly metadata?: readonly GgufEntry[]
  readonly tensors?: readonly GgufTensorPart[]
  /** Instead of the true counts. */
  readonly counts?: { readonly tensors?: bigint; readonly metadata?: bigint }
  readonly data?: number
  readonly alignment?: number
}

/** A key, the number of its type and its value: text, a number, or bytes as they are to stand there. */
export type GgufEntry = readonly [key: string, type: number, value: string | number | Uint8Array]

export interface GgufTensorPart {
  readonly name?: string
  readonly shape?: readonly bigint[]
  readonly type?: number
  readonly offset?: bigint
}

/** A GGUF file, as honest or as broken as its parts. */
export function ggufOf(parts: GgufParts = {}): Uint8Array {
  const { version = 3, bigEndian = false, metadata = [], tensors = [], counts = {}, data = 0, alignment = 32 } = parts
  const write = writerFor(bigEndian, version > 1)
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    write.u32(version),
    write.length(counts.tensors ?? BigInt(tensors.length)),
    write.length(counts.metadata ?? BigInt(metadata.length)),
    ...metadata.map(([key, type, value]) =>
      Buffer.concat([write.text(key), write.u32(type), write.value(type, value)]),
    ),
    ...tensors.map(({ name = 't', shape = [8n], type = 0, offset = 0n }) =>
      Buffer.concat([
        write.text(name),
        write.u32(shape.length),
        ...shape.map(write.length),
        write.u32(type),
        write.u64(offset),
      ]),
    ),
  ])
  return Buffer.concat([
    header,
    Buffer.alloc((alignment - (header.length % alignment)) % alignment),
    Buffer.alloc(data),
  ])
}

/** An array value: type of the elements, count, bytes. */
export function ggufArray(type: number, count: bigint, elements: Uint8Array = new Uint8Array()): Uint8Array {
  const { u32, u64 } = writerFor(false, true)
  return Buffer.concat([u32(type), u64(count), elements])
}

function writerFor(bigEndian: boolean, wide: boolean) {
  const number = (bytes: number, value: bigint): Buffer => {
    const buffer = Buffer.alloc(8)
    buffer.writeBigUInt64LE(value)
    const cut = buffer.subarray(0, bytes)
    return bigEndian ? cut.reverse() : cut
  }
  const u32 = (value: number): Buffer => number(4, BigInt(value))
  const u64 = (value: bigint): Buffer => number(8, value)
  const length = (value: bigint): Buffer => number(wide ? 8 : 4, value)
  const text = (value: string): Buffer => Buffer.concat([length(BigInt(Buffer.byteLength(value))), Buffer.from(value)])
  const value = (type: number, content: string | number | Uint8Array): Uint8Array =>
    typeof content === 'string'
      ? text(content)
      : typeof content === 'number'
        ? number(WIDTHS[type] ?? 4, BigInt(content))
        : content
  return { u32, u64, length, text, value }
}

const WIDTHS = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8]
