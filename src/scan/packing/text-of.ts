import { ExternalError } from '../../base/errors.ts'
import type { TreeSource } from '../source.ts'

/** Manifests and lists of files are some kB; a longer one is not read. */
const LONGEST = 4 * 1024 * 1024

/** The text of a file, read leniently; undefined where there is none. */
export async function textOf(tree: TreeSource, path: string): Promise<string | undefined> {
  if ((await tree.state(path)).kind !== 'file') return undefined
  try {
    const file = await tree.open(path)
    try {
      return Buffer.from(await file.slice(0, LONGEST)).toString('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof ExternalError) return undefined
    throw error
  }
}
