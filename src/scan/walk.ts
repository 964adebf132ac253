import { setImmediate } from 'node:timers/promises'
import { ExternalError } from '../base/errors.ts'
import type { PathMatcher } from '../base/glob.ts'
import type { Limits } from '../base/limits.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Skipped, SkipKind } from '../model/coverage.ts'
import { type IgnoreRules, NO_RULES } from './ignore-rules.ts'
import { isImageArchive, isLayout } from './image-head.ts'
import {
  ENVIRONMENT_MARKER,
  NPM_LISTS,
  NPM_LOCKS,
  pruned,
  PYTHON_ENVIRONMENT,
  type RootKind,
  rootKind,
} from './pruned.ts'
import type { TreeItem, TreeSource } from './source.ts'

/** What the walk meets, in the order of the tree: folders sorted by name, depth first. */
export type WalkEvent =
  | { readonly kind: 'file'; readonly path: string; readonly link: boolean }
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic }

export interface WalkOptions {
  readonly limits: Limits
  /** Honour .gitignore files. */
  readonly gitignore: boolean
  /** Paths the operator leaves out. */
  readonly excluded: PathMatcher
  readonly signal: AbortSignal
  /** The tree is the file system of an image: what is installed in it is what it is about. */
  readonly isImage?: boolean
}

/** Largest .gitignore that is read; the largest in public repositories are below 100 kB. */
const GITIGNORE_BYTES = 1024 * 1024

/**
 * Walks a tree once, streaming: memory grows with its depth, not with its files. Links to folders are never entered, so the
 * walk ends; folders nested deeper than `limits.depth` and files beyond `limits.files` are skipped with a reason.
 * Throws only what the signal throws; everything else is an event.
 */
export async function* walk(tree: TreeSource, options: WalkOptions): AsyncGenerator<WalkEvent> {
  const tour: Walk = { tree, options, count: { files: 0 }, breath: performance.now(), root: 'project' }
  // One generator with a stack of its own: each generator in a generator costs every file three more turns of the queue.
  const folders: Folder[] = []
  const root = await enterFolder(tour, '', 0, undefined)
  if ('kind' in root) yield root
  else folders.push(root)
  for (let folder = folders.at(-1); folder !== undefined; folder = folders.at(-1)) {
    const item = folder.items[folder.next++]
    if (item === undefined) folders.pop()
    else if (item.kind === 'directory') {
      const met = await meetFolder(tour, pathIn(folder, item), item.name, folder)
      if ('kind' in met) yield met
      else folders.push(met)
      const list = item.name === 'node_modules' ? await installedList(tour, folder, met) : undefined
      if (list !== undefined) yield { kind: 'file', path: list, link: false }
    } else {
      const met = meetFile(tour, pathIn(folder, item), item, folder.rules)
      if (met?.kind === 'file' && (await isImageArchive(tree, met.path))) {
        yield skip(met.path, 'image', imageReason(met.path, tour.root))
      }
      if (met !== undefined) yield met
    }
  }
}

interface Walk {
  readonly tree: TreeSource
  readonly options: WalkOptions
  readonly count: { files: number }
  /** When events were last let in. */
  breath: number
  root: RootKind
}

/** A folder that is being walked. */
interface Folder {
  readonly path: string
  readonly depth: number
  readonly items: readonly TreeItem[]
  readonly names: ReadonlySet<string>
  readonly rules: IgnoreRules
  /** Does a lock of npm packages stand here or above? */
  readonly locked: boolean
  /** The item to be looked at next. */
  next: number
}

function pathIn({ path }: Folder, { name }: TreeItem): string {
  return path === '' ? name : `${path}/${name}`
}

/** Milliseconds after which events are let in: answers of workers, Ctrl-C. */
const BREATH = 20

async function enterFolder(
  walk: Walk,
  path: string,
  depth: number,
  parent: Folder | undefined,
): Promise<Folder | WalkEvent> {
  if (performance.now() - walk.breath > BREATH) {
    await setImmediate()
    walk.breath = performance.now()
  }
  walk.options.signal.throwIfAborted()
  const items = await listOrDiagnostic(walk.tree, path)
  if ('diagnostic' in items) return { kind: 'diagnostic', diagnostic: items.diagnostic }
  const names = new Set(items.list.map(({ name }) => name))
  if (parent === undefined) walk.root = walk.options.isImage === true ? 'image' : rootKind(names)
  if (depth > 0 && walk.root !== 'image' && names.has(ENVIRONMENT_MARKER))
    return skip(path, PYTHON_ENVIRONMENT.kind, PYTHON_ENVIRONMENT.reason)
  if (depth > 0 && isLayout(names)) return skip(path, 'image', imageReason(path, walk.root))
  const outer = parent?.rules ?? NO_RULES
  // Tools write a .gitignore with `*` into environments, for the repository around them.
  const gitignore = walk.root === 'project' ? await gitignoreOf(walk, path, items.list) : undefined
  const locked = parent?.locked === true || items.list.some(({ name }) => NPM_LOCKS.has(name))
  return { path, depth, items: items.list, names, rules: outer.within(path, gitignore), locked, next: 0 }
}

async function meetFolder(walk: Walk, path: string, name: string, parent: Folder): Promise<Folder | WalkEvent> {
  const depth = parent.depth + 1
  const closed = pruned(name, walk.root, parent.names)
  if (closed !== undefined) return skip(path, closed.kind, closed.reason)
  if (walk.options.excluded(path) || walk.options.excluded(`${path}/`))
    return skip(path, 'excluded', 'excluded by the operator')
  if (parent.rules.ignores(path, true)) return skip(path, 'ignored', 'ignored by .gitignore')
  const { depth: most } = walk.options.limits
  if (depth > most) return skip(path, 'limit', `nested deeper than ${most} folders`)
  return enterFolder(walk, path, depth, parent)
}

/** Without a lock, the list that the installer keeps in a node_modules folder that is not entered: one file for all of it. */
async function installedList(walk: Walk, parent: Folder, met: Folder | WalkEvent): Promise<string | undefined> {
  if (parent.locked || !('kind' in met) || met.kind !== 'skipped') return undefined
  const folder = met.skipped.what
  if (walk.options.excluded(folder) || walk.options.excluded(`${folder}/`)) return undefined
  for (const name of NPM_LISTS) {
    const path = `${folder}/${name}`
    if ((await walk.tree.state(path)).kind === 'file') return path
  }
  return undefined
}

/** Nothing for a file beyond the limit of which the first was told. */
function meetFile(walk: Walk, path: string, item: TreeItem, rules: IgnoreRules): WalkEvent | undefined {
  if (item.kind === 'other') return skip(path, 'special', 'not a regular file')
  if (walk.options.excluded(path)) return skip(path, 'excluded', 'excluded by the operator')
  if (rules.ignores(path, false)) return skip(path, 'ignored', 'ignored by .gitignore')
  const { files } = walk.options.limits
  if (++walk.count.files <= files) return { kind: 'file', path, link: item.kind === 'link' }
  return walk.count.files === files + 1 ? skip(path, 'limit', `more than ${files} files`) : undefined
}

/** The file or folder itself may be read as far as plug-ins know it; the file system in it is not. */
function imageReason(path: string, root: RootKind): string {
  return root === 'image'
    ? 'an image within the image; to scan it, copy it out'
    : `an image; to scan it, run \`assay scan ${path}\``
}

function skip(what: string, kind: SkipKind, reason: string): WalkEvent {
  return { kind: 'skipped', skipped: { what, kind, reason } }
}

async function listOrDiagnostic(
  tree: TreeSource,
  folder: string,
): Promise<{ readonly list: readonly TreeItem[] } | { readonly diagnostic: Diagnostic }> {
  try {
    return { list: await tree.list(folder) }
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    const location = { path: folder || '.' }
    return { diagnostic: { code: error.code, level: 'error', message: error.message, location, source: 'scan/walk' } }
  }
}

async function gitignoreOf(walk: Walk, folder: string, items: readonly TreeItem[]): Promise<string | undefined> {
  if (!walk.options.gitignore || !items.some((item) => item.name === '.gitignore' && item.kind === 'file'))
    return undefined
  const path = folder === '' ? '.gitignore' : `${folder}/.gitignore`
  try {
    const file = await walk.tree.open(path)
    try {
      return new TextDecoder().decode(await file.slice(0, GITIGNORE_BYTES))
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof ExternalError) return undefined
    throw error
  }
}
