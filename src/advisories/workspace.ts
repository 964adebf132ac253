import { copyFile, link, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { onDisk } from './disk.ts'

/** An update that was killed leaves its directory behind; none runs for a day. */
const STALE_MILLISECONDS = 86_400_000

/**
 * Runs work with a directory of its own beside the target: on the same file system, so that the last step is one rename, and under
 * a name no other update has, so that two at once do not meet: each puts a whole file into place, the later one stays.
 * The directory is removed whatever happens, and with it what older updates left when they were killed. Throws EXTERNAL_DISK.
 */
export async function withWorkspace<T>(
  target: string,
  now: number,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const parent = dirname(target)
  const prefix = `.${basename(target)}-`
  const directory = await onDisk(parent, async () => {
    await mkdir(parent, { recursive: true })
    await removeStale(parent, prefix, now)
    return mkdtemp(join(parent, prefix))
  })
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/**
 * A second name, in the workspace, for the file that is there now: another update may put a new one in its place at any moment, and
 * what is verified must be what is carried over. A link where the file system has them, else a copy. False without a file.
 */
export async function pin(target: string, pinned: string): Promise<boolean> {
  const code = await link(target, pinned).then(
    () => 'linked',
    (error: NodeJS.ErrnoException) => error.code,
  )
  if (code === 'ENOENT' || code === 'linked') return code === 'linked'
  await onDisk(target, () => copyFile(target, pinned))
  return true
}

/** Moves a finished file into place: flushed first, or a power cut could leave the name without the content. */
export async function moveIntoPlace(finished: string, target: string): Promise<void> {
  await onDisk(target, async () => {
    await flush(finished)
    await rename(finished, target)
    // Not every system lets a directory be opened; the file itself is safe by now.
    await flush(dirname(target)).catch(() => undefined)
  })
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function removeStale(parent: string, prefix: string, now: number): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix))
  for (const name of names) {
    const path = join(parent, name)
    const stats = await stat(path).catch(() => undefined)
    if (stats !== undefined && now - stats.mtimeMs > STALE_MILLISECONDS)
      await rm(path, { recursive: true, force: true })
  }
}
