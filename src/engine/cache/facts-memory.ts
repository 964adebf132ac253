import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { ArtefactFacts } from '../../analysis/packages/artefact-facts.ts'
import { codeDigest } from './code-digest.ts'
import { contentName } from './keys.ts'
import { ownFolder } from './private-folder.ts'

/** Facts of artefacts by the digest of their bytes: the same bytes are looked through once. */
export interface FactsMemory {
  /** Undefined for bytes that were not met, and for what cannot be read any more. */
  find(sha256: string): ArtefactFacts | undefined
  keep(sha256: string, facts: ArtefactFacts): void
}

/** Facts of a large package have 300 kB as they are kept: some two thousand of them. */
const MOST_BYTES = 512 * 1024 * 1024
/** What was made by other code is not read again; a day later nobody else works with it either. */
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
/** No facts are larger; a damaged file must not unpack to more. */
const MOST_UNPACKED = 512 * 1024 * 1024

/**
 * The memory below the folder of the cache, for this user alone; a string says why there is none. `settings` is everything beside the bytes
 * and the code that facts depend on. Nothing here throws: what cannot be kept is made again.
 */
export function factsMemory(folder: string, settings: unknown, now: number): FactsMemory | string {
  const own = ownFolder(folder, 'packages')
  if (typeof own === 'string') return own
  const code = contentName(JSON.stringify([codeDigest(), settings]))
  const shelf = join(own.path, code)
  try {
    mkdirSync(shelf, { recursive: true, mode: 0o700 })
    dropOld(own.path, code, now)
  } catch (error) {
    return codeOf(error)
  }
  const placeOf = (sha256: string): string => join(shelf, `${sha256}.zst`)
  return {
    find: (sha256) => (isDigest(sha256) ? read(placeOf(sha256), sha256, now) : undefined),
    keep: (sha256, facts) => {
      if (isDigest(sha256)) write(shelf, placeOf(sha256), facts)
    },
  }
}

function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

function read(path: string, sha256: string, now: number): ArtefactFacts | undefined {
  try {
    const unpacked = zstdDecompressSync(readFileSync(path), { maxOutputLength: MOST_UNPACKED })
    const facts = JSON.parse(unpacked.toString()) as ArtefactFacts
    // Used now: what was not used for longest goes first.
    utimesSync(path, now / 1000, now / 1000)
    return facts.sha256 === sha256 ? facts : undefined
  } catch {
    return undefined
  }
}

/** Written beside and renamed: two runs may keep the same. */
function write(shelf: string, path: string, facts: ArtefactFacts): void {
  const beside = join(shelf, `${randomUUID()}.part`)
  try {
    writeFileSync(beside, zstdCompressSync(Buffer.from(JSON.stringify(facts))), { mode: 0o600, flag: 'wx' })
    renameSync(beside, path)
  } catch {
    rmSync(beside, { force: true })
  }
}

function dropOld(folder: string, code: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (name !== code && now - statSync(path).mtimeMs > DAY_MILLISECONDS) rmSync(path, { recursive: true, force: true })
  }
  const shelf = join(folder, code)
  const kept = readdirSync(shelf)
    .map((name) => ({ path: join(shelf, name), stat: statSync(join(shelf, name)) }))
    .toSorted((a, b) => b.stat.mtimeMs - a.stat.mtimeMs)
  let bytes = 0
  for (const { path, stat } of kept) {
    bytes += stat.size
    if (bytes > MOST_BYTES) rmSync(path, { force: true })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
