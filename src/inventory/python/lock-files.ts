import { distributionFile } from '../../formats/requirements-distribution.ts'
import { entries, get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { Limits } from '../../base/limits.ts'
import { packageName } from '../../model/package-name.ts'

/** The hashes of `files = [{file = …, hash = …}]`, each once. */
export function fileHashes(files: TreeValue | undefined): readonly string[] {
  return [...new Set(items(files).flatMap((file) => string(get(file, 'hash')) ?? []))]
}

/**
 * Old lock files of poetry and PDM keep the files of all packages in `[metadata.files]`, by name (poetry) or by
 * `name version` (PDM). Returns a lookup; of a name that is locked in several versions only the files of the one asked for.
 */
export function metadataFiles(
  table: TreeValue | undefined,
  limits: Limits,
): (name: string, version: string | undefined) => readonly string[] {
  const lists = new Map(entries(table).map(({ key, value }) => [keyOf(key), value]))
  return (name, version) => {
    const exact = lists.get(`${name} ${version ?? ''}`)
    if (exact !== undefined) return fileHashes(exact)
    const own = items(lists.get(name)).filter((file) => isOf(file, version, limits))
    return [...new Set(own.flatMap((file) => string(get(file, 'hash')) ?? []))]
  }
}

/** `PySocks 1.7.1` -> `pysocks 1.7.1` */
function keyOf(written: string): string {
  const space = written.indexOf(' ')
  return space < 0 ? packageName('PyPI', written) : packageName('PyPI', written.slice(0, space)) + written.slice(space)
}

function isOf(file: TreeValue, version: string | undefined, limits: Limits): boolean {
  const stated = distributionFile(string(get(file, 'file')) ?? '', limits)?.version
  return stated === undefined || stated === version
}
