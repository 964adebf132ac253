import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { ArtefactFacts } from '../../analysis/packages/artefact-facts.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import { codeDigest } from './code-digest.ts'
import { contentName } from './keys.ts'
import { FACTS_FOLDER, KEPT_FACTS, SHELF } from './package-folders.ts'
import { ownFolder } from './private-folder.ts'

/** Facts of artefacts: the same bytes under the same name are looked through once. */
export interface FactsMemory {
  /** Undefined for what was not met, and for what cannot be read any more. */
  find(of: FactsKey): ArtefactFacts | undefined
  /** Facts that a worker's end has made incomplete are not kept: the machine may have less to do next time. */
  keep(of: FactsKey, facts: ArtefactFacts): void
}

/** What facts are made of. One archive may be a package of two ecosystems, and its name says what an installer takes it for. */
export interface FactsKey {
  readonly sha256: string
  readonly name: string
  readonly ecosystem?: Ecosystem
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
export function factsMemory(
  folder: string,
  settings: unknown,
  now: number,
  mostBytes = MOST_BYTES,
): FactsMemory | string {
  const own = ownFolder(folder, FACTS_FOLDER)
  if (typeof own === 'string') return own
  const code = contentName(JSON.stringify([codeDigest(), settings]))
  const shelf = join(own.path, code)
  try {
    mkdirSync(shelf, { recursive: true, mode: 0o700 })
    // Finding changes no entry of the folder: it is in use all the same.
    utimesSync(shelf, now / 1000, now / 1000)
    dropOld(own.path, code, now, mostBytes)
  } catch (error) {
    return codeOf(error)
  }
  const placeOf = ({ sha256, name, ecosystem }: FactsKey): string =>
    join(shelf, `${contentName(JSON.stringify([sha256, name, ecosystem ?? null]))}.zst`)
  return {
    find: (of) => read(placeOf(of), of, now),
    keep: (of, facts) => {
      if (isComplete(facts)) write(shelf, placeOf(of), facts)
    },
  }
}

function isComplete({ notes }: ArtefactFacts): boolean {
  return notes.every(({ code }) => code !== 'limit-time' && code !== 'limit-memory')
}

function read(path: string, { sha256, name }: FactsKey, now: number): ArtefactFacts | undefined {
  try {
    const unpacked = zstdDecompressSync(readFileSync(path), { maxOutputLength: MOST_UNPACKED })
    const facts = JSON.parse(unpacked.toString()) as ArtefactFacts
    // Used now: what was not used for longest goes first.
    utimesSync(path, now / 1000, now / 1000)
    return facts.sha256 === sha256 && facts.name === name ? facts : undefined
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

/** Another run may drop or rename the same at this moment: what is gone is gone. What is not ours by its name stays. */
function dropOld(folder: string, code: string, now: number, mostBytes: number): void {
  const shelves = entriesOf(folder, SHELF).filter(({ name }) => name !== code)
  for (const { path } of shelves.filter(({ age }) => age(now) > DAY_MILLISECONDS))
    rmSync(path, { recursive: true, force: true })
  const kept = entriesOf(join(folder, code), KEPT_FACTS).toSorted((a, b) => a.age(now) - b.age(now))
  let bytes = 0
  for (const { path, name, size, age } of kept) {
    bytes += size
    const isLeft = name.endsWith('.part') && age(now) > DAY_MILLISECONDS
    if (isLeft || bytes > mostBytes) rmSync(path, { force: true })
  }
}

interface Entry {
  readonly name: string
  readonly path: string
  readonly size: number
  age(now: number): number
}

function entriesOf(folder: string, names: RegExp): readonly Entry[] {
  return readdirSync(folder).flatMap((name) => {
    if (!names.test(name)) return []
    const path = join(folder, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat === undefined ? [] : [{ name, path, size: stat.size, age: (now) => now - stat.mtimeMs }]
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
