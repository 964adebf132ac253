/** Types of FlexBuffers values that matter here (flexbuffers.h). */
const STRING = 5
const VECTOR = 10

/**
 * The texts of a FlexBuffer whose root is an untyped vector, as bytes; items that are no strings are undefined. Undefined when
 * the bytes are no such thing. TensorFlow Lite writes the operators it delegates to TensorFlow so: `[name, NodeDef]`.
 */
export function flexStrings(bytes: Uint8Array, most: number): readonly (Uint8Array | undefined)[] | undefined {
  const width = bytes.at(-1) ?? 0
  const type = bytes.at(-2) ?? 0
  if (![1, 2, 4, 8].includes(width) || type >> 2 !== VECTOR) return undefined
  const vector = indirect(bytes, bytes.length - 2 - width, width)
  const itemWidth = 1 << (type & 3)
  const count = vector === undefined ? undefined : unsigned(bytes, vector - itemWidth, itemWidth)
  if (vector === undefined || count === undefined || vector + count * (itemWidth + 1) > bytes.length) return undefined
  return Array.from({ length: Math.min(count, most) }, (_, index) => {
    const itemType = bytes[vector + count * itemWidth + index] ?? 0
    return itemType >> 2 === STRING ? stringAt(bytes, vector + index * itemWidth, itemWidth, itemType) : undefined
  })
}

function stringAt(bytes: Uint8Array, at: number, width: number, type: number): Uint8Array | undefined {
  const place = indirect(bytes, at, width)
  const lengthWidth = 1 << (type & 3)
  const length = place === undefined ? undefined : unsigned(bytes, place - lengthWidth, lengthWidth)
  if (place === undefined || length === undefined || place + length > bytes.length) return undefined
  return bytes.subarray(place, place + length)
}

/** Offsets of FlexBuffers lead backwards. */
function indirect(bytes: Uint8Array, at: number, width: number): number | undefined {
  const offset = unsigned(bytes, at, width)
  return offset === undefined || offset > at ? undefined : at - offset
}

function unsigned(bytes: Uint8Array, at: number, width: number): number | undefined {
  if (at < 0 || at + width > bytes.length) return undefined
  let value = 0
  for (let index = 0; index < width; index++) value += (bytes[at + index] ?? 0) * 2 ** (8 * index)
  return value
}
