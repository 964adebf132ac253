import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Below the folder of the cache: facts of packages that were looked through. */
export const FACTS_FOLDER = 'package-facts'
/** Below the folder of the cache: what was fetched from registries; see artefactStore(). */
export const ARTEFACTS_FOLDER = 'artefacts'

/** Facts that other code made lie in another shelf. */
export const SHELF = /^[\w-]{32}$/
/** What is kept, and what a run is writing. */
export const KEPT_FACTS = /\.(?:zst|part)$/

/** How much of one kind is kept. */
export interface KeptFiles {
  readonly count: number
  /** On disk. */
  readonly bytes: number
}

/** What is kept of packages below the folder of the cache. Throws what the disk throws. */
export function keptPackages(folder: string): { readonly packages: KeptFiles; readonly artefacts: KeptFiles } {
  return { packages: sumOf(folder, FACTS), artefacts: sumOf(folder, ARTEFACTS) }
}

/** Removes it and nothing else, and says how many bytes that were. The folder may be the operator's own, with folders of the same names in it. */
export function dropPackages(folder: string): number {
  let bytes = 0
  for (const path of [...FACTS, ...ARTEFACTS].flatMap((layout) => [...filesIn(folder, layout)])) {
    bytes += sizeOf(path)
    rmSync(path, { force: true })
    dropEmpty(dirname(path), folder)
  }
  return bytes
}

/** Names from the folder of the cache downwards; the last one is that of a file. */
type Layout = readonly RegExp[]

const HEX_PAIR = /^[0-9a-f]{2}$/
const DIGEST = /^[0-9a-f]{64}$/
const FACTS: readonly Layout[] = [[/^package-facts$/, SHELF, KEPT_FACTS]]
const ARTEFACTS: readonly Layout[] = [
  [/^artefacts$/, /^artefacts$/, /^sha256$/, HEX_PAIR, DIGEST],
  [/^artefacts$/, /^(?:known|documents)$/, HEX_PAIR, DIGEST],
  [/^artefacts$/, /^incoming$/, /^[0-9a-f-]{36}$/],
]

function sumOf(folder: string, layouts: readonly Layout[]): KeptFiles {
  const files = layouts.flatMap((layout) => [...filesIn(folder, layout)])
  return { count: files.length, bytes: files.reduce((sum, path) => sum + sizeOf(path), 0) }
}

/** Links are not followed: what they lead to is not ours. */
function* filesIn(folder: string, [name, ...rest]: Layout): Generator<string> {
  if (name === undefined) return
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (!name.test(entry.name)) continue
    if (rest.length > 0 && entry.isDirectory()) yield* filesIn(path, rest)
    else if (rest.length === 0 && entry.isFile()) yield path
  }
}

function entriesOf(folder: string): ReturnType<typeof readDirectory> {
  try {
    return readDirectory(folder)
  } catch (error) {
    // Nothing was kept yet, or another run has just dropped it.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}

function readDirectory(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function dropEmpty(folder: string, root: string): void {
  for (let one = folder; one.length > root.length; one = dirname(one)) {
    try {
      rmdirSync(one)
    } catch {
      // Something is left in it.
      return
    }
  }
}
