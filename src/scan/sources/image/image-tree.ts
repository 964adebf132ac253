import { compareText } from '../../../base/compare.ts'
import { ExternalError } from '../../../base/errors.ts'
import type { Limits } from '../../../base/limits.ts'
import type { FilePlace, FileState, TreeItem, TreeSource } from '../../source.ts'
import type { MergedTree } from './merged-tree.ts'
import type { Directory, FileContent, TreeNode } from './tree-node.ts'
import { notKept, openPlace, readAt } from './placed-file.ts'

/** The file system of an image as a tree; `layerNames` name the layers by what is in them, for stamps. */
export function imageTree(merged: MergedTree, layerNames: readonly string[], limits: Limits): TreeSource {
  const place = (path: string): FilePlace | undefined => {
    const { node, links } = merged.find(path.split('/'))
    return node?.kind === 'file' ? placeOf(node.content, links > 0, layerNames) : undefined
  }
  return {
    list: async (folder) => itemsOf(folderAt(merged.root, folder)),
    state: async (path) => stateOf(merged, path),
    place,
    open: async (path) => {
      const { node } = merged.find(path.split('/'))
      if (node?.kind !== 'file')
        throw new ExternalError('EXTERNAL_DISK', `${path}: ${lack(node)}`, { retryable: false })
      const placed = place(path)
      if (placed === undefined) throw notKept()
      return openPlace(placed, limits)
    },
    glance: (path, into) => {
      const placed = place(path)
      if (placed === undefined) return undefined
      try {
        return { size: placed.size, links: placed.links, read: readAt(placed, into, 0) }
      } catch {
        return undefined
      }
    },
    stamp: (path, walked) => {
      const placed = place(path)
      if (placed === undefined || (!walked && placed.links.symbolic)) return undefined
      return { text: placed.stamp, changed: 0 }
    },
  }
}

/** Which layer brought the bytes of a file; undefined where there is none. */
export function layerOfFile(merged: MergedTree, path: string): number | undefined {
  const { node } = merged.find(path.split('/'))
  return node?.kind === 'file' ? node.content.layer : undefined
}

function placeOf(content: FileContent, symbolic: boolean, layerNames: readonly string[]): FilePlace | undefined {
  const { kept, layer, offset, size, names } = content
  if (kept === undefined) return undefined
  return {
    descriptor: kept.descriptor,
    offset: kept.offset,
    size,
    links: { symbolic, names },
    stamp: `${layerNames[layer] ?? layer}:${offset}:${size}:${names}:${symbolic}`,
  }
}

/** The walk makes its paths of names that were listed: no link is in them. */
function folderAt(root: Directory, path: string): Directory {
  let folder: TreeNode | undefined = root
  if (path !== '') {
    for (const name of path.split('/')) folder = folder?.kind === 'directory' ? folder.entries.get(name) : undefined
  }
  if (folder?.kind === 'directory') return folder
  throw new ExternalError('EXTERNAL_DISK', `${path}: not a folder`, { retryable: false })
}

function itemsOf({ entries }: Directory): readonly TreeItem[] {
  return [...entries].map(([name, { kind }]) => ({ name, kind })).sort((a, b) => compareText(a.name, b.name))
}

function stateOf(merged: MergedTree, path: string): FileState {
  const { node, links } = merged.find(path.split('/'))
  if (node?.kind === 'file') return { kind: 'file', size: node.content.size }
  if (links > 0) return { kind: 'unreadable', skip: isSpecial(node) ? 'special' : 'link', reason: linkLack(node) }
  return { kind: 'unreadable', skip: node === undefined ? 'unreadable' : 'special', reason: lack(node) }
}

function lack(node: TreeNode | undefined): string {
  return node === undefined ? 'not there' : 'not a regular file'
}

function isSpecial(node: TreeNode | undefined): boolean {
  return node !== undefined && node.kind !== 'directory'
}

function linkLack(node: TreeNode | undefined): string {
  if (node === undefined) return 'link to nothing in the image'
  return node.kind === 'directory' ? 'link to a folder' : 'link to something not a file'
}
