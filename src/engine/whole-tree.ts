import type { Extractor } from '../inventory/extractor.ts'
import type { Bom } from '../model/component.ts'
import type { TreeSource } from '../scan/source.ts'
import type { CacheSettings } from './cache/cache-settings.ts'
import type { CachePlace } from './cache/open-cache.ts'
import { plan, type TreeInspection, type TreeInspectionOptions } from './inspect-tree.ts'
import { type MetEvent, treeEvents } from './tree-events.ts'
import { TreeSeal } from './tree-seal.ts'

/** What a scan puts together from a tree before it asks advisories and policy; plain data. */
export interface TreeContent extends Omit<TreeInspection, 'extractions'> {
  readonly bom: Bom
}

/** What decides what is read of a tree; who reads packages follows from the attention and the code. */
export interface WholeTreeOptions extends Omit<
  TreeInspectionOptions,
  'extractors' | 'cachePlace' | 'met' | 'seal' | 'restMilliseconds'
> {
  /** Asked where not every file is wanted anyway. */
  readonly extractors: () => Promise<readonly Extractor[]>
  readonly place: CachePlace
}

/** The memory of one tree during one scan. */
export interface WholeTree {
  /** What was put together, when nothing has changed since. */
  readonly content: TreeContent | undefined
  /** For the scan that follows where there is no content. */
  readonly begun: Pick<TreeInspectionOptions, 'met' | 'seal' | 'restMilliseconds'>
  /** Takes down what came of that scan. */
  keep(bom: Bom, inspection: TreeInspection): void
}

/** Events that are held while it is open whether anything changed; a larger tree that did is walked again. */
const HELD = 250_000

/** Components, relationships, observations and so on, each some hundred bytes: a larger result is not kept. */
const LARGEST = 300_000

/**
 * Is the tree what it was when a scan last put its content together? The walk is done anew, and a look at each file that was read then; no
 * file is opened but what the walk opens. Loaded where something is kept. Throws what the walk throws.
 */
export async function wholeTree(options: WholeTreeOptions): Promise<WholeTree> {
  const { readTree, keepTree, touchTree } = await import('./cache/tree-records.ts')
  const { place, told } = options
  const name = await nameOf(options)
  const known = readTree(place, name)
  const look = known?.hasBody === true ? await lookAt(options, known.head.includes) : undefined
  const isSame = look?.digest !== undefined && look.digest === known?.head.seal
  const content = isSame ? known?.body() : undefined
  if (content !== undefined && known?.isOld === true) touchTree(place, name, await stampsOf(options))
  const seal = new TreeSeal(told)
  return {
    content: content as TreeContent | undefined,
    begun: { seal, ...restOf(place.settings), ...(look?.met === undefined ? {} : { met: look.met }) },
    keep(bom, { observations, diagnostics, files }) {
      const fresh: TreeContent = { bom, observations, diagnostics, files }
      const digest = isTooLarge(fresh) ? undefined : seal.digest()
      // A tree that somebody works on is another one with every scan: what is not asked for again is not written.
      const isWorthIt = seal.isFresh || known?.head.seal === digest
      if (digest !== undefined)
        keepTree(place, name, { seal: digest, includes: seal.includes }, isWorthIt ? fresh : null)
      else if (known !== undefined) keepTree(place, name, undefined, null)
    },
  }
}

function restOf({ restMilliseconds }: CacheSettings): Pick<CacheSettings, 'restMilliseconds'> {
  return restMilliseconds === undefined ? {} : { restMilliseconds }
}

/** Everything beside the tree that decides what is read and put together. The key of the settings goes into a hash only. */
async function nameOf(options: WholeTreeOptions): Promise<string> {
  const { contentName } = await import('./cache/keys.ts')
  const { root, place, limits, sensitive, attention, gitignore, exclude } = options
  const settings = [place.code, Object.entries(limits).sort(), sensitive ?? null, attention, gitignore, exclude]
  return contentName(JSON.stringify(['tree', root, ...settings]))
}

async function stampsOf({ root, place, limits }: WholeTreeOptions): Promise<string> {
  return (await import('./cache/keys.ts')).stampsName(root, place.code, limits)
}

interface Look {
  /** The seal that a scan would give if it read the files as they are now. */
  readonly digest: string | undefined
  /** Absent when it is too much to be held. */
  readonly met?: readonly MetEvent[]
}

async function lookAt(options: WholeTreeOptions, includes: readonly string[]): Promise<Look> {
  const { tree, onProgress } = options
  const seal = new TreeSeal(options.told)
  const wants = await wantedFiles(options)
  const met: MetEvent[] = []
  let events = 0
  for await (const event of treeEvents(options)) {
    const seen = sealed(event, wants, tree, seal)
    const stamped = seen instanceof Promise ? await seen : seen
    if (events++ < HELD) met.push(stamped)
    else met.length = 0
    if (events % 256 === 0) onProgress({ filesSeen: events, filesInspected: 0, filesQueued: 0 })
  }
  for (const path of includes) {
    const state = await tree.state(path)
    seal.asked(path, state, state.kind === 'file' ? tree.stamp?.(path, false)?.text : undefined)
  }
  return { digest: seal.digest(), ...(events > HELD ? {} : { met }) }
}

/** Takes an event down as the scan would; with the stamp of a file. Only links take a turn of the queue. */
function sealed(
  event: MetEvent,
  wants: (path: string) => boolean,
  tree: TreeSource,
  seal: TreeSeal,
): MetEvent | Promise<MetEvent> {
  if (event.kind === 'skipped') seal.said(event.skipped)
  else if (event.kind === 'diagnostic') seal.said(event.diagnostic)
  else if (!wants(event.path)) seal.unwanted(event.path)
  else if (event.link) return sealedLink(event, tree, seal)
  else {
    const stamp = tree.stamp?.(event.path, true)?.text
    seal.known(event.path, stamp)
    if (stamp !== undefined) return { kind: 'file', path: event.path, link: false, stamp }
  }
  return event
}

async function sealedLink<E extends { readonly path: string }>(event: E, tree: TreeSource, seal: TreeSeal): Promise<E> {
  const state = await tree.state(event.path)
  if (state.kind === 'unreadable') seal.closed(event.path, state)
  else {
    seal.opens(event.path, true)
    seal.read(event.path, tree.targetStamp?.(event.path)?.text, false)
  }
  return event
}

/** With secrets everybody wants every file, and the plug-ins need not be loaded. */
async function wantedFiles({ sensitive, extractors, attention }: WholeTreeOptions): Promise<(path: string) => boolean> {
  if (sensitive !== undefined) return () => true
  const wantedBy = plan({ attention, extractors: await extractors() })
  return (path) => wantedBy(path) !== undefined
}

function isTooLarge({ bom, observations, diagnostics, files }: TreeContent): boolean {
  const { components, relationships, models } = bom
  const parts = [components, relationships, models, observations, diagnostics, files.skipped]
  return parts.reduce((sum, { length }) => sum + length, 0) > LARGEST
}
