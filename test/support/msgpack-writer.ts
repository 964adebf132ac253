/** A value as MessagePack: short texts, small maps and lists, int32, and Buffers as they are (extensions). */
export function msgpackOf(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value
  if (value === null) return Buffer.from([0xc0])
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2])
  if (typeof value === 'string') return Buffer.concat([Buffer.from([0xd9, value.length]), Buffer.from(value)])
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([0x90 + value.length]), ...value.map(msgpackOf)])
  const entries = Object.entries(value as Record<string, unknown>)
  return Buffer.concat([
    Buffer.from([0x80 + entries.length]),
    ...entries.flatMap(([key, item]) => [msgpackOf(key), msgpackOf(item)]),
  ])
}

function number(value: number): Buffer {
  if (value >= 0 && value < 128) return Buffer.from([value])
  const bytes = Buffer.alloc(9, 0xcf)
  bytes.writeBigUInt64BE(BigInt(value), 1)
  return bytes
}

/** An extension of this type. */
export function msgpackExtension(type: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xc7, data.length, type & 0xff]), data])
}

/** An array as Flax writes it: shape, type, bytes. */
export function flaxArray(shape: readonly number[], type: string, bytes: number): Buffer {
  const data = Buffer.concat([Buffer.from([0xc4, bytes]), Buffer.alloc(bytes)])
  return msgpackExtension(1, msgpackOf([[...shape], type, data]))
}
