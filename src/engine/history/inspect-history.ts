import { compareText } from '../../base/compare.ts'
import { type GapKind, type GapLog, gapLog } from '../../scan/sources/git-history/gap.ts'
import { type HistoricRepository, openRepository } from '../../scan/sources/git-history/open-repository.ts'
import { readTips, type Tips } from '../../scan/sources/git-history/tips.ts'
import type { BlobOutcome } from './blob-outcome.ts'
import { inspectBatches } from './blob-pool.ts'
import { enumerate } from './enumerate.ts'
import { findOrigins } from './find-origins.ts'
import { sayPointer, sayUnread } from './gap-sentences.ts'
import type { HistoryInspection, HistoryRequest } from './history-inspection.ts'
import type { HistoryMemory } from './history-memory.ts'
import type { ObjectIndex } from '../../scan/sources/git-history/object-index.ts'
import { batchesOf, type NumberedBatch, planObjects } from './plan-objects.ts'
import type { BlobAnswer } from './serve-blobs.ts'

/** How long a worker may take to load its rules. */
const START_MILLISECONDS = 10_000

/**
 * Looks at a history: each blob once, under the path it is met at first from the newest commit on, and the messages of commits and tags; then finds out where what was
 * found comes from. A history whose refs are where they were is answered from memory; else only what was not looked at before is read. Throws UsageError, ExternalError,
 * LimitError as its parts do, and what the signal throws.
 */
export async function inspectHistory(request: HistoryRequest): Promise<HistoryInspection> {
  const repository = await openRepository(request.folder, request.environment)
  const gaps = gapLog()
  const tips = await readTips(repository, gaps, request.signal)
  const memory = await openMemory(request, repository)
  const { scope, messages } = request
  // Objects that nothing leads to come and go without a ref that moves.
  const name = scope.kind === 'all' && !scope.unreachable ? JSON.stringify([messages, tips.digest]) : undefined
  try {
    const known = name === undefined ? undefined : memory?.result(name)
    if (known !== undefined) return withoutWork(known as HistoryInspection)
    const inspection = await inspectAnew(request, repository, tips, gaps, memory)
    if (name !== undefined && isLasting(inspection)) memory?.keepResult(name, inspection)
    return inspection
  } finally {
    memory?.close()
  }
}

/** SQLite is loaded where something is kept. */
async function openMemory(
  { memory, limits }: HistoryRequest,
  repository: HistoricRepository,
): Promise<HistoryMemory | undefined> {
  if (memory === undefined) return undefined
  const { HistoryMemory } = await import('./history-memory.ts')
  return HistoryMemory.open({ settings: memory.cache, code: memory.code, rules: memory.rules, limits, repository })
}

function withoutWork(known: HistoryInspection): HistoryInspection {
  const { counts } = known
  return { ...known, counts: { ...counts, looked: 0, bytes: 0, remembered: counts.looked + counts.remembered } }
}

async function inspectAnew(
  request: HistoryRequest,
  repository: HistoricRepository,
  tips: Tips,
  gaps: GapLog,
  memory: HistoryMemory | undefined,
): Promise<HistoryInspection> {
  const { signal, limits, program, settings, workers } = request
  if (repository.shallow) gaps.add('shallow', 'clones are shallow: earlier commits are not here and were not looked at')
  const enumeration = await enumerate(repository, request.scope, tips, gaps, signal)
  const { index } = enumeration
  const plan = planObjects(enumeration, request, gaps, memory)
  const { place } = repository
  const pool = { place, limits, settings, size: workers, program, startMilliseconds: START_MILLISECONDS, signal }
  let looked = 0
  await inspectBatches(batchesOf(index, plan, workers, limits), pool, (batch, answer) => {
    takeAnswer(batch, answer, index, plan.found, gaps, memory)
    looked += batch.ids.length
    request.onProgress({ looked, of: plan.waiting.length })
  })
  const found = [...plan.found.keys()]
  const origins = await findOrigins(repository, enumeration, found, tips, limits.fileMilliseconds, gaps, signal)
  const objects = [...plan.found].flatMap(([number, outcome]) => {
    const origin = origins.get(number)
    const [id, kind, path] = [index.hex(number), index.kind(number), index.path(number)]
    return origin === undefined ? [] : [{ id, kind, path, outcome, origin }]
  })
  return {
    objects: objects.toSorted((a, b) => compareText(a.path, b.path) || compareText(a.id, b.id)),
    gaps: gaps.list(),
    counts: { ...plan.counts, refs: tips.refs, looked },
  }
}

function takeAnswer(
  { numbers, ids, paths }: NumberedBatch,
  answer: Extract<BlobAnswer, { kind: 'done' }>,
  index: ObjectIndex,
  found: Map<number, BlobOutcome>,
  gaps: GapLog,
  memory: HistoryMemory | undefined,
): void {
  const outcomes = new Map(answer.found.map(({ position, outcome }) => [position, outcome]))
  const pointers = new Set(answer.pointers)
  const unread = new Map(answer.unread.map(({ position, state }) => [position, state]))
  numbers.forEach((number, position) => {
    const path = paths[position] ?? ''
    const state = unread.get(position)
    const outcome = outcomes.get(position)
    if (state !== undefined) sayUnread(gaps, state, path === '' ? (ids[position] ?? '') : path)
    if (pointers.has(position)) sayPointer(gaps, path)
    if (outcome !== undefined) found.set(number, outcome)
    if (state !== undefined || (outcome !== undefined && wasCutShort(outcome))) return
    const seen = outcome !== undefined ? 'found' : pointers.has(position) ? 'pointer' : 'clean'
    memory?.remember(index.id(number), path, seen, outcome)
  })
}

/** What may be there another time though no ref moves. */
const PASSING: ReadonlySet<GapKind> = new Set(['missing', 'damaged', 'broken-ref', 'unknown-origin', 'too-many'])

function isLasting({ gaps, objects }: HistoryInspection): boolean {
  return !gaps.some(({ kind }) => PASSING.has(kind)) && !objects.some(({ outcome }) => wasCutShort(outcome))
}

/** Time, memory and disk decide differently on another day. */
function wasCutShort({ diagnostics }: BlobOutcome): boolean {
  return diagnostics.some(
    ({ code }) => code === 'LIMIT_TIME' || code === 'LIMIT_MEMORY' || code.startsWith('EXTERNAL_'),
  )
}
