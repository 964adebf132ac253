import type { ScannedFile } from '../../model/scanned-file.ts'
import { lookAtArchive } from '../sensitive/look-at-archive.ts'

/** Names of packages and of the archives in them. */
const ARCHIVE = /\.(?:whl|egg|tgz|tar|tar\.(?:gz|bz2|xz|zst)|zip|conda|crate|gem|nupkg|jar)$/i

/** Names that are kept of one archive. */
const MOST = 50_000

/** The names of what an archive holds, as far as it could be read; nothing for a file that is none by its name. */
export async function archiveNames(file: ScannedFile): Promise<readonly string[]> {
  if (!ARCHIVE.test(file.path)) return []
  const names: string[] = []
  const look = async ({ name }: { readonly name: string }): Promise<void> => {
    if (names.length < MOST) names.push(name.split(' > ').at(-1) ?? name)
  }
  // What cannot be read is said by those who look for secrets in it.
  await lookAtArchive(file.source, file.limits, look, { miss: () => {} })
  return names
}
