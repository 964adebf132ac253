import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { inspectModel } from '../../src/analysis/models/inspect-model.ts'
import { fileOf } from './file-of.ts'
import { fuzzSamples } from './fuzz-samples.ts'
import { type Mutant, mutantOf } from './model-mutants.ts'

/** What a worker is asked to do: inputs `first`, `first + step` … below `count`, or until the time is up. */
export interface FuzzTask {
  readonly seed: number
  readonly first: number
  readonly step: number
  readonly count: number
  readonly milliseconds: number
  readonly folder: string
  readonly largestSample: number
  /** Slot 0: the input at work, plus one; slot 1: when it was begun. Read by the watchdog. */
  readonly progress: SharedArrayBuffer
}

/** What a worker answers with. */
export interface FuzzShare {
  readonly inputs: number
  readonly bytes: number
  readonly milliseconds: number
  /** By the time of the processor that this thread had: a busy machine does not count. */
  readonly slowest: { readonly number: number; readonly how: string; readonly milliseconds: number }
  /** Used heap after collection, in megabytes, at each tenth of the work. */
  readonly heap: readonly number[]
  readonly repeated: number
  readonly withObservations: number
  readonly failures: readonly FuzzFailure[]
}

export interface FuzzFailure {
  readonly number: number
  readonly how: string
  readonly problem: string
}

const MOST_FAILURES = 20
/** One in so many inputs is inspected twice. */
const REPEAT = 50
const HEAP_EVERY = 5_000

if (parentPort !== null) parentPort.postMessage(await runShare(workerData as FuzzTask))

async function runShare(task: FuzzTask): Promise<FuzzShare> {
  const samples = fuzzSamples(task.folder, task.largestSample)
  const progress = new Float64Array(task.progress)
  const collect = collector()
  const began = performance.now()
  const failures: FuzzFailure[] = []
  const heap: number[] = []
  let [inputs, bytes, repeated, withObservations] = [0, 0, 0, 0]
  let slowest = { number: -1, how: '', milliseconds: 0 }
  for (let number = task.first; number < task.count && failures.length < MOST_FAILURES; number += task.step) {
    if (performance.now() - began > task.milliseconds) break
    const mutant = mutantOf(samples, task.seed, number)
    progress[1] = Date.now()
    progress[0] = number + 1
    const started = ownMilliseconds()
    const first = await outcomeOf(mutant)
    const milliseconds = ownMilliseconds() - started
    if (milliseconds > slowest.milliseconds) slowest = { number, how: mutant.how, milliseconds }
    if (first.problem !== undefined) failures.push({ number, how: mutant.how, problem: first.problem })
    if (first.observations !== '[]') withObservations++
    if (inputs % REPEAT === 0) {
      repeated++
      const second = await outcomeOf(mutant)
      if (second.observations !== first.observations)
        failures.push({ number, how: mutant.how, problem: 'not the same twice' })
    }
    if (inputs % HEAP_EVERY === 0) heap.push(collect())
    inputs++
    bytes += mutant.bytes.length
  }
  progress[0] = 0
  heap.push(collect())
  const milliseconds = performance.now() - began
  return { inputs, bytes, milliseconds, slowest, heap, repeated, withObservations, failures }
}

/** The observations as text, or what must never happen: anything thrown, or an observation without words. */
async function outcomeOf({
  name,
  bytes,
}: Mutant): Promise<{ readonly observations: string; readonly problem?: string }> {
  try {
    const { observations } = await inspectModel(fileOf(name, bytes))
    const mute = observations.find(({ id, title, why, fix }) => [id, title, why, fix].some((words) => words === ''))
    return {
      observations: JSON.stringify(observations),
      ...(mute === undefined ? {} : { problem: `an observation without words: ${mute.id}` }),
    }
  } catch (error) {
    return { observations: 'error', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function ownMilliseconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Collects garbage and answers with the megabytes in use. */
function collector(): () => number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return () => {
    collect()
    return process.memoryUsage().heapUsed / 1024 ** 2
  }
}
