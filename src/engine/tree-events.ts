import { matchAny } from '../base/glob.ts'
import type { Limits } from '../base/limits.ts'
import type { TreeSource } from '../scan/source.ts'
import { walk, type WalkEvent } from '../scan/walk.ts'
import type { TreeDescriptor } from './tree-descriptor.ts'

/** What the walk met; with the stamp of a file where somebody has taken it already. */
export type MetEvent =
  | Exclude<WalkEvent, { kind: 'file' }>
  | (Extract<WalkEvent, { kind: 'file' }> & { readonly stamp?: string })

/** What decides which files of a tree are met. */
export interface TreeEventOptions {
  readonly tree: TreeSource
  readonly descriptor: TreeDescriptor
  /** Look at this one file (relative to the root) and at what it includes, not at the whole tree. */
  readonly only: string | undefined
  /** Look at these files (relative to the root) and at no other, whatever the walk would leave out. */
  readonly paths?: readonly string[]
  readonly limits: Limits
  readonly gitignore: boolean
  readonly exclude: readonly string[]
  readonly signal: AbortSignal
}

/** The files of a scan in the order of the tree, and what was left out. Throws what the walk throws. */
export function treeEvents(options: TreeEventOptions): AsyncIterable<MetEvent> | Iterable<MetEvent> {
  if (options.only !== undefined) return [{ kind: 'file', path: options.only, link: true }]
  if (options.paths !== undefined) return options.paths.map((path) => ({ kind: 'file', path, link: true }))
  const { limits, gitignore, signal, descriptor } = options
  const isImage = descriptor.kind === 'image'
  return walk(options.tree, { limits, gitignore, excluded: matchAny(options.exclude), signal, isImage })
}
