import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { TreeSource } from '../source.ts'

/** Every regular file below a folder, sorted, whatever it is called: packers take what a walk for a scan leaves out. */
export async function filesBelow(
  tree: TreeSource,
  folder: string,
  limits: Limits,
  enter: (path: string) => boolean = () => true,
): Promise<readonly string[]> {
  const found: string[] = []
  const waiting: { readonly path: string; readonly depth: number }[] = [{ path: folder, depth: 0 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.depth > limits.depth) throw new LimitError('LIMIT_DEPTH', `folders are nested deeper than ${limits.depth}`)
    for (const { name, kind } of await tree.list(next.path)) {
      const path = next.path === '' ? name : `${next.path}/${name}`
      if (kind === 'directory' && enter(path)) waiting.push({ path, depth: next.depth + 1 })
      if (kind === 'file') found.push(path)
    }
    if (found.length > limits.files) throw new LimitError('LIMIT_ENTRIES', `more than ${limits.files} files`)
  }
  return found.sort()
}
