import type { OpenedFile, TreeSource } from '../scan/source.ts'

/**
 * How far a worker has come, in memory that both sides see: `[files of the batch it has finished, pieces it has read]`. Messages would say the
 * same 50 µs later and a hundred times dearer.
 */
export type SharedProgress = Int32Array<SharedArrayBuffer>

const FINISHED = 0
const READ = 1

/** Bytes after which reading on counts as progress: a file has its deadline for each of these, not for all of them. */
const STRIDE = 32 * 1024 * 1024

/** For one worker. */
export function sharedProgress(): SharedProgress {
  return new Int32Array(new SharedArrayBuffer(8))
}

/** A batch is given to the worker, which is idle. */
export function beganBatch(progress: SharedProgress): void {
  Atomics.store(progress, FINISHED, 0)
}

/** The worker is done with one more file of its batch. */
export function finishedOne(progress: SharedProgress): void {
  Atomics.add(progress, FINISHED, 1)
}

/** How many files of its batch the worker has finished. */
export function finishedFiles(progress: SharedProgress): number {
  return Atomics.load(progress, FINISHED)
}

/** A number that changes whenever the worker has come further. */
export function progressMark(progress: SharedProgress): number {
  return Atomics.load(progress, FINISHED) * 65_536 + (Atomics.load(progress, READ) % 65_536)
}

/** The tree, with reading further into a large file counted as progress. Reading the same bytes again is none, so it ends. */
export function withProgress(tree: TreeSource, progress: SharedProgress): TreeSource {
  return {
    ...tree,
    open: async (path, place) => {
      const opened = await tree.open(path, place)
      return opened.size <= STRIDE ? opened : watched(opened, progress)
    },
  }
}

/** One file of it. */
export function watched(opened: OpenedFile, progress: SharedProgress): OpenedFile {
  let furthest = STRIDE
  return {
    ...opened,
    slice: (offset, length) => {
      if (offset + length > furthest) {
        furthest = offset + length + STRIDE
        Atomics.add(progress, READ, 1)
      }
      return opened.slice(offset, length)
    },
  }
}
