import type { Format } from '../../src/base/bytes.ts'
import { DEFAULT_LIMITS, type Limits } from '../../src/base/limits.ts'
import type { ScannedFile } from '../../src/model/scanned-file.ts'

/** A scanned file in memory: text is written as UTF-8. */
export function fileOf(path: string, content: string | Uint8Array, limits: Limits = DEFAULT_LIMITS): ScannedFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const parsed = new Map<string, unknown>()
  const done = new Map<string, Promise<unknown>>()
  return {
    path,
    size: bytes.length,
    limits,
    links: { symbolic: false, names: 1 },
    source: {
      size: bytes.length,
      all: async () => bytes,
      slice: async (offset, length) => bytes.subarray(offset, offset + length),
    },
    async read<T>(format: Format<T>): Promise<T> {
      if (!parsed.has(format.id)) parsed.set(format.id, format.parse(bytes, limits))
      return parsed.get(format.id) as T
    },
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      const known = done.get(key) ?? work()
      done.set(key, known)
      return known as Promise<T>
    },
  }
}
