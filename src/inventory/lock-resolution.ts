import type { PackageMention } from '../model/package-mention.ts'
import type { Extractor } from './extractor.ts'
import { type FileMentions, folderOf, foldersUpwards } from './file-mentions.ts'

/** A mention and, where a lock pins it, the locked mention that it stands for. */
export interface ResolvedMention {
  readonly mention: PackageMention
  readonly resolvedTo?: PackageMention
}

/** What an extractor says of how its files hang together with others. */
export type Locking = Pick<Extractor, 'lockedBy' | 'lockFile' | 'installedBelow' | 'join'>

/**
 * Pairs the requirements of manifests with the entries of the nearest lock file: same folder, else the closest folder above
 * (a workspace member is locked by the lock of its workspace). A requirement that the lock does not hold stays open: the
 * lock is stale or not of this project. Constraints are no packages and are left out.
 */
export function resolveAgainstLocks(
  files: readonly FileMentions[],
  locking: ReadonlyMap<string, Locking>,
): readonly ResolvedMention[] {
  const locks = lockIndex(files)
  return files.flatMap((file) => {
    const { lockedBy = [], lockFile } = locking.get(file.extractor) ?? {}
    const named = lockFile?.(file.path)
    const lock =
      named === undefined ? nearestLock(file, lockedBy, locks) : namedLock(named, [file.extractor, ...lockedBy], locks)
    return file.extraction.mentions
      .filter((mention) => mention.role !== 'constrains')
      .flatMap((mention) => resolve(mention, lock))
  })
}

type LockEntries = ReadonlyMap<string, readonly PackageMention[]>

/** What the lock files pin, by ecosystem and name: under each file's own path, and under its folder. */
function lockIndex(files: readonly FileMentions[]): ReadonlyMap<string, LockEntries> {
  const index = new Map<string, Map<string, PackageMention[]>>()
  for (const file of files) {
    const locked = file.extraction.mentions.filter((mention) => mention.role === 'locks')
    if (locked.length === 0) continue
    for (const place of [lockPlace(file.extractor, file.path), lockPlace(file.extractor, lockedFolder(file.path))]) {
      const entries = index.get(place) ?? new Map<string, PackageMention[]>()
      for (const mention of locked) {
        const key = entryKey(mention)
        const same = entries.get(key)
        if (same === undefined) entries.set(key, [mention])
        else same.push(mention)
      }
      index.set(place, entries)
    }
  }
  return index
}

/** The file itself names its lock: no other will do. */
function namedLock(
  path: string,
  extractors: readonly string[],
  locks: ReadonlyMap<string, LockEntries>,
): LockEntries | undefined {
  const reader = extractors.find((extractor) => locks.has(lockPlace(extractor, path)))
  return reader === undefined ? undefined : locks.get(lockPlace(reader, path))
}

/** The list of what stands in `app/node_modules` pins the manifest of `app`. */
function lockedFolder(path: string): string {
  return folderOf(path).replace(/(?:^|\/)node_modules(?:\/\.pnpm)?$/, '')
}

function nearestLock(
  file: FileMentions,
  extractors: readonly string[],
  locks: ReadonlyMap<string, LockEntries>,
): LockEntries | undefined {
  if (extractors.length === 0) return undefined
  for (const folder of foldersUpwards(folderOf(file.path))) {
    for (const extractor of extractors) {
      const entries = locks.get(lockPlace(extractor, folder))
      if (entries !== undefined) return entries
    }
  }
  return undefined
}

/** A locked name may have several versions (forks by platform): the requirement is evidence of each that could be meant. */
function resolve(mention: PackageMention, lock: LockEntries | undefined): readonly ResolvedMention[] {
  if (mention.role !== 'requires' || lock === undefined) return [{ mention }]
  const candidates = lock.get(entryKey(mention)) ?? []
  // Of several versions the project asks for the one that the lock calls direct, and for none that it calls transitive.
  const direct = candidates.filter((candidate) => candidate.direct === 'yes')
  const possible = direct.length > 0 ? direct : candidates.filter((candidate) => candidate.direct !== 'no')
  const meant = possible.length > 0 ? possible : candidates
  return meant.length === 0 ? [{ mention }] : meant.map((resolvedTo) => ({ mention, resolvedTo }))
}

function lockPlace(extractor: string, path: string): string {
  return `${extractor}\n${path}`
}

function entryKey(mention: PackageMention): string {
  return `${mention.ecosystem}\n${mention.name}`
}
