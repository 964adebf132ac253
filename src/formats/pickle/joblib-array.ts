import type { AbstractValue } from './report.ts'

/**
 * What stands between the opcodes behind a NumpyArrayWrapper (joblib, numpy_pickle.py, NumpyArrayWrapper.read_array):
 * the bytes of the array, or a pickle when its items are objects.
 */
export type InterleavedArray =
  | { readonly kind: 'bytes'; readonly length: number; readonly aligned: boolean }
  | { readonly kind: 'pickle' }
  | { readonly kind: 'unknown'; readonly why: string }

/** Reads the state that BUILD gives to a NumpyArrayWrapper: shape, dtype and alignment. Throws nothing. */
export function interleavedArray(state: AbstractValue): InterleavedArray {
  const fields = dictOf(state)
  if (fields === undefined) return { kind: 'unknown', why: 'its state is not a dict written in the stream' }
  const itemSize = itemSizeOf(fields.get('dtype'))
  if (itemSize === 'objects') return { kind: 'pickle' }
  const items = itemCount(fields.get('shape'))
  if (itemSize === undefined || items === undefined) {
    return { kind: 'unknown', why: `its ${items === undefined ? 'shape' : 'dtype'} is not written as a constant` }
  }
  const alignment = fields.get('numpy_array_alignment_bytes')
  // Written by joblib 1.1 and later; older files have neither the field nor the byte that tells the padding.
  const aligned = alignment?.kind === 'constant' && alignment.type === 'integer'
  return { kind: 'bytes', length: itemSize * items, aligned }
}

function dictOf(state: AbstractValue): ReadonlyMap<string, AbstractValue> | undefined {
  if (state.kind !== 'dict' || state.items.length !== state.count) return undefined
  const fields = new Map<string, AbstractValue>()
  for (let index = 0; index + 1 < state.items.length; index += 2) {
    const [key, value] = state.items.slice(index, index + 2)
    if (key?.kind === 'constant' && value !== undefined) fields.set(key.text, value)
  }
  return fields
}

function itemCount(shape: AbstractValue | undefined): number | undefined {
  if (shape?.kind !== 'tuple' || shape.items.length !== shape.count) return undefined
  let count = 1
  for (const dimension of shape.items) {
    if (dimension.kind !== 'constant' || !/^\d{1,15}$/.test(dimension.text)) return undefined
    count *= Number(dimension.text)
  }
  return Number.isSafeInteger(count) ? count : undefined
}

/** `numpy.dtype('f8', False, True)`: the number behind the kind is the size in bytes, but for U (4 bytes a character). */
function itemSizeOf(dtype: AbstractValue | undefined): number | 'objects' | undefined {
  if (dtype?.kind !== 'result' || dtype.args.kind !== 'tuple') return undefined
  const code = dtype.args.items[0]
  if (code?.kind !== 'constant') return undefined
  const match = /^[<>=|]?([a-zA-Z?])(\d{0,9})(?:\[\w{1,8}\])?$/.exec(code.text)
  if (match === null) return undefined
  const [, kind = '', digits = ''] = match
  if (kind === 'O') return 'objects'
  const size = digits === '' ? 1 : Number(digits)
  return kind === 'U' ? size * 4 : size
}
