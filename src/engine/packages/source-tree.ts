import type { SourceFile } from '../../analysis/packages/difference/release-view.ts'
import { isExpected } from '../../base/errors.ts'
import { matchAny } from '../../base/glob.ts'
import type { Limits } from '../../base/limits.ts'
import { directorySource } from '../../scan/sources/directory.ts'
import { walk } from '../../scan/walk.ts'
import { sourceDigest } from './source-digest.ts'

/**
 * The files of a checked-out repository and their digests, to hold an artefact against. Ignored files are left out: they are not in the repository.
 * Throws ExternalError where the folder cannot be read; a single file that cannot is left out.
 */
export async function sourceTree(folder: string, limits: Limits, signal: AbortSignal): Promise<readonly SourceFile[]> {
  const tree = await directorySource(folder, limits)
  const files: SourceFile[] = []
  for await (const event of walk(tree, { limits, gitignore: true, excluded: matchAny([]), signal })) {
    if (event.kind !== 'file') continue
    try {
      const opened = await tree.open(event.path)
      try {
        files.push({ path: event.path, sha256: await sourceDigest(opened) })
      } finally {
        await opened.close()
      }
    } catch (error) {
      if (!isExpected(error)) throw error
    }
  }
  return files
}
