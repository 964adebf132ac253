/** Bits of one element by number of the type (schema.fbs); types without a fixed size (text, resources, variants) are absent. */
export const TENSOR_BITS: Readonly<Record<number, number>> = {
  0: 32,
  1: 16,
  2: 32,
  3: 8,
  4: 64,
  6: 8,
  7: 16,
  8: 64,
  9: 8,
  10: 64,
  11: 128,
  12: 64,
  15: 32,
  16: 16,
  17: 4,
  18: 16,
  19: 2,
  20: 4,
}

/** The type of texts. */
export const STRING_TENSOR = 5
