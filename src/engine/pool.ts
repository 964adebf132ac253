import { Worker } from 'node:worker_threads'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Memory } from './cache/content-memory.ts'
import { nothing } from './inspect-file.ts'
import type { FileInspection, InspectionTask } from './inspection.ts'
import { beganBatch, finishedFiles, progressMark, type SharedProgress, sharedProgress } from './shared-progress.ts'
import type { WorkerAnswer, WorkerData, WorkerSetup } from './worker.ts'

/** Files of one message: enough to hide the cost of a message (about 50 µs), few enough to share the work evenly. */
const BATCH = 64

/** Measured on a lock of 5,000 packages: 185 MB peak for the process with the default of Node, 161 MB with this, same time. */
const YOUNG_MEGABYTES = 8

export interface PoolOptions extends WorkerSetup {
  /** Most workers; they are started one by one, as work queues up. */
  readonly size: number
  /** The program of a worker; tests give one that misbehaves. */
  readonly program: URL
  /** How long a worker may take to load the plug-ins before its first answer, on top of the file's own deadline. */
  readonly startMilliseconds: number
  readonly signal: AbortSignal
  readonly onInspected: (inspection: FileInspection, memory?: Memory) => void
}

/**
 * Worker threads that inspect files. A worker that is stuck in one file (deadline) or out of memory is ended and replaced;
 * that file becomes a diagnostic, the rest of its batch goes back into the queue. A class because workers must be ended.
 */
export class InspectionPool {
  readonly #options: PoolOptions
  readonly #queue: InspectionTask[] = []
  readonly #seats: Seat[] = []
  #failure: Error | undefined
  #settled: PromiseWithResolvers<void> | undefined
  #watch: NodeJS.Timeout | undefined

  constructor(options: PoolOptions) {
    this.#options = options
    options.signal.addEventListener('abort', () => this.#check(), { once: true })
  }

  /** Queues one file. */
  add(task: InspectionTask): void {
    this.#queue.push(task)
    if (this.#queue.length >= BATCH) this.#hire()
  }

  /** How many files wait or are being looked at: the walk pauses above a bound, so memory stays flat. */
  get pending(): number {
    return this.#queue.length + this.#seats.reduce((sum, seat) => sum + seat.batch.length, 0)
  }

  /** Resolves when every queued file has been answered. Rejects on abort and on a bug of ours. */
  async drain(): Promise<void> {
    this.#hire()
    if (this.#idle() && this.#failure === undefined) return
    this.#settled = Promise.withResolvers()
    this.#check()
    await this.#settled.promise
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    clearInterval(this.#watch)
    await Promise.all(this.#seats.splice(0).map((seat) => seat.worker.terminate()))
  }

  #idle(): boolean {
    return this.pending === 0
  }

  /** Gives work to idle workers, and starts one more while there is work for it. */
  #hire(): void {
    for (const seat of this.#seats) if (seat.batch.length === 0) this.#give(seat)
    const wanted = Math.ceil(this.#queue.length / BATCH)
    for (let i = 0; i < wanted && this.#seats.length < this.#options.size; i++) this.#give(this.#start())
    this.#watch ??= setInterval(() => this.#endStuckWorkers(), 250)
  }

  #start(): Seat {
    const { tree, limits, sensitive, memory } = this.#options
    const progress = sharedProgress()
    const setup: WorkerData = {
      tree,
      limits,
      progress,
      ...(sensitive === undefined ? {} : { sensitive }),
      ...(memory === undefined ? {} : { memory }),
    }
    const worker = new Worker(this.#options.program, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: limits.workerMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
      // A worker prints nothing; what a library would print must not reach the report on stdout.
      stdout: true,
      stderr: true,
    })
    const since = performance.now() + this.#options.startMilliseconds
    const seat: Seat = { worker, progress, batch: [], answered: 0, mark: 0, since }
    worker.on('message', (answer: WorkerAnswer) => this.#onAnswer(seat, answer))
    worker.on('error', (error: Error) => this.#onDeath(seat, error))
    this.#seats.push(seat)
    return seat
  }

  #give(seat: Seat): void {
    if (this.#queue.length === 0 || this.#failure !== undefined) return
    // Small queues are shared out so that two workers both have something to do.
    const share = Math.max(1, Math.min(BATCH, Math.ceil(this.#queue.length / this.#options.size)))
    seat.batch = this.#queue.splice(0, share)
    seat.answered = 0
    beganBatch(seat.progress)
    seat.since = Math.max(seat.since, performance.now())
    seat.worker.postMessage(seat.batch)
  }

  #onAnswer(seat: Seat, answers: WorkerAnswer): void {
    seat.batch.splice(0, answers.length)
    seat.answered += answers.length
    seat.since = performance.now()
    for (const answer of answers) {
      if (answer.kind === 'done') this.#options.onInspected(answer.inspection, answer.memory)
      else this.#failure ??= new Error(`bug while inspecting ${answer.path}\n${answer.stack}`)
    }
    if (seat.batch.length === 0) this.#give(seat)
    this.#check()
  }

  #onDeath(seat: Seat, error: Error): void {
    const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    if (!outOfMemory) {
      this.#failure ??= error
      return this.#check()
    }
    const megabytes = this.#options.limits.workerMegabytes
    this.#replace(seat, 'LIMIT_MEMORY', `needed more than ${megabytes} MiB of memory, the worker was ended`)
  }

  #endStuckWorkers(): void {
    const { fileMilliseconds } = this.#options.limits
    const now = performance.now()
    for (const seat of this.#seats) {
      const mark = progressMark(seat.progress)
      if (mark === seat.mark) continue
      seat.mark = mark
      seat.since = Math.max(seat.since, now)
    }
    for (const seat of this.#seats.filter((one) => one.batch.length > 0 && now - one.since > fileMilliseconds)) {
      this.#replace(seat, 'LIMIT_TIME', `took longer than ${fileMilliseconds / 1000} s, the worker was ended`)
    }
  }

  #replace(seat: Seat, code: Diagnostic['code'], message: string): void {
    // Files that are finished and not answered for are lost with the worker, and looked at again.
    const [culprit] = seat.batch.splice(Math.max(0, finishedFiles(seat.progress) - seat.answered), 1)
    const rest = seat.batch.splice(0)
    seat.worker.removeAllListeners()
    // The thread is being ended; what it still reports of its end is no news.
    seat.worker.on('error', () => {})
    void seat.worker.terminate()
    this.#seats.splice(this.#seats.indexOf(seat), 1)
    this.#queue.unshift(...rest)
    if (culprit !== undefined) {
      const location = { path: culprit.path }
      const diagnostic: Diagnostic = { code, level: 'error', message, location, source: 'engine/pool' }
      this.#options.onInspected({ ...nothing(culprit.path), diagnostics: [diagnostic] })
    }
    this.#hire()
    this.#check()
  }

  #check(): void {
    if (this.#options.signal.aborted) this.#settled?.reject(this.#options.signal.reason)
    else if (this.#failure !== undefined) this.#settled?.reject(this.#failure)
    else if (this.#idle()) this.#settled?.resolve()
  }
}

/** One worker and what it has been given and has not answered for, in order. */
interface Seat {
  readonly worker: Worker
  readonly progress: SharedProgress
  batch: InspectionTask[]
  /** How many files of its batch it has answered for. */
  answered: number
  /** Of its progress, when that was last looked at. */
  mark: number
  /** When it last came further, in milliseconds of performance.now(); in the future while it starts. */
  since: number
}

/** The worker beside this file: `.ts` from source, `.js` in a build. */
export function workerProgram(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`./worker-start.${extension}`, import.meta.url)
}
