import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ExternalError, LimitError } from '../../base/errors.ts'
import { type BlobSink, readBlobs } from './blobs.ts'
import { notRun } from './git.ts'
import type { Repository } from './repository.ts'
import { isWritable, readTreeEntries, type TreeEntry } from './tree-entries.ts'

/** Bounds of what is written for one revision. */
export const EXPORT_LIMITS = { files: 1_000_000, bytes: 16 * 1024 * 1024 * 1024 }

/** A revision as files, to be removed after use. */
export interface ExportedTree {
  /** Absolute path; its last segment is the name of the repository's folder, which a scan shows. */
  readonly root: string
  /** What is not as in a working tree, one sentence each. */
  readonly notes: readonly string[]
  remove(): void
}

/**
 * Writes the files of a commit into a temporary folder with plumbing alone: no checkout, so no hooks, no filters (LFS and its like), no
 * attributes, no submodules, no line endings changed. Links are written after all files, so none is written through. Throws EXTERNAL_GIT,
 * EXTERNAL_DISK, LIMIT_ENTRIES, LIMIT_SIZE.
 */
export async function exportTree(
  repository: Repository,
  commit: string,
  limits: typeof EXPORT_LIMITS = EXPORT_LIMITS,
): Promise<ExportedTree> {
  const parent = mkdtempSync(join(tmpdir(), 'assay-revision-'))
  const remove = (): void => rmSync(parent, { recursive: true, force: true })
  const root = join(parent, basename(join(repository.root, repository.prefix)) || 'repository')
  try {
    mkdirSync(root)
    const entries = await entriesOf(repository, commit, limits.files)
    const written = await write(repository, root, entries, limits.bytes)
    return { root, notes: notesOf(entries, written), remove }
  } catch (error) {
    remove()
    if (error instanceof Error && 'syscall' in error && 'code' in error && !(error instanceof ExternalError))
      throw new ExternalError('EXTERNAL_DISK', `the revision cannot be written: ${String(error.code)}`, {
        retryable: false,
      })
    throw error
  }
}

async function entriesOf(repository: Repository, commit: string, most: number): Promise<readonly TreeEntry[]> {
  const tree = `${commit}:${repository.prefix.replace(/\/$/, '')}`
  // A folder that was not there yet has no files.
  if ((await repository.git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', tree])) === undefined)
    return []
  const child = repository.git.start(['ls-tree', '-r', '-z', '--full-tree', tree])
  child.stdin.end()
  const failed = new Promise<never>((_, reject) => child.on('error', (error) => reject(notRun(error))))
  try {
    return await Promise.race([readTreeEntries(child.stdout, most), failed])
  } finally {
    child.kill()
  }
}

interface Written {
  readonly refused: number
  readonly missing: number
  readonly pointers: number
}

async function write(
  repository: Repository,
  root: string,
  entries: readonly TreeEntry[],
  mostBytes: number,
): Promise<Written> {
  const windows = platform() === 'win32'
  const able = entries.filter(({ kind, path }) => kind !== 'submodule' && isWritable(path, windows))
  const ordered = [...able.filter(({ kind }) => kind === 'file'), ...able.filter(({ kind }) => kind === 'link')]
  const count = { refused: 0, missing: 0, pointers: 0, bytes: 0 }
  count.refused = entries.filter(({ kind, path }) => kind !== 'submodule' && !isWritable(path, windows)).length
  if (ordered.length === 0) return count
  const folders = new Set<string>()
  const child = repository.git.start(['cat-file', '--batch', '--buffer'])
  const failed = new Promise<never>((_, reject) => child.on('error', (error) => reject(notRun(error))))
  const sinkOf = (index: number): BlobSink => {
    const entry = ordered[index] as TreeEntry
    const target = join(root, entry.path)
    return sink(entry, target, count, mostBytes, () => folderFor(target, folders))
  }
  try {
    await Promise.race([
      readBlobs(
        child,
        ordered.map(({ id }) => id),
        sinkOf,
      ),
      failed,
    ])
  } finally {
    child.kill()
  }
  return count
}

/** False where a file stands in the place of the folder: trees can say both. */
function folderFor(target: string, folders: Set<string>): boolean {
  const folder = dirname(target)
  if (folders.has(folder)) return true
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR')) return false
    throw error
  }
  folders.add(folder)
  return true
}

function sink(
  entry: TreeEntry,
  target: string,
  count: { refused: number; missing: number; pointers: number; bytes: number },
  mostBytes: number,
  makeFolder: () => boolean,
): BlobSink {
  let file: number | undefined
  const head: Uint8Array[] = []
  let size = 0
  return {
    missing: () => void count.missing++,
    begin(bytes) {
      size = bytes
      count.bytes += bytes
      if (count.bytes > mostBytes) throw new LimitError('LIMIT_SIZE', `the revision has more than ${mostBytes} bytes`)
      if (!makeFolder()) count.refused++
      else if (entry.kind === 'file') file = createFile(target, count)
    },
    write(bytes) {
      if (file !== undefined) writeFully(file, bytes)
      if (size <= LONGEST_POINTER) head.push(bytes.slice())
    },
    end() {
      if (file !== undefined) closeSync(file)
      const text = Buffer.concat(head).toString()
      if (entry.kind === 'link') makeLink(text, target, count)
      else if (text.startsWith('version https://git-lfs.github.com/spec/v1\n')) count.pointers++
    },
  }
}

/** The longest target of a link, far above a pointer of Git LFS (130 bytes). */
const LONGEST_POINTER = 4096

/** Exclusive: nothing is written through what another entry put there. */
function createFile(target: string, count: { refused: number }): number | undefined {
  try {
    return openSync(target, 'wx', 0o600)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code !== 'EEXIST' && error.code !== 'EISDIR' && error.code !== 'ENAMETOOLONG') throw error
    count.refused++
    return undefined
  }
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/** As it is: the scan refuses those that leave the folder, and says so. */
function makeLink(text: string, target: string, count: { refused: number }): void {
  try {
    symlinkSync(text, target)
  } catch {
    count.refused++
  }
}

function notesOf(entries: readonly TreeEntry[], { refused, missing, pointers }: Written): readonly string[] {
  const submodules = entries.filter(({ kind }) => kind === 'submodule').length
  const notes: readonly (readonly [number, string])[] = [
    [submodules, 'submodules were not looked into'],
    [refused, 'entries of the tree cannot be written as files and were not looked at'],
    [missing, 'files are not in this partial clone and were not looked at'],
    [pointers, 'files are pointers of Git LFS: their content is not in the repository and was not looked at'],
  ]
  return notes.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`)
}
