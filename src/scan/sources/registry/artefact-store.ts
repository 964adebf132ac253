import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ExternalError } from '../../../base/errors.ts'
import type { FileDigest } from './release.ts'

/**
 * What was fetched, in a folder of the user's own (0700):
 *
 *     artefacts/sha256/ab/abcd…   the bytes, named by their digest
 *     known/ab/abcd…              the digest of the bytes that were fetched for a key, named by the digest of the key
 *     documents/ab/abcd…          index pages and packuments, named by the digest of their address
 *     incoming/…                  what is being written; becomes one of the above by a rename, or goes
 *
 * Two processes may work in it at once: names of bytes never change their content, and of two equal files either may stay.
 */
export interface ArtefactStore {
  /**
   * The path of the bytes with this SHA-256, once they are found to have it and the other digests; undefined where there are none. Damaged
   * ones are removed.
   */
  find(sha256: string, others: readonly FileDigest[]): Promise<string | undefined>
  /** The SHA-256 of what was fetched for a key. */
  known(key: string): Promise<string | undefined>
  remember(key: string, sha256: string): Promise<void>
  /** Begins a file; nothing of it can be found before it is kept. */
  begin(): Promise<IncomingFile>
  readDocument(address: string): Promise<Uint8Array | undefined>
  keepDocument(address: string, bytes: Uint8Array): Promise<void>
}

/** A file that is being written. Must be kept or dropped. */
export interface IncomingFile {
  write(bytes: Uint8Array): Promise<void>
  /** Gives it its name; the path it has from then on. */
  keep(sha256: string): Promise<string>
  drop(): Promise<void>
}

/** Opens the store in a folder, which is made with its first file. Its functions throw EXTERNAL_DISK. */
export function artefactStore(folder: string): ArtefactStore {
  const artefact = (sha256: string): string => join(folder, 'artefacts', 'sha256', sha256.slice(0, 2), sha256)
  return {
    find: (sha256, others) => onDisk(() => intact(artefact(sha256), sha256, others)),
    known: (key) => onDisk(() => knownDigest(placeOf(folder, 'known', key))),
    remember: (key, sha256) =>
      onDisk(() => writeWhole(folder, placeOf(folder, 'known', key), Buffer.from(`${sha256}\n`))),
    begin: () => onDisk(() => begin(folder, artefact)),
    readDocument: (address) => onDisk(() => readIfThere(placeOf(folder, 'documents', address))),
    keepDocument: (address, bytes) => onDisk(() => writeWhole(folder, placeOf(folder, 'documents', address), bytes)),
  }
}

function placeOf(folder: string, shelf: string, key: string): string {
  const name = createHash('sha256').update(key).digest('hex')
  return join(folder, shelf, name.slice(0, 2), name)
}

/** Read anew each time: a disk fails silently, and a wheel that was changed behind our back must not be told of as the published one. */
async function intact(path: string, sha256: string, others: readonly FileDigest[]): Promise<string | undefined> {
  const stated = [{ algorithm: 'sha256', hex: sha256 }, ...others]
  const hashes = stated.map(({ algorithm }) => createHash(algorithm))
  try {
    for await (const chunk of createReadStream(path)) for (const hash of hashes) hash.update(chunk as Buffer)
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
  const [isSame = false, ...rest] = hashes.map((hash, place) => hash.digest('hex') === stated[place]?.hex)
  if (!isSame) await rm(path, { force: true })
  return isSame && rest.every(Boolean) ? path : undefined
}

async function knownDigest(path: string): Promise<string | undefined> {
  const bytes = await readIfThere(path)
  const found = bytes === undefined ? undefined : /^[0-9a-f]{64}$/m.exec(Buffer.from(bytes).toString('latin1'))
  return found?.[0]
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

async function begin(folder: string, nameOf: (sha256: string) => string): Promise<IncomingFile> {
  const path = await incomingPath(folder)
  const file = await open(path, 'wx', 0o600)
  return {
    write: (bytes) => onDisk(() => file.appendFile(bytes)),
    keep: (sha256) =>
      onDisk(async () => {
        await file.sync()
        await file.close()
        const name = nameOf(sha256)
        await mkdir(dirname(name), { recursive: true, mode: 0o700 })
        await rename(path, name)
        return name
      }),
    drop: () =>
      onDisk(async () => {
        // Closed already where it is the renaming that failed.
        await file.close().catch(() => undefined)
        await rm(path, { force: true })
      }),
  }
}

async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = await incomingPath(folder)
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 })
  await mkdir(dirname(name), { recursive: true, mode: 0o700 })
  await rename(path, name)
}

async function incomingPath(folder: string): Promise<string> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  return join(incoming, randomUUID())
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error
    const what =
      error.code === 'ENOSPC' ? 'the disk is full' : `the folder for packages cannot be used: ${String(error.code)}`
    throw new ExternalError('EXTERNAL_DISK', what, { retryable: false, cause: error })
  }
}
