import type { TensorSummary } from '../../model/model-clue.ts'

/** Names kept of one file: the largest shards have some thousands of tensors. */
const MOST_NAMES = 20_000

/** Count, parameters and types of the tensors of one file; a shape with a negative or absurd dimension is the judge's business. */
export function tensorSummary(
  tensors: readonly { readonly name: string; readonly type: string; readonly shape: readonly bigint[] }[],
): TensorSummary {
  let parameters = 0n
  for (const { shape } of tensors) parameters += elements(shape)
  return {
    count: tensors.length,
    parameters: String(parameters),
    types: [...new Set(tensors.map(({ type }) => type))].sort().slice(0, 50),
    ...(tensors.length > MOST_NAMES ? {} : { names: tensors.map(({ name }) => name).sort() }),
  }
}

/** Multiplied only as far as it makes sense: a header can state 2^64 in each of a thousand dimensions. */
function elements(shape: readonly bigint[]): bigint {
  let product = 1n
  for (const dimension of shape) {
    product *= dimension
    if (product > MOST_ELEMENTS) return MOST_ELEMENTS
  }
  return product
}

const MOST_ELEMENTS = 2n ** 63n
