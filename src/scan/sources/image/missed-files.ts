import type { MergedTree } from './merged-tree.ts'
import type { Directory, FileContent } from './tree-node.ts'

/**
 * Files that were not kept although a link to them has a name that is wanted, by layer and by the offset of their data.
 * Hard links that came before their target are among them.
 */
export function missedFiles(
  tree: MergedTree,
  wanted: (path: string) => boolean,
): ReadonlyMap<number, ReadonlyMap<number, FileContent>> {
  const missed = new Map<number, Map<number, FileContent>>()
  const todo: Directory[] = [tree.root]
  for (let folder = todo.pop(); folder !== undefined; folder = todo.pop()) {
    for (const [name, node] of folder.entries) {
      if (node.kind === 'directory') todo.push(node)
      if (node.kind !== 'link' && (node.kind !== 'file' || node.content.names === 1)) continue
      const path = folder.path === '' ? name : `${folder.path}/${name}`
      if (!wanted(path)) continue
      const found = tree.find(path.split('/')).node
      if (found?.kind !== 'file' || found.content.kept !== undefined || found.content.size === 0) continue
      const ofLayer = missed.get(found.content.layer) ?? new Map<number, FileContent>()
      missed.set(found.content.layer, ofLayer.set(found.content.offset, found.content))
    }
  }
  return missed
}
