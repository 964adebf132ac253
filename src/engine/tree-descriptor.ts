import type { Limits } from '../base/limits.ts'
import type { TreeSource } from '../scan/source.ts'
import { directorySource } from '../scan/sources/directory.ts'

/** Where a worker finds the files of its tasks; plain data. The files of an image are where the tasks say. */
export type TreeDescriptor = { readonly kind: 'directory'; readonly root: string } | { readonly kind: 'image' }

/** The tree of a worker. Throws EXTERNAL_DISK when the folder is not there. */
export async function treeOf(descriptor: TreeDescriptor, limits: Limits): Promise<TreeSource> {
  if (descriptor.kind === 'directory') return directorySource(descriptor.root, limits)
  return (await import('../scan/sources/image/placed-file.ts')).placedSource(limits)
}
