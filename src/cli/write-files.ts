import { type FileHandle, link, lstat, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { ExternalError } from '../base/errors.ts'
import { excerpt } from '../base/escape.ts'

/** Bytes that take the place of others; `before` is what must stand there. */
export interface FileWrite {
  /** Relative to the root. */
  readonly path: string
  /** Undefined for a file that is to be made. */
  readonly before: Uint8Array | undefined
  readonly bytes: Uint8Array
}

/**
 * Replaces files, all or none: each is checked, then all are written beside their targets, then moved into place, so that a
 * reader sees the old file or the new one and a full disk loses nothing. Keeps the mode. Throws EXTERNAL_DISK, naming the
 * file, for one that is changed since it was read, not writable, not regular, or reached through a link that leaves `root`.
 * Should moving one into place fail all the same, those before it are in place already: the error says which, and how to go on.
 */
export async function writeFiles(root: string, writes: readonly FileWrite[]): Promise<void> {
  const realRoot = await realpath(root)
  const checked: Checked[] = []
  for (const write of writes) checked.push(await check(realRoot, write))
  const staged: Staged[] = []
  try {
    for (const one of checked) staged.push({ ...one, beside: await stage(one) })
    for (const one of staged) await assertUnchanged(one)
    await putAll(staged)
  } finally {
    for (const { beside } of staged) await unlink(beside).catch(() => {})
  }
}

interface Checked {
  readonly write: FileWrite
  readonly target: string
  readonly mode: number
}

interface Staged extends Checked {
  /** The new bytes, beside the target. */
  readonly beside: string
}

async function check(realRoot: string, write: FileWrite): Promise<Checked> {
  const { path } = write
  if (write.before === undefined) return checkNew(realRoot, write)
  const target = await orRefuse(path, realpath(join(realRoot, path)))
  if (!target.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) {
    throw refusal(path, 'a link leads out of the folder')
  }
  const info = await orRefuse(path, stat(target))
  if (!info.isFile()) throw refusal(path, 'not a regular file')
  // Asked of the mode, not of access(): the administrator may write everywhere, and the owner meant what the mode says.
  if ((info.mode & 0o222) === 0) throw refusal(path, 'read-only')
  const checked = { write, target, mode: info.mode & 0o7777 }
  await assertUnchanged(checked)
  return checked
}

async function checkNew(realRoot: string, write: FileWrite): Promise<Checked> {
  const folder = await orRefuse(write.path, realpath(dirname(join(realRoot, write.path))))
  if (folder !== realRoot && !folder.startsWith(realRoot + sep))
    throw refusal(write.path, 'a link leads out of the folder')
  const target = join(folder, basename(write.path))
  if ((await lstat(target).catch(() => undefined)) !== undefined) throw refusal(write.path, 'it was made meanwhile')
  return { write, target, mode: 0o644 }
}

async function assertUnchanged({ write, target }: Checked): Promise<void> {
  if (write.before === undefined) return
  const now = await orRefuse(write.path, readFile(target))
  if (Buffer.compare(now, write.before) !== 0) throw refusal(write.path, 'it was changed since it was read')
}

async function putAll(staged: readonly Staged[]): Promise<void> {
  for (const [index, one] of staged.entries()) {
    try {
      await put(one)
    } catch (error) {
      throw index === 0 ? refusal(one.write.path, codeOf(error), error) : halted(staged, index, error)
    }
  }
}

/** A link never takes the place of a file that somebody made in the meantime; a rename would. */
function put({ write, beside, target }: Staged): Promise<void> {
  return write.before === undefined ? link(beside, target) : rename(beside, target)
}

/** In the same folder, so that moving it is one step of the file system. Opened exclusively: no link is followed. */
async function stage({ write, target, mode }: Checked): Promise<string> {
  const beside = join(dirname(target), `.${basename(target).slice(0, 100)}.assay-${crypto.randomUUID()}`)
  const file: FileHandle = await orRefuse(write.path, open(beside, 'wx', 0o600))
  try {
    await orRefuse(write.path, file.writeFile(write.bytes))
    await orRefuse(write.path, file.chmod(mode))
    await orRefuse(write.path, file.sync())
  } catch (error) {
    await unlink(beside).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
  return beside
}

async function orRefuse<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw refusal(path, codeOf(error), error)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

function halted(staged: readonly Staged[], index: number, cause: unknown): ExternalError {
  const names = (some: readonly Staged[]): string => some.map(({ write }) => excerpt(write.path, 120)).join(', ')
  const message = [
    `${names(staged.slice(index, index + 1))} is not written: ${codeOf(cause)}`,
    `written before it: ${names(staged.slice(0, index))}`,
    `not written: ${names(staged.slice(index))}`,
    'every file is as it was or as it is to be; when the cause is mended, the same command writes what is left',
  ].join('; ')
  return new ExternalError('EXTERNAL_DISK', message, { retryable: false, cause })
}

function refusal(path: string, why: string, cause?: unknown): ExternalError {
  return new ExternalError('EXTERNAL_DISK', `${excerpt(path, 120)} is not written: ${why}; nothing was changed`, {
    retryable: false,
    cause,
  })
}
