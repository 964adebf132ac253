import type { Format } from '../../base/bytes.ts'
import type { Limits } from '../../base/limits.ts'

/** The limits that the file is read under: `file.read(limitsInForce)`. Looks at no byte. */
export const limitsInForce: Format<Limits> = {
  id: 'python/limits-in-force',
  parse: (_bytes, limits) => limits,
}
