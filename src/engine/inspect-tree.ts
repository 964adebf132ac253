import { compareText } from '../base/compare.ts'
import { MODEL_FILES } from '../analysis/models/model-files.ts'
import { SENSITIVE_FAMILY } from '../analysis/sensitive/sensitive-family-id.ts'
import type { SensitiveSettings } from '../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../base/limits.ts'
import type { Extractor } from '../inventory/extractor.ts'
import type { Skipped } from '../model/coverage.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { identifier, type Wanting } from '../scan/identify.ts'
import type { TreeSource } from '../scan/source.ts'
import type { FileTally } from './coverage.ts'
import type { CachePlace } from './cache/open-cache.ts'
import { lazyCache } from './lazy-cache.ts'
import { nextIncludes } from './includes.ts'
import type { FileExtraction, FileInspection, FileObservation, InspectionTask } from './inspection.ts'
import { FILE_RULES } from './rule-plugins.ts'
import { LazyPool } from './lazy-pool.ts'
import { lazyQuickLook } from './lazy-quick-look.ts'
import type { ProgressListener } from './progress.ts'
import type { TreeDescriptor } from './tree-descriptor.ts'
import { type MetEvent, treeEvents } from './tree-events.ts'
import { sealing } from './sealing.ts'
import type { TreeSeal } from './tree-seal.ts'

/** Files waiting for a worker above which the walk pauses: bounds memory on trees of any size. */
const QUEUE_BOUND = 4096

/** What a scan looks at: everything of a project, only model files, only secrets and personal data, or what is about to be published. */
export type Attention = 'project' | 'models' | 'secrets' | 'publish'

/** Loading all plug-ins takes about 0.1 s; a machine under heavy load may need a hundred times that. */
const START_MILLISECONDS = 15_000

export interface TreeInspectionOptions {
  readonly tree: TreeSource
  /** The same for the workers. */
  readonly descriptor: TreeDescriptor
  /** What is to be said of the tree as a whole. */
  readonly told: readonly Diagnostic[]
  /** Absolute path of the root or of the image: the cache knows the tree by it. */
  readonly root: string
  /** Look at this one file (relative to the root) and at what it includes, not at the whole tree. */
  readonly only: string | undefined
  /** Look at these files (relative to the root) and at no other, whatever the walk would leave out. */
  readonly paths?: readonly string[]
  readonly attention: Attention
  /** Who reads packages; none when models alone are looked at. */
  readonly extractors: readonly Extractor[]
  readonly limits: Limits
  readonly gitignore: boolean
  readonly exclude: readonly string[]
  readonly workers: number
  readonly signal: AbortSignal
  readonly onProgress: ProgressListener
  /** How secrets and personal data are looked for, in every file; absent: not at all. */
  readonly sensitive?: SensitiveSettings
  /** Where inspections are kept between runs; asked when it is needed. */
  readonly cachePlace: () => Promise<CachePlace | undefined>
  /** What the walk met, where somebody has walked already. */
  readonly met?: readonly MetEvent[]
  /** See CacheSettings. */
  readonly restMilliseconds?: number
  /** Takes down what is seen and under which stamps. */
  readonly seal?: TreeSeal
}

/** What decides who wants a file. */
export type PlanOptions = Pick<TreeInspectionOptions, 'attention' | 'extractors' | 'sensitive'>

/** Everything that walking and reading gave, sorted by path. */
export interface TreeInspection {
  readonly extractions: readonly FileExtraction[]
  readonly observations: readonly FileObservation[]
  readonly diagnostics: readonly Diagnostic[]
  readonly files: FileTally
}

/** Walks the tree, has every wanted file inspected by the workers, then the files those name with `-r` and `-c`. */
export async function inspectTree(options: TreeInspectionOptions): Promise<TreeInspection> {
  const tally = { seen: 0, inspected: 0, queued: 0 }
  const inspections: FileInspection[] = []
  /** Files in which nothing was found need no more than their name. */
  const clean = new Set<string>()
  const skipped: Skipped[] = []
  const diagnostics: Diagnostic[] = [...options.told]
  const report = (): void =>
    options.onProgress({ filesSeen: tally.seen, filesInspected: tally.inspected, filesQueued: tally.queued })
  const cache = lazyCache(options)
  const { seal } = options
  const sealed = sealing(seal, options.tree, options.restMilliseconds)
  const onInspected = (inspection: FileInspection): void => {
    tally.inspected++
    if (isClean(inspection)) clean.add(inspection.path)
    else if (inspection.wanted) inspections.push(inspection)
    else if (options.only !== undefined) diagnostics.push(unknownFile(inspection.path))
    report()
  }
  const pool = new LazyPool({
    tree: options.descriptor,
    limits: options.limits,
    size: options.workers,
    startMilliseconds: START_MILLISECONDS,
    signal: options.signal,
    onInspected: (inspection, memory) => {
      if (memory !== undefined) cache.opened?.remember(inspection, memory)
      sealed.read(inspection.path, memory?.stamp)
      onInspected(inspection)
    },
    memory: () => cache.opened?.setup,
    ...(options.sensitive === undefined ? {} : { sensitive: options.sensitive }),
  })
  const look = lazyQuickLook(options, RULES_BY_CONTENT)
  const add = async (task: InspectionTask, walked: boolean, stamp?: string): Promise<void> => {
    tally.queued++
    const looked = await look(task)
    const found = looked === undefined ? await cache.find(task, walked, stamp) : undefined
    const settled = looked ?? found?.inspection
    if (settled !== undefined) {
      sealed.settled(task.path, found?.stamp, walked)
      return onInspected(settled)
    }
    const place = options.tree.place?.(task.path)
    await pool.add(place === undefined ? task : { ...task, place })
  }
  try {
    const wantedBy = plan(options)
    for await (const event of options.met ?? treeEvents(options)) {
      if (event.kind === 'skipped') {
        skipped.push(event.skipped)
        seal?.said(event.skipped)
      } else if (event.kind === 'diagnostic') {
        diagnostics.push(event.diagnostic)
        seal?.said(event.diagnostic)
      } else {
        tally.seen++
        const task = wantedBy(event.path)
        if (task === undefined) {
          seal?.unwanted(event.path)
          if (options.only !== undefined) diagnostics.push(unknownFile(event.path))
          continue
        }
        if (options.only !== undefined && options.attention === 'project' && isUnknown(task)) {
          diagnostics.push(unknownFile(event.path))
        }
        const state = event.link ? await options.tree.state(event.path) : undefined
        if (state?.kind === 'unreadable') {
          skipped.push({ what: event.path, kind: state.skip, reason: state.reason })
          seal?.closed(event.path, state)
        } else {
          seal?.opens(event.path, event.link)
          await add(task, !event.link, event.link ? undefined : event.stamp)
        }
        if (pool.pending > QUEUE_BOUND) await pool.drain()
        if (tally.seen % 256 === 0) report()
      }
    }
    await pool.drain()
    sealed.walked()
    const visited = new Set<string>()
    for (;;) {
      const wave = await nextIncludes(inspections, visited, options.tree)
      diagnostics.push(...wave.diagnostics)
      for (const task of wave.tasks) await add(task, false)
      await pool.drain()
      sealed.named(wave.asked)
      if (wave.tasks.length === 0) break
    }
  } finally {
    await pool.close()
    // A tree is not known as a whole where the next change would find nothing known of its files.
    if (cache.opened?.isUsable !== true) seal?.break()
    cache.opened?.close()
  }
  return collect(inspections, clean, { diagnostics, skipped, seen: tally.seen })
}

/** Which plug-ins want a path, by its name or perhaps by its content; undefined when none does. */
export function plan({
  attention,
  extractors: all,
  sensitive,
}: PlanOptions): (path: string) => InspectionTask | undefined {
  const extractorsFor = identifier(all)
  const rulesFor = identifier([
    ...rulesUnder(attention),
    ...(sensitive === undefined ? [] : [{ id: SENSITIVE_FAMILY, files: ['**/*'] }]),
  ])
  const candidatesFor = identifier(
    all.flatMap(({ id, content }) => (content === undefined ? [] : [{ id, files: content.files }])),
  )
  const ignoring = new Map(all.flatMap(({ id, ignores }) => (ignores === undefined ? [] : [[id as string, ignores]])))
  return (path) => {
    const extractors = without(extractorsFor(path), (id) => ignoring.get(id)?.(path) === true)
    const rules = rulesFor(path)
    // Some read only a part of a file that others know by its content: the imports of a script that names its packages itself.
    const candidates = without(candidatesFor(path), (id) => extractors.includes(id))
    if (extractors.length + rules.length + candidates.length === 0) return undefined
    return { path, extractors, rules, candidates }
  }
}

/** The same list where nothing is left out: what is told apart by the lists it is asked with finds them again. */
function without<T>(items: readonly T[], leaves: (item: T) => boolean): readonly T[] {
  return items.some(leaves) ? items.filter((item) => !leaves(item)) : items
}

function rulesUnder(attention: Attention): readonly Wanting<string>[] {
  if (attention === 'secrets') return []
  if (attention === 'models') return RULES_BY_CONTENT.map((id) => ({ id, files: ['**/*'] }))
  return FILE_RULES.filter(({ id }) => id.startsWith('publishing/') === (attention === 'publish'))
}

/** Rules that know their files by content: a look at models gives them every file, whatever its name. */
const RULES_BY_CONTENT = FILE_RULES.filter(({ files }) => files === MODEL_FILES).map(({ id }) => id)

/** Wanted by nobody but those who look at every file. */
function isUnknown({ extractors, rules, candidates }: InspectionTask): boolean {
  return extractors.length + candidates.length === 0 && rules.every((id) => id === SENSITIVE_FAMILY)
}

function unknownFile(path: string): Diagnostic {
  const message = 'no extractor knows a file of this name; no package or model in it was looked for'
  return { code: 'FORMAT_PARTIAL', level: 'error', message, location: { path }, source: 'scan/identify' }
}

function isClean({ wanted, read, extractions, observations, diagnostics }: FileInspection): boolean {
  return wanted && read && extractions.length + observations.length + diagnostics.length === 0
}

function collect(
  inspections: readonly FileInspection[],
  clean: ReadonlySet<string>,
  {
    diagnostics: more,
    skipped,
    seen,
  }: { readonly diagnostics: readonly Diagnostic[]; readonly skipped: readonly Skipped[]; readonly seen: number },
): TreeInspection {
  const sorted = inspections.toSorted(
    (a, b) => compareText(a.path, b.path) || compareText(firstSource(a), firstSource(b)),
  )
  const failed = new Set(sorted.filter(isFailed).map((inspection) => inspection.path))
  const read = new Set(sorted.map((inspection) => inspection.path).filter((path) => !failed.has(path)))
  for (const path of clean) if (!failed.has(path)) read.add(path)
  return {
    extractions: sorted.flatMap((inspection) => inspection.extractions),
    observations: sorted.flatMap((inspection) => inspection.observations),
    diagnostics: [...more, ...sorted.flatMap((inspection) => inspection.diagnostics)].sort(byPlace),
    files: {
      seen,
      parsed: read.size,
      failed: failed.size,
      skipped: skipped.toSorted((a, b) => compareText(a.what, b.what)),
    },
  }
}

/** A file fails when a plug-in that wanted it could not read it; a part that was not understood is counted on its own. */
function isFailed(inspection: FileInspection): boolean {
  return (
    !inspection.read ||
    inspection.diagnostics.some(
      (one) => one.level === 'error' && one.code !== 'FORMAT_PARTIAL' && one.code !== 'FORMAT_OUTSIDE',
    )
  )
}

function firstSource(inspection: FileInspection): string {
  return inspection.extractions[0]?.extractor ?? inspection.diagnostics[0]?.source ?? ''
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.location?.path ?? '', b.location?.path ?? '') ||
    (a.location?.lines?.start ?? 0) - (b.location?.lines?.start ?? 0) ||
    (a.location?.column ?? 0) - (b.location?.column ?? 0) ||
    compareText(a.source ?? '', b.source ?? '') ||
    compareText(a.message, b.message)
  )
}
