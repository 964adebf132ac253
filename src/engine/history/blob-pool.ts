import { Worker } from 'node:worker_threads'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { beganBatch, finishedFiles, progressMark, type SharedProgress, sharedProgress } from '../shared-progress.ts'
import { inspectedPath } from './blob-outcome.ts'
import type { NumberedBatch } from './plan-objects.ts'
import type { BlobAnswer, BlobBatch, BlobWorkerData, BlobWorkerSetup } from './serve-blobs.ts'

export interface BlobPoolOptions extends BlobWorkerSetup {
  /** Most workers; they are started one by one, as there is work for them. */
  readonly size: number
  /** A program that calls serveBlobs. */
  readonly program: URL
  /** How long a worker may take to load its rules before the first answer, on top of the deadline of an object. */
  readonly startMilliseconds: number
  readonly signal: AbortSignal
}

/** Gets the answer to each batch; what is left of one whose worker was ended comes as others. */
export type BatchListener = (batch: NumberedBatch, answer: Extract<BlobAnswer, { kind: 'done' }>) => void

/**
 * Looks through batches in worker threads, each with its own Git; batches are asked for when a worker is idle, so only a few exist at a time. A worker that is stuck in an
 * object or out of memory is ended and replaced; that object becomes a diagnostic, the others of its batch are looked at again. Rejects on abort and on a bug of ours.
 */
export async function inspectBatches(
  batches: Iterable<NumberedBatch>,
  options: BlobPoolOptions,
  onAnswer: BatchListener,
): Promise<void> {
  options.signal.throwIfAborted()
  const settled = Promise.withResolvers<void>()
  const pool = new BlobPool(batches[Symbol.iterator](), options, onAnswer, settled)
  const abort = (): void => settled.reject(options.signal.reason)
  options.signal.addEventListener('abort', abort, { once: true })
  try {
    pool.hire()
    await settled.promise
  } finally {
    options.signal.removeEventListener('abort', abort)
    await pool.close()
  }
}

interface Seat {
  readonly worker: Worker
  readonly progress: SharedProgress
  batch: NumberedBatch | undefined
  since: number
  mark: number
}

/** A class because workers must be ended. */
class BlobPool {
  readonly #batches: Iterator<NumberedBatch>
  readonly #options: BlobPoolOptions
  readonly #onAnswer: BatchListener
  readonly #settled: PromiseWithResolvers<void>
  readonly #seats: Seat[] = []
  /** What is left of batches whose worker was ended. */
  readonly #again: NumberedBatch[] = []
  readonly #watch: NodeJS.Timeout

  constructor(
    batches: Iterator<NumberedBatch>,
    options: BlobPoolOptions,
    onAnswer: BatchListener,
    settled: PromiseWithResolvers<void>,
  ) {
    this.#batches = batches
    this.#options = options
    this.#onAnswer = onAnswer
    this.#settled = settled
    this.#watch = setInterval(() => this.#endStuckWorkers(), 250)
  }

  /** Starts workers while there is work for them. */
  hire(): void {
    while (this.#seats.length < this.#options.size) {
      const batch = this.#next()
      if (batch === undefined) break
      this.#give(this.#start(), batch)
    }
    if (this.#seats.every((seat) => seat.batch === undefined)) this.#settled.resolve()
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    await Promise.all(this.#seats.splice(0).map(({ worker }) => worker.terminate()))
  }

  #next(): NumberedBatch | undefined {
    const again = this.#again.pop()
    if (again !== undefined) return again
    const { value, done } = this.#batches.next() as IteratorResult<NumberedBatch, undefined>
    return done === true ? undefined : value
  }

  #start(): Seat {
    const { place, limits, settings, program, startMilliseconds } = this.#options
    const progress = sharedProgress()
    const workerData: BlobWorkerData = { place, limits, settings, progress }
    const worker = new Worker(program, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: limits.workerMegabytes },
      // A worker prints nothing; what a library would print must not reach the report on stdout.
      stdout: true,
      stderr: true,
    })
    const since = performance.now() + startMilliseconds
    const seat: Seat = { worker, progress, batch: undefined, since, mark: 0 }
    worker.on('message', (answer: BlobAnswer) => this.#take(seat, answer))
    worker.on('error', (error: Error) => this.#onDeath(seat, error))
    this.#seats.push(seat)
    return seat
  }

  #give(seat: Seat, batch: NumberedBatch): void {
    seat.batch = batch
    beganBatch(seat.progress)
    seat.since = Math.max(seat.since, performance.now())
    seat.mark = progressMark(seat.progress)
    const { ids, kinds, paths, large } = batch
    const message: BlobBatch = { ids, kinds, paths, ...(large === undefined ? {} : { large }) }
    seat.worker.postMessage(message)
  }

  #take(seat: Seat, answer: BlobAnswer): void {
    if (answer.kind === 'ready') return void (seat.since = performance.now())
    const { batch } = seat
    seat.batch = undefined
    if (batch === undefined) return
    if (answer.kind === 'bug') return this.#settled.reject(new Error(`bug while looking at objects\n${answer.stack}`))
    try {
      this.#onAnswer(batch, answer)
      const next = this.#next()
      if (next !== undefined) this.#give(seat, next)
      this.hire()
    } catch (error) {
      this.#settled.reject(error)
    }
  }

  #onDeath(seat: Seat, error: Error): void {
    if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return this.#settled.reject(error)
    const megabytes = this.#options.limits.workerMegabytes
    this.#replace(seat, 'LIMIT_MEMORY', `needed more than ${megabytes} MiB of memory, the worker was ended`)
  }

  #endStuckWorkers(): void {
    const { fileMilliseconds } = this.#options.limits
    const now = performance.now()
    for (const seat of this.#seats.slice()) {
      const mark = progressMark(seat.progress)
      if (mark !== seat.mark) Object.assign(seat, { mark, since: now })
      else if (seat.batch !== undefined && now - seat.since > fileMilliseconds)
        this.#replace(seat, 'LIMIT_TIME', `took longer than ${fileMilliseconds / 1000} s, the worker was ended`)
    }
  }

  #replace(seat: Seat, code: Diagnostic['code'], message: string): void {
    const { batch } = seat
    seat.batch = undefined
    seat.worker.removeAllListeners()
    // The thread is being ended; what it still reports of its end is no news.
    seat.worker.on('error', () => {})
    void seat.worker.terminate()
    this.#seats.splice(this.#seats.indexOf(seat), 1)
    if (batch !== undefined) this.#settle(batch, finishedFiles(seat.progress), code, message)
    this.hire()
  }

  /** The object at which it was ended gets a diagnostic; the answers to those before were lost with the worker. */
  #settle(batch: NumberedBatch, culprit: number, code: Diagnostic['code'], message: string): void {
    const { ids, kinds, paths } = batch
    if (culprit >= ids.length) return void this.#again.push(batch)
    const path = inspectedPath(kinds[culprit] ?? 'blob', ids[culprit] ?? '', paths[culprit] ?? '')
    const diagnostic: Diagnostic = { code, level: 'error', message, location: { path }, source: 'engine/history' }
    const outcome = { observations: [], diagnostics: [diagnostic] }
    const alone = partOf(batch, culprit, culprit + 1)
    this.#onAnswer(alone, { kind: 'done', found: [{ position: 0, outcome }], pointers: [], unread: [] })
    for (const part of [partOf(batch, culprit + 1), partOf(batch, 0, culprit)])
      if (part.ids.length > 0) this.#again.push(part)
  }
}

function partOf({ numbers, ids, kinds, paths }: NumberedBatch, from: number, to?: number): NumberedBatch {
  return {
    numbers: numbers.slice(from, to),
    ids: ids.slice(from, to),
    kinds: kinds.slice(from, to),
    paths: paths.slice(from, to),
  }
}

/** The program of a worker that looks for secrets and personal data: `.ts` from source, `.js` in a build. */
export function blobWorkerProgram(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`./blob-worker-start.${extension}`, import.meta.url)
}
