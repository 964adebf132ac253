import type { ContentMemorySetup } from './cache/content-memory.ts'
import type { InspectionTask } from './inspection.ts'
import type { InspectionPool, PoolOptions } from './pool.ts'

/** What is known before there is a pool; `memory` is asked for when it is made. */
export type LazyPoolOptions = Omit<PoolOptions, 'program' | 'memory'> & {
  readonly memory: () => ContentMemorySetup | undefined
}

/** A pool that is loaded and made with the first task: what needs no worker does not pay for one. */
export class LazyPool {
  readonly #options: LazyPoolOptions
  #pool: InspectionPool | undefined

  constructor(options: LazyPoolOptions) {
    this.#options = options
  }

  /** Queues one file. */
  async add(task: InspectionTask): Promise<void> {
    const pool = this.#pool ?? (await this.#make())
    pool.add(task)
  }

  /** How many files wait or are being looked at. */
  get pending(): number {
    return this.#pool?.pending ?? 0
  }

  /** Resolves when every queued file has been answered. Rejects on abort and on a bug of ours. */
  async drain(): Promise<void> {
    this.#options.signal.throwIfAborted()
    await this.#pool?.drain()
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    await this.#pool?.close()
  }

  async #make(): Promise<InspectionPool> {
    const { InspectionPool, workerProgram } = await import('./pool.ts')
    const { memory: memoryOf, ...options } = this.#options
    const memory = memoryOf()
    this.#pool = new InspectionPool({
      ...options,
      ...(memory === undefined ? {} : { memory }),
      program: workerProgram(),
    })
    return this.#pool
  }
}
