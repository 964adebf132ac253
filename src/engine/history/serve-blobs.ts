import { parentPort, workerData } from 'node:worker_threads'
import type { Limits } from '../../base/limits.ts'
import { forwardSource } from '../../scan/sources/git-history/forward-source.ts'
import type { GitPlace } from '../../scan/sources/git-history/git-place.ts'
import type { ObjectKind } from '../../scan/sources/git-history/object-index.ts'
import { type ReadObject, readObjects } from '../../scan/sources/git-history/read-objects.ts'
import { finishedOne, type SharedProgress, watched } from '../shared-progress.ts'
import type { BlobInspector, BlobOutcome } from './blob-outcome.ts'
import { inspectBytes, inspectOpened, isPointer, LINKS } from './inspect-blob.ts'

/** What a worker for objects is started with. */
export interface BlobWorkerSetup {
  readonly place: GitPlace
  readonly limits: Limits
  /** For the inspector: plain data. */
  readonly settings: unknown
}

/** With what only the pool knows. */
export interface BlobWorkerData extends BlobWorkerSetup {
  readonly progress: SharedProgress
}

/** Objects to be looked at, in three lists of the same length. A descriptor: the worker reads them itself. */
export interface BlobBatch {
  readonly ids: readonly string[]
  readonly kinds: readonly ObjectKind[]
  /** Empty where no tree names the object. */
  readonly paths: readonly string[]
  /** The size of the one blob that a batch for what is too large to be held consists of. */
  readonly large?: number
}

/** What a worker answers to a batch; `position` is that in the batch, and what is not named is clean. */
export type BlobAnswer =
  | {
      readonly kind: 'done'
      readonly found: readonly { readonly position: number; readonly outcome: BlobOutcome }[]
      /** Pointers of Git LFS. */
      readonly pointers: readonly number[]
      readonly unread: readonly { readonly position: number; readonly state: Unread; readonly why: string }[]
    }
  | { readonly kind: 'bug'; readonly stack: string }
  /** The rules are loaded: from now on the deadline of an object counts. */
  | { readonly kind: 'ready' }

export type Unread = Exclude<ReadObject['state'], 'read'>

/**
 * Makes this thread a worker that reads objects by a Git of its own and looks at them. The program of such a worker is one call of this function with
 * the inspector made of the settings. Does nothing on the main thread.
 */
export async function serveBlobs(
  inspectorFor: (settings: unknown) => BlobInspector | Promise<BlobInspector>,
): Promise<void> {
  const port = parentPort
  if (port === null) return
  const { place, limits, settings, progress } = workerData as BlobWorkerData
  const inspector = Promise.resolve(settings).then(inspectorFor)
  port.on('message', async (batch: BlobBatch) => port.postMessage(await answer(batch)))
  await inspector
  port.postMessage({ kind: 'ready' } satisfies BlobAnswer)

  async function answer(batch: BlobBatch): Promise<BlobAnswer> {
    try {
      return await lookThrough(batch, await inspector, { place, limits, progress })
    } catch (error) {
      return { kind: 'bug', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
}

type Worksite = Pick<BlobWorkerData, 'place' | 'limits' | 'progress'>

async function lookThrough(batch: BlobBatch, inspector: BlobInspector, worksite: Worksite): Promise<BlobAnswer> {
  return batch.large === undefined
    ? lookAtMany(batch, inspector, worksite)
    : lookAtLarge(batch, batch.large, inspector, worksite)
}

/** Read front to back as the inspector asks for it. */
async function lookAtLarge(
  { ids: [id = ''], paths: [path = ''] }: BlobBatch,
  size: number,
  inspector: BlobInspector,
  { place, limits, progress }: Worksite,
): Promise<BlobAnswer> {
  const opened = watched({ ...forwardSource(place, id, size, limits.fileBytes), links: LINKS }, progress)
  const outcome = await inspectOpened({ id, kind: 'blob', path }, opened, inspector, limits)
  finishedOne(progress)
  const isFound = outcome.observations.length + outcome.diagnostics.length > 0
  return { kind: 'done', found: isFound ? [{ position: 0, outcome }] : [], pointers: [], unread: [] }
}

async function lookAtMany(
  { ids, kinds, paths }: BlobBatch,
  inspector: BlobInspector,
  { place, limits, progress }: Worksite,
): Promise<BlobAnswer> {
  const found: { readonly position: number; readonly outcome: BlobOutcome }[] = []
  const pointers: number[] = []
  const unread: { readonly position: number; readonly state: Unread; readonly why: string }[] = []
  await readObjects(place, ids, limits.fileBytes, async (position, object) => {
    if (object.state === 'read') {
      const { bytes } = object
      const kind = kinds[position] ?? 'blob'
      const named = { id: ids[position] ?? '', kind, path: paths[position] ?? '' }
      if (kind === 'blob' && isPointer(bytes)) pointers.push(position)
      const outcome = await inspectBytes(named, bytes, inspector, limits)
      if (outcome.observations.length + outcome.diagnostics.length > 0) found.push({ position, outcome })
    } else unread.push({ position, state: object.state, why: object.state === 'damaged' ? object.why : '' })
    finishedOne(progress)
  })
  return { kind: 'done', found, pointers, unread }
}
