import { Worker } from 'node:worker_threads'
import type { ArtefactFacts } from '../../analysis/packages/artefact-facts.ts'
import { ExternalError } from '../../base/errors.ts'
import type { ArtefactAnswer, ArtefactTask, ArtefactWorkerData, LeftOut } from './artefact-task.ts'

/** A worker that was ended so often in one artefact is ended for good: what is left of it is told as not looked at. */
const MOST_ENDINGS = 4

/** The first answer waits for the readers of all languages to be loaded. */
const START_MILLISECONDS = 30_000

export interface ArtefactPoolOptions extends ArtefactWorkerData {
  /** Most workers; they are started as work queues up. */
  readonly size: number
  readonly signal: AbortSignal
  /** The program of a worker; tests give one that misbehaves. */
  readonly program?: URL
  /** Heap of one worker; where absent, what a large package with all its modules needs. */
  readonly workerMegabytes?: number
  /** How long a worker may take to be there; where absent, half a minute. */
  readonly startMilliseconds?: number
  /** Called with the file that is being looked at. */
  readonly onFile?: (artefact: string, path: string) => void
}

interface Job {
  readonly task: ArtefactTask
  readonly settled: PromiseWithResolvers<ArtefactFacts>
}

interface Seat {
  readonly worker: Worker
  job: Job | undefined
  /** The file it is in. */
  at: string
  /** When it last came further, in milliseconds of performance.now(). */
  since: number
}

/**
 * Worker threads that look through artefacts, one each at a time. One that is stuck in a file (deadline) or out of memory is ended;
 * the artefact is begun again without that file, which the facts name. A class because workers must be ended.
 */
export class ArtefactPool {
  readonly #options: ArtefactPoolOptions
  readonly #queue: Job[] = []
  readonly #seats: Seat[] = []
  #watch: NodeJS.Timeout | undefined

  constructor(options: ArtefactPoolOptions) {
    this.#options = options
    options.signal.addEventListener('abort', () => this.#abort(), { once: true })
  }

  /** The facts of one artefact. Throws ExternalError for one that cannot be read, what the signal throws, and bugs of ours. */
  inspect(task: ArtefactTask): Promise<ArtefactFacts> {
    this.#options.signal.throwIfAborted()
    const settled = Promise.withResolvers<ArtefactFacts>()
    this.#queue.push({ task, settled })
    this.#hire()
    return settled.promise
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    clearInterval(this.#watch)
    this.#watch = undefined
    const workers = this.#seats.splice(0).map(({ worker }) => worker)
    for (const worker of workers) worker.removeAllListeners('exit')
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  get #heap(): number {
    return this.#options.workerMegabytes ?? HEAP_MEGABYTES
  }

  #hire(): void {
    for (const seat of this.#seats) if (seat.job === undefined) this.#give(seat)
    while (this.#queue.length > 0 && this.#seats.length < this.#options.size) this.#give(this.#start())
    this.#watch ??= setInterval(() => this.#endStuckWorkers(), 250).unref()
  }

  #start(): Seat {
    const { yara, startMilliseconds } = this.#options
    const workerData: ArtefactWorkerData = yara === undefined ? {} : { yara }
    const worker = new Worker(this.#options.program ?? workerProgram(), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: this.#heap },
      // What a library would print must not reach the report on stdout.
      stdout: true,
      stderr: true,
    })
    const seat: Seat = {
      worker,
      job: undefined,
      at: '',
      since: performance.now() + (startMilliseconds ?? START_MILLISECONDS),
    }
    worker.on('message', (answer: ArtefactAnswer) => this.#onAnswer(seat, answer))
    worker.on('error', (error: Error) => this.#onDeath(seat, error))
    // A thread that ends without an error would let its artefact wait for ever.
    worker.on('exit', (code) => this.#onDeath(seat, new Error(`bug: a worker ended by itself (${code})`)))
    this.#seats.push(seat)
    return seat
  }

  #give(seat: Seat): void {
    const job = this.#queue.shift()
    if (job === undefined) return
    seat.job = job
    seat.at = ''
    seat.since = Math.max(seat.since, performance.now())
    seat.worker.postMessage(job.task)
  }

  #onAnswer(seat: Seat, answer: ArtefactAnswer): void {
    seat.since = performance.now()
    const { job } = seat
    if (job === undefined) return
    if (answer.kind === 'at') {
      seat.at = answer.path
      this.#options.onFile?.(job.task.name, answer.path)
      return
    }
    seat.job = undefined
    if (answer.kind === 'done') job.settled.resolve(answer.facts)
    else if (answer.kind === 'failed')
      job.settled.reject(new ExternalError('EXTERNAL_DISK', answer.message, { retryable: false }))
    else job.settled.reject(new Error(`bug while inspecting ${job.task.name}\n${answer.stack}`))
    this.#hire()
  }

  #onDeath(seat: Seat, error: Error): void {
    const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    if (outOfMemory) this.#replace(seat, 'limit-memory', `needed more than ${this.#heap} MiB of memory`)
    else {
      this.#dismiss(seat)
      seat.job?.settled.reject(error)
      this.#hire()
    }
  }

  #endStuckWorkers(): void {
    const now = performance.now()
    const isStuck = ({ job, since }: Seat): boolean =>
      job !== undefined && now - since > job.task.limits.fileMilliseconds
    for (const seat of this.#seats.filter(isStuck)) {
      const most = seat.job?.task.limits.fileMilliseconds ?? 0
      this.#replace(seat, 'limit-time', `took longer than ${most / 1000} s`)
    }
  }

  #replace(seat: Seat, code: LeftOut['code'], message: string): void {
    this.#dismiss(seat)
    const { job, at } = seat
    if (job !== undefined) {
      const leaveOut = [...job.task.leaveOut, { path: at, code, message }]
      // A worker that is stuck in the same place again, or outside of any file, will not get further.
      const isHopeless =
        at === '' || leaveOut.length > MOST_ENDINGS || job.task.leaveOut.some(({ path }) => path === at)
      if (isHopeless) job.settled.resolve(unread(job.task, leaveOut))
      else this.#queue.unshift({ ...job, task: { ...job.task, leaveOut } })
    }
    this.#hire()
  }

  #dismiss(seat: Seat): void {
    seat.worker.removeAllListeners()
    // The thread is being ended; what it still reports of its end is no news.
    seat.worker.on('error', () => {})
    void seat.worker.terminate()
    const place = this.#seats.indexOf(seat)
    if (place !== -1) this.#seats.splice(place, 1)
  }

  #abort(): void {
    const jobs = [...this.#queue.splice(0), ...this.#seats.flatMap(({ job }) => job ?? [])]
    for (const { settled } of jobs) settled.reject(this.#options.signal.reason)
    void this.close()
  }
}

/** Facts of a large package with all its modules need some hundred megabytes. */
const HEAP_MEGABYTES = 2048

/** Nothing is known of the artefact but what ended the workers. */
function unread({ name, kind }: ArtefactTask, leaveOut: readonly LeftOut[]): ArtefactFacts {
  const notes = leaveOut.map(({ path, code, message }) => ({
    kind: 'not-inspected' as const,
    code,
    path,
    message: `${message}; the worker was ended`,
  }))
  return { name, kind: kind === 'folder' ? 'folder' : 'archive', size: 0, files: [], behaviours: [], notes }
}

/** The worker beside this file: `.ts` from source, `.js` in a build. */
function workerProgram(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`./artefact-worker-start.${extension}`, import.meta.url)
}
