import { type FileMentions, folderOf, foldersUpwards } from './file-mentions.ts'
import type { Locking } from './lock-resolution.ts'

/**
 * Lets every extractor put its own files together, and takes out what manifests and lock files inside of installed packages
 * ask for: what is installed there is listed by the installer, and the rest are requirements of other projects.
 */
export function settleInstalled(
  files: readonly FileMentions[],
  locking: ReadonlyMap<string, Locking>,
): readonly FileMentions[] {
  const lists = (file: FileMentions): readonly string[] =>
    locking.get(file.extractor)?.installedBelow?.(file.path) ?? []
  const folders = new Set(files.flatMap(lists))
  const others = files.filter((file) => lists(file).length === 0)
  // `pip install --target .` puts packages beside the project's own files: there the manifests are the project's.
  for (const { path } of others) if (!INSTALL_FOLDERS.test(folderOf(path))) folders.delete(folderOf(path))
  const foreign = new Set(others.filter((file) => folders.size > 0 && isBelow(file, folders)))
  const kept = foreign.size === 0 ? files : files.filter((file) => !foreign.has(file))
  return [...Map.groupBy(kept, ({ extractor }) => extractor)].flatMap(
    ([extractor, own]) => locking.get(extractor)?.join?.(own) ?? own,
  )
}

/** Folders that installers alone write into. */
const INSTALL_FOLDERS = /(?:^|\/)(?:site-packages|dist-packages|node_modules)$/

function isBelow({ path }: FileMentions, folders: ReadonlySet<string>): boolean {
  return foldersUpwards(folderOf(path)).some((folder) => folders.has(folder))
}
