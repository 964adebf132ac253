import { FormatError } from '../../base/errors.ts'
import type { Fields } from './fields.ts'

/** As much of a datatype as is needed (IV.A.2.d): is it text, and how long is an element? */
export interface Datatype {
  readonly kind: 'text' | 'variable-text' | 'other'
  readonly bytes: number
}

const STRING_CLASS = 3
const VARIABLE_CLASS = 9
const STRING_OF_VARIABLE = 1

/** Reads class and size; members of compounds and the like are not needed. */
export function readDatatype(body: Fields): Datatype {
  const kind = body.number(1) & 0x0f
  const flags = body.number(3)
  const bytes = body.number(4)
  if (kind === STRING_CLASS) return { kind: 'text', bytes }
  if (kind === VARIABLE_CLASS && (flags & 0x0f) === STRING_OF_VARIABLE) return { kind: 'variable-text', bytes }
  return { kind: 'other', bytes }
}

/** Extent of a dataset or attribute (IV.A.2.b). */
export interface Dataspace {
  readonly shape: readonly bigint[]
  /** The product of the shape; 1 for a scalar, 0 for nothing. */
  readonly elements: bigint
}

/** H5S_MAX_RANK. */
const MOST_DIMENSIONS = 32

/** Reads the dimensions, exact. Throws FORMAT_VERSION for an unknown version and FORMAT_SYNTAX for more than 32 dimensions. */
export function readDataspace(body: Fields): Dataspace {
  const version = body.number(1)
  if (version !== 1 && version !== 2)
    throw new FormatError('FORMAT_VERSION', `expected an HDF5 dataspace of version 1 or 2, found ${version}`, {
      byte: body.place,
    })
  const rank = body.number(1)
  if (rank > MOST_DIMENSIONS)
    throw new FormatError('FORMAT_SYNTAX', `expected at most ${MOST_DIMENSIONS} dimensions, found ${rank}`, {
      byte: body.place,
    })
  body.skip(1)
  const isNull = version === 2 && body.number(1) === 2
  if (version === 1) body.skip(5)
  const shape = Array.from({ length: rank }, () => body.size())
  return { shape, elements: isNull ? 0n : shape.reduce((product, size) => product * size, 1n) }
}
