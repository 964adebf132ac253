/** A value as XGBoost writes it: every length as int64, lists of 32-bit numbers with type and count. */
export function ubjsonOf(value: unknown): Buffer {
  if (value === null) return Buffer.from('Z')
  if (typeof value === 'boolean') return Buffer.from(value ? 'T' : 'F')
  if (typeof value === 'number') return number(value)
  if (typeof value === 'string') return Buffer.concat([Buffer.from('S'), text(value)])
  if (value instanceof Int32Array) {
    const data = Buffer.alloc(value.length * 4)
    value.forEach((item, index) => data.writeInt32BE(item, index * 4))
    return Buffer.concat([Buffer.from('[$l#'), length(value.length), data])
  }
  if (Array.isArray(value)) return Buffer.concat([Buffer.from('[#'), length(value.length), ...value.map(ubjsonOf)])
  const entries = Object.entries(value as Record<string, unknown>)
  return Buffer.concat([
    Buffer.from('{'),
    ...entries.flatMap(([key, item]) => [text(key), ubjsonOf(item)]),
    Buffer.from('}'),
  ])
}

function length(value: number): Buffer {
  const bytes = Buffer.alloc(9)
  bytes.write('L')
  bytes.writeBigInt64BE(BigInt(value), 1)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([length(bytes.length), bytes])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(Number.isInteger(value) ? 5 : 9)
  if (Number.isInteger(value)) {
    bytes.write('l')
    bytes.writeInt32BE(value, 1)
  } else {
    bytes.write('D')
    bytes.writeDoubleBE(value, 1)
  }
  return bytes
}
