/** A field of a message: its number and what it holds. A list writes the field once per item. */
export type ProtobufValue = string | number | bigint | Uint8Array | readonly ProtobufValue[]

/** A message as bytes, fields in the order given: `message([1, 'name'], [2, 7], [3, message(...)])`. */
export function message(...fields: readonly (readonly [number: number, value: ProtobufValue])[]): Uint8Array {
  return Buffer.concat(fields.map(([number, value]) => field(number, value)))
}

function field(number: number, value: ProtobufValue): Uint8Array {
  if (typeof value === 'number' || typeof value === 'bigint')
    return Buffer.concat([varint(BigInt(number) << 3n), varint(BigInt(value))])
  if (typeof value !== 'string' && !(value instanceof Uint8Array))
    return Buffer.concat(value.map((item) => field(number, item)))
  const bytes = Buffer.from(value)
  return Buffer.concat([varint((BigInt(number) << 3n) | 2n), varint(BigInt(bytes.length)), bytes])
}

/** A number in base 128; negative numbers take ten bytes. */
export function varint(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  return Uint8Array.from([...bytes, Number(rest)])
}
