import { LimitError } from '../../../base/errors.ts'
import { followPath, type Followed } from './follow-path.ts'
import type { Directory, TreeNode } from './tree-node.ts'

/**
 * The file system that layers make when they are put on one another, lowest first (OCI image specification, layer.md). Paths
 * are segments from the root; links in the folders of a path are followed within the root, as container engines do it.
 * A class because it grows.
 */
export class MergedTree {
  readonly root: Directory
  readonly #most: number
  #layer = 0
  #entries = 0

  /** `most` members of all layers together, with the folders they imply. */
  constructor(most: number) {
    this.#most = most
    this.root = { kind: 'directory', path: '', entries: new Map(), layer: 0, emptied: 0 }
  }

  /** What is put in from now on comes from this layer. */
  startLayer(layer: number): void {
    this.#layer = layer
  }

  /** The folder of a member, made where it is missing; undefined when links lead in circles. Throws LIMIT_ENTRIES. */
  folder(segments: readonly string[]): Directory | undefined {
    const { node } = followPath(this.root, segments, { make: (parent, name) => this.#makeFolder(parent, name) })
    return node?.kind === 'directory' ? node : undefined
  }

  /** Follows a path with all its links; `node` is undefined where nothing is. */
  find(segments: readonly string[]): Followed {
    return followPath(this.root, segments, { last: true })
  }

  /** What has this very name: a link is not followed, those in the folders above are. */
  findName(segments: readonly string[]): TreeNode | undefined {
    return followPath(this.root, segments, {}).node
  }

  /** A directory that is there stays with what is in it; anything else makes room for what is put there. Throws LIMIT_ENTRIES. */
  put(parent: Directory, name: string, node: Exclude<TreeNode, Directory> | 'directory'): void {
    if (node !== 'directory') {
      this.#take(1)
      parent.entries.set(name, node)
      return
    }
    const known = parent.entries.get(name)
    if (known?.kind === 'directory') known.layer = this.#layer
    else this.#makeFolder(parent, name)
  }

  /** Takes away what lower layers had under this name (`.wh.NAME`). */
  whiteout(parent: Directory, name: string): void {
    const node = parent.entries.get(name)
    if (node === undefined) return
    if (node.kind === 'directory') {
      this.empty(node)
      if (node.layer < this.#layer && node.entries.size === 0) parent.entries.delete(name)
    } else if (node.layer < this.#layer) parent.entries.delete(name)
  }

  /**
   * Takes away what lower layers had in this folder (`.wh..wh..opq`). What this layer has put there stays, whether it came
   * before or comes after. No folder is emptied twice for one layer, so a layer of whiteouts alone costs no more than its tree.
   */
  empty(folder: Directory): void {
    const todo = [folder]
    const seen: { readonly parent: Directory; readonly name: string; readonly child: Directory }[] = []
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (next.emptied === this.#layer) continue
      next.emptied = this.#layer
      for (const [name, child] of next.entries) {
        if (child.kind !== 'directory') {
          if (child.layer < this.#layer) next.entries.delete(name)
          continue
        }
        seen.push({ parent: next, name, child })
        todo.push(child)
      }
    }
    // Deepest last in, first out: a folder that is empty by now goes, unless this layer has named it.
    for (const { parent, name, child } of seen.toReversed()) {
      if (child.layer < this.#layer && child.entries.size === 0) parent.entries.delete(name)
    }
  }

  #makeFolder(parent: Directory, name: string): Directory {
    this.#take(1)
    const path = parent.path === '' ? name : `${parent.path}/${name}`
    const layer = this.#layer
    const made: Directory = { kind: 'directory', path, entries: new Map(), layer, emptied: layer }
    parent.entries.set(name, made)
    return made
  }

  #take(entries: number): void {
    this.#entries += entries
    if (this.#entries > this.#most) {
      throw new LimitError('LIMIT_ENTRIES', `the image has more than ${this.#most} files`)
    }
  }
}
