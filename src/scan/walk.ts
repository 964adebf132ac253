import { ExternalError } from '../base/errors.ts'
import type { PathMatcher } from '../base/glob.ts'
import type { Limits } from '../base/limits.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Skipped } from '../model/coverage.ts'
import { type IgnoreRules, NO_RULES } from './ignore-rules.ts'
import { ENVIRONMENT_MARKER, prunedReason } from './pruned.ts'
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
}

/** Largest .gitignore that is read; the largest in public repositories are below 100 kB. */
const GITIGNORE_BYTES = 1024 * 1024

/**
 * Walks a tree once, streaming: memory grows with its depth, not with its files. Links to folders are never entered, so the
 * walk ends; folders nested deeper than `limits.depth` and files beyond `limits.files` are skipped with a reason.
 * Throws only what the signal throws; everything else is an event.
 */
export async function* walk(tree: TreeSource, options: WalkOptions): AsyncGenerator<WalkEvent> {
  const count = { files: 0 }
  yield* walkFolder({ tree, options, count }, '', 0, NO_RULES)
}

interface Walk {
  readonly tree: TreeSource
  readonly options: WalkOptions
  readonly count: { files: number }
}

async function* walkFolder(walk: Walk, folder: string, depth: number, outer: IgnoreRules): AsyncGenerator<WalkEvent> {
  walk.options.signal.throwIfAborted()
  const items = await listOrDiagnostic(walk.tree, folder)
  if ('diagnostic' in items) {
    yield { kind: 'diagnostic', diagnostic: items.diagnostic }
    return
  }
  if (depth > 0 && items.list.some((item) => item.name === ENVIRONMENT_MARKER)) {
    yield skip(folder, 'Python environment')
    return
  }
  const rules = outer.within(folder, await gitignoreOf(walk, folder, items.list))
  for (const item of items.list) {
    const path = folder === '' ? item.name : `${folder}/${item.name}`
    if (item.kind === 'directory') yield* enterFolder(walk, path, item.name, depth + 1, rules)
    else yield* meetFile(walk, path, item, rules)
  }
}

async function* enterFolder(
  walk: Walk,
  path: string,
  name: string,
  depth: number,
  rules: IgnoreRules,
): AsyncGenerator<WalkEvent> {
  const pruned = prunedReason(name)
  if (pruned !== undefined) yield skip(path, pruned)
  else if (walk.options.excluded(path) || walk.options.excluded(`${path}/`))
    yield skip(path, 'excluded by the operator')
  else if (rules.ignores(path, true)) yield skip(path, 'ignored by .gitignore')
  else if (depth > walk.options.limits.depth)
    yield skip(path, `nested deeper than ${walk.options.limits.depth} folders`)
  else yield* walkFolder(walk, path, depth, rules)
}

async function* meetFile(walk: Walk, path: string, item: TreeItem, rules: IgnoreRules): AsyncGenerator<WalkEvent> {
  if (item.kind === 'other') yield skip(path, 'not a regular file')
  else if (walk.options.excluded(path)) yield skip(path, 'excluded by the operator')
  else if (rules.ignores(path, false)) yield skip(path, 'ignored by .gitignore')
  else if (++walk.count.files > walk.options.limits.files) {
    if (walk.count.files === walk.options.limits.files + 1)
      yield skip(path, `more than ${walk.options.limits.files} files`)
  } else yield { kind: 'file', path, link: item.kind === 'link' }
}

function skip(what: string, reason: string): WalkEvent {
  return { kind: 'skipped', skipped: { what, reason } }
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
