/** Bits per element of every dtype of the reference implementation 0.8. Sub-byte types are packed and must end on a byte. */
const BITS: ReadonlyMap<string, bigint> = new Map([
  ...['F4'].map((name) => [name, 4n] as const),
  ...['F6_E2M3', 'F6_E3M2'].map((name) => [name, 6n] as const),
  ...['BOOL', 'U8', 'I8', 'F8_E5M2', 'F8_E4M3', 'F8_E8M0', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ'].map(
    (name) => [name, 8n] as const,
  ),
  ...['I16', 'U16', 'F16', 'BF16'].map((name) => [name, 16n] as const),
  ...['I32', 'U32', 'F32'].map((name) => [name, 32n] as const),
  ...['C64', 'F64', 'I64', 'U64'].map((name) => [name, 64n] as const),
])

/** Bits per element; undefined for a dtype no released reader knows. */
export function bitsOf(dtype: string): bigint | undefined {
  return BITS.get(dtype)
}

const LARGEST = 2n ** 64n - 1n

/** The product of the dimensions, or undefined when it leaves 64 bits: readers written in C wrap around there. */
export function elementCount(shape: readonly bigint[]): bigint | undefined {
  let product = 1n
  for (const dimension of shape) {
    product *= dimension
    if (product > LARGEST) return undefined
  }
  return product
}
