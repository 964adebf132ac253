import type { FlatTableShape } from '../flatbuffers/verify.ts'

/** The parts of schema.fbs that are not read but have to lie where they say: the official verifier looks at all of them. */

const TENSOR_MAP: FlatTableShape = { 0: 'text', 1: 4 }

/** QuantizationParameters: ranges, scales, zero points, details, dimension. */
const QUANTIZATION: FlatTableShape = {
  0: { list: 4 },
  1: { list: 4 },
  2: { list: 4 },
  3: { list: 8 },
  4: 1,
  5: { table: {} },
  6: 4,
}

/** SparsityParameters with their dimensions, whose index lists are unions of tables. */
const SPARSITY: FlatTableShape = {
  0: { list: 4 },
  1: { list: 4 },
  2: { tables: { 0: 1, 1: 4, 2: 1, 3: { table: {} }, 4: 1, 5: { table: {} } } },
}

export const TENSOR_SHAPE: FlatTableShape = {
  4: { table: QUANTIZATION },
  5: 1,
  6: { table: SPARSITY },
  7: { list: 4 },
  8: 1,
  9: { tables: { 0: { list: 4 }, 1: 1, 2: 1 } },
  10: 4,
}

export const OPERATOR_SHAPE: FlatTableShape = { 4: { table: {} }, 6: 1, 7: { list: 1 }, 12: { table: {} }, 13: 4 }

export const SUBGRAPH_SHAPE: FlatTableShape = { 4: 'text', 5: 4 }

export const OPERATOR_CODE_SHAPE: FlatTableShape = { 2: 4 }

export const MODEL_SHAPE: FlatTableShape = {
  6: { tables: { 0: 'text', 1: 4 } },
  7: { tables: { 0: { tables: TENSOR_MAP }, 1: { tables: TENSOR_MAP }, 2: 'text', 3: 'text', 4: 4 } },
  9: { tables: { 0: 4, 1: 4, 2: 8, 3: 8, 4: 'text' } },
}
