import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** The bytes kept under a name; empty for a plain inspection. */
export type CacheReader = (name: string) => Uint8Array | undefined

/** Opened with the first question. What goes wrong here is as if nothing were remembered: the main thread says what is to be said. */
export function openCacheForReading(file: string): CacheReader {
  let select: StatementSync | 'unusable' | undefined
  return (name) => {
    if (select === 'unusable') return undefined
    try {
      select ??= new DatabaseSync(file, { readOnly: true, timeout: 500 }).prepare(
        'SELECT value FROM content WHERE name = ?',
      )
      const value = select.get(name)?.['value']
      return value instanceof Uint8Array ? value : undefined
    } catch {
      select = 'unusable'
      return undefined
    }
  }
}
