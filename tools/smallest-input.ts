import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** What an input does wrong: the first line of what was thrown with the first place in our code, or that it does not end. */
export function problemOf(
  name: string,
  bytes: Uint8Array,
  milliseconds: number,
): Promise<{ readonly name: string | undefined }> {
  const worker = new Worker(join(import.meta.dirname, 'inspect-once.ts'), {
    workerData: { name, bytes: Uint8Array.from(bytes) },
    execArgv: [],
  })
  return new Promise((resolve) => {
    const finish = (problem: string | undefined): void => {
      clearTimeout(timer)
      void worker.terminate()
      resolve({ name: problem })
    }
    const timer = setTimeout(() => finish('takes too long'), milliseconds)
    worker.once('message', (problem: string | null) => finish(problem ?? undefined))
    worker.once('error', (error) => finish(`ends the worker: ${error.message.slice(0, 80)}`))
  })
}

const MOST_TRIES = 2_000

/**
 * The smallest input found that still fails: blocks are taken away, half the file first, then ever smaller ones, and what is left
 * is made plain where that changes nothing (delta debugging, after Zeller and Hildebrandt).
 */
export async function smallest(
  bytes: Uint8Array,
  fails: (candidate: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let best = Buffer.from(bytes)
  let tries = 0
  for (let block = Math.ceil(best.length / 2); block >= 1; block = block === 1 ? 0 : Math.ceil(block / 2)) {
    for (let at = 0; at < best.length && tries < MOST_TRIES;) {
      const candidate = Buffer.concat([best.subarray(0, at), best.subarray(at + block)])
      tries++
      if (await fails(candidate)) best = candidate
      else at += block
    }
  }
  for (let at = 0; at < best.length && tries < MOST_TRIES; at++) {
    if (best[at] === 0) continue
    const candidate = Buffer.from(best)
    candidate[at] = 0
    tries++
    if (await fails(candidate)) best = candidate
  }
  return best
}
