import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { fuzzSamples } from './fuzz-samples.ts'
import type { FuzzFailure, FuzzShare, FuzzTask } from './fuzz-worker.ts'
import { type Mutant, mutantOf } from './model-mutants.ts'
import { REAL_MODELS_FOLDER } from './real-models.ts'

/** One run of spoiled model files through the whole inspection. */
export interface FuzzPlan {
  readonly seed: number
  readonly count: number
  readonly workers: number
  /** The run ends after this time, however many inputs are left. */
  readonly milliseconds: number
  /** An input that takes longer is a hang: its worker is ended and the run says which input it was. */
  readonly inputMilliseconds: number
  /** Real files up to this size are among the samples; larger ones take longer and reach little that is new. */
  readonly largestSample?: number
}

export interface FuzzReport extends Omit<FuzzShare, 'heap'> {
  /** Most growth of the used heap of a worker after its first tenth, in megabytes. */
  readonly heapGrowth: number
  readonly megabytesPerSecond: number
}

const LARGEST_SAMPLE = 4096

/** The run, shared by workers that a watchdog looks at. Never throws for what an input does: that is in `failures`. */
export async function fuzzModels(plan: FuzzPlan): Promise<FuzzReport> {
  const began = performance.now()
  const shares = await Promise.all(
    Array.from({ length: plan.workers }, (_, index) =>
      runWorker(
        {
          seed: plan.seed,
          first: index,
          step: plan.workers,
          count: plan.count,
          milliseconds: plan.milliseconds,
          folder: REAL_MODELS_FOLDER,
          largestSample: plan.largestSample ?? LARGEST_SAMPLE,
          progress: new SharedArrayBuffer(16),
        },
        plan.inputMilliseconds,
      ),
    ),
  )
  return reportOf(shares, performance.now() - began)
}

/** The input of a run by its number, to look at or to make smaller. */
export function fuzzInput(seed: number, number: number, largestSample = LARGEST_SAMPLE): Mutant {
  return mutantOf(fuzzSamples(REAL_MODELS_FOLDER, largestSample), seed, number)
}

/** The plain numbers of a run, for people. */
export function fuzzWords(plan: Pick<FuzzPlan, 'seed' | 'workers'>, report: FuzzReport): string {
  const { inputs, milliseconds, slowest, heapGrowth, megabytesPerSecond, repeated, withObservations } = report
  return [
    `${inputs} inputs, seed ${plan.seed}, ${plan.workers} workers, ${(milliseconds / 1000).toFixed(1)} s, ${megabytesPerSecond.toFixed(1)} MB/s`,
    `${withObservations} with observations, ${repeated} inspected twice, heap grew by ${heapGrowth.toFixed(1)} MB`,
    `slowest ${slowest.milliseconds.toFixed(0)} ms: input ${slowest.number} (${slowest.how})`,
    ...report.failures.map(({ number, how, problem }) => `FAILED input ${number} (${how}): ${problem}`),
  ].join('\n')
}

function runWorker(task: FuzzTask, inputMilliseconds: number): Promise<FuzzShare> {
  // The flags of the test runner are not for this thread.
  const worker = new Worker(join(import.meta.dirname, 'fuzz-worker.ts'), { workerData: task, execArgv: [] })
  const progress = new Float64Array(task.progress)
  return new Promise((resolve) => {
    const finish = (share: FuzzShare): void => {
      clearInterval(watchdog)
      resolve(share)
    }
    const watchdog = setInterval(() => {
      const [number = 0, since = 0] = progress
      if (number === 0 || Date.now() - since <= inputMilliseconds) return
      void worker.terminate()
      finish(failedShare(number - 1, `took longer than ${inputMilliseconds} ms`))
    }, 250)
    worker.once('message', finish)
    worker.once('error', (error) => finish(failedShare((progress[0] ?? 0) - 1, `ended the worker: ${error.message}`)))
    worker.once('exit', (code) => {
      if (code !== 0) finish(failedShare((progress[0] ?? 0) - 1, `ended the worker with ${code}`))
    })
  })
}

function failedShare(number: number, problem: string): FuzzShare {
  const failure: FuzzFailure = { number, how: 'made again by its seed and number', problem }
  return {
    inputs: 0,
    bytes: 0,
    milliseconds: 0,
    slowest: { number, how: '', milliseconds: 0 },
    heap: [],
    repeated: 0,
    withObservations: 0,
    failures: [failure],
  }
}

function reportOf(shares: readonly FuzzShare[], milliseconds: number): FuzzReport {
  const sum = (of: (share: FuzzShare) => number): number => shares.reduce((total, share) => total + of(share), 0)
  const bytes = sum((share) => share.bytes)
  const slowest = shares.map((share) => share.slowest).toSorted((a, b) => b.milliseconds - a.milliseconds)[0]
  return {
    inputs: sum((share) => share.inputs),
    bytes,
    milliseconds,
    slowest: slowest ?? { number: -1, how: '', milliseconds: 0 },
    repeated: sum((share) => share.repeated),
    withObservations: sum((share) => share.withObservations),
    failures: shares.flatMap((share) => share.failures),
    heapGrowth: Math.max(0, ...shares.map(({ heap }) => growth(heap))),
    megabytesPerSecond: bytes / 1e6 / (milliseconds / 1000),
  }
}

/** From what was in use once everything had been loaded and run for a while. */
function growth(heap: readonly number[]): number {
  const settled = heap[Math.min(heap.length - 1, Math.ceil(heap.length / 10))] ?? 0
  return (heap.at(-1) ?? 0) - settled
}
