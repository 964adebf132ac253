import { LimitError } from '../../../base/errors.ts'
import type { TarEntry } from '../../../formats/tar.ts'
import type { ForwardSource } from './forward-source.ts'
import type { Blob, Layer } from './layer-blob.ts'
import { layerMember } from './layer-member.ts'
import type { LayerTroubles } from './layer-troubles.ts'
import type { MergedTree } from './merged-tree.ts'
import type { Directory, FileContent } from './tree-node.ts'
import type { ScratchFile } from './scratch-file.ts'

/** Is a file of this path (in the image) to be kept, if it is of this size? */
export type Wants = (path: string, size: number) => boolean

export interface LayerReadingOptions {
  readonly layer: Layer
  /** The layer itself where it is not compressed: its files can be read where they are. */
  readonly plain: Blob | undefined
  readonly tree: MergedTree
  readonly scratch: ScratchFile
  readonly wants: Wants
  readonly troubles: LayerTroubles
}

/** Puts the members of one layer into the tree, in the order of the archive. A class because they come one by one. */
export class LayerReading {
  readonly #options: LayerReadingOptions
  readonly #waiting: { readonly folder: Directory; readonly name: string; readonly target: string }[] = []
  #full = false

  constructor(options: LayerReadingOptions) {
    this.#options = options
  }

  /** Throws LIMIT_ENTRIES, EXTERNAL_DISK, what the stream throws. */
  async take(entry: TarEntry, stream: ForwardSource): Promise<void> {
    const member = layerMember(entry)
    const { tree } = this.#options
    if (member.kind === 'nothing') return
    if (member.kind === 'refused') return this.#refuse(member.why, entry.name)
    const folder = tree.folder(member.folder)
    if (folder === undefined) return this.#refuse('links that lead in circles', entry.name)
    if (member.kind === 'opaque') tree.empty(folder)
    else if (member.kind === 'whiteout') tree.whiteout(folder, member.name)
    else await this.#put(folder, member.name, entry, stream)
  }

  /** Hard links to files that came later in the archive. */
  finish(): void {
    for (const { folder, name, target } of this.#waiting) {
      if (!this.#link(folder, name, target)) this.#refuse('a hard link to nothing', pathOf(folder, name))
    }
  }

  async #put(folder: Directory, name: string, entry: TarEntry, stream: ForwardSource): Promise<void> {
    const { tree } = this.#options
    const layer = this.#options.layer.index
    if (entry.type === 'directory') tree.put(folder, name, 'directory')
    else if (entry.type === 'symlink') tree.put(folder, name, { kind: 'link', target: entry.linkName, layer })
    else if (entry.type === 'hardlink') {
      if (!this.#link(folder, name, entry.linkName)) this.#waiting.push({ folder, name, target: entry.linkName })
    } else if (entry.type === 'file') {
      tree.put(folder, name, { kind: 'file', content: await this.#content(pathOf(folder, name), entry, stream), layer })
    } else {
      if (entry.type === 'sparse') this.#refuse('a sparse file', entry.name)
      tree.put(folder, name, { kind: 'other', layer })
    }
  }

  async #content(path: string, { dataOffset: offset, size }: TarEntry, stream: ForwardSource): Promise<FileContent> {
    const { plain, wants } = this.#options
    const layer = this.#options.layer.index
    if (plain !== undefined) {
      const there = this.#there(size, plain.size - offset)
      const kept = { descriptor: plain.descriptor, offset: plain.offset + offset }
      return { layer, offset, size: there, kept, names: 1 }
    }
    const content: FileContent = { layer, offset, size, kept: undefined, names: 1 }
    if (this.#full || !wants(path, size)) return content
    const { scratch } = this.#options
    const start = scratch.end
    const there = this.#there(size, await stream.copy(offset, size, (piece) => this.#keep(piece)))
    // The rest of a layer that is too much for the disk is still known by name: what was not kept is told file by file.
    if (this.#full) scratch.rewind(start)
    return this.#full ? content : { ...content, size: there, kept: { descriptor: scratch.descriptor, offset: start } }
  }

  #keep(piece: Uint8Array): void {
    if (this.#full) return
    try {
      this.#options.scratch.append(piece)
    } catch (error) {
      if (!(error instanceof LimitError)) throw error
      this.#full = true
      this.#options.troubles.add(error.code, 'error', error.message)
    }
  }

  #there(size: number, found: number): number {
    if (found < size) this.#options.troubles.add('FORMAT_LAYER', 'error', 'it is cut off within a file')
    return Math.max(0, Math.min(size, found))
  }

  /** A further name for a file or a symbolic link that is there. */
  #link(folder: Directory, name: string, target: string): boolean {
    const { tree, layer } = this.#options
    const found = tree.findName(target.split('/'))
    if (found === undefined || found.kind === 'directory') return false
    if (found.kind === 'file') found.content.names++
    tree.put(folder, name, { ...found, layer: layer.index })
    return true
  }

  #refuse(why: string, name: string): void {
    this.#options.troubles.member(why, name)
  }
}

function pathOf({ path }: Directory, name: string): string {
  return path === '' ? name : `${path}/${name}`
}
