import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import type { FileInspection } from './inspection.ts'
import { InspectionPool } from './pool.ts'

/** A worker whose tasks do what their path says: hang, eat all memory, fail, or answer. */
const MISBEHAVING = `
import { parentPort, workerData } from 'node:worker_threads'
parentPort.on('message', (batch) => {
  const answers = []
  for (const { path } of batch) {
    if (path.startsWith('hang')) for (;;);
    if (path.startsWith('eat')) { const all = []; for (;;) all.push(new Array(10000).fill(path + all.length)) }
    if (path.startsWith('slow')) for (let step = 0; step < 10; step++) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
      Atomics.add(workerData.progress, 1, 1)
    }
    if (path.startsWith('bug')) answers.push({ kind: 'bug', path, stack: 'Error: ours' })
    else answers.push({ kind: 'done', inspection: { path, wanted: true, read: true, extractions: [], observations: [], diagnostics: [] } })
    Atomics.add(workerData.progress, 0, 1)
  }
  parentPort.postMessage(answers)
})`

async function inspect(paths: readonly string[], signal = new AbortController().signal): Promise<FileInspection[]> {
  const program = join(temporaryFolder(), 'worker.mjs')
  writeFileSync(program, MISBEHAVING)
  const found: FileInspection[] = []
  const pool = new InspectionPool({
    tree: { kind: 'directory', root: '.' },
    limits: { ...DEFAULT_LIMITS, fileMilliseconds: 300, workerMegabytes: 64 },
    size: 2,
    program: pathToFileURL(program),
    signal,
    startMilliseconds: 1000,
    onInspected: (inspection) => void found.push(inspection),
  })
  try {
    for (const path of paths) pool.add({ path, extractors: [], rules: [], candidates: [] })
    await pool.drain()
    return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  } finally {
    await pool.close()
  }
}

const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `good-${String(index).padStart(4, '0')}`)

describe('the pool', () => {
  it('answers for every file, whatever the size of the batches', async () => {
    expect((await inspect(many(500))).map((one) => one.path)).toEqual(many(500))
  })

  it('answers at once when there is nothing to do', async () => {
    expect(await inspect([])).toEqual([])
  })

  it.each([
    ['hang', 'LIMIT_TIME'],
    ['eat', 'LIMIT_MEMORY'],
  ])('a worker that would %s is ended, its file is a diagnostic, the rest of its batch is read', async (what, code) => {
    const found = await inspect([...many(20), `${what}-1`, ...many(40).slice(20)])
    expect(found).toHaveLength(41)
    const bad = found.filter((one) => !one.read)
    expect(bad.map((one) => [one.path, one.diagnostics[0]?.code])).toEqual([[`${what}-1`, code]])
  })

  it('a worker that reads on in a large file is not ended', async () => {
    expect((await inspect(['slow-1', 'slow-2'])).map(({ path, read }) => [path, read])).toEqual([
      ['slow-1', true],
      ['slow-2', true],
    ])
  })

  it('a bug of ours is thrown, never turned into a clean result', async () => {
    await expect(inspect(['bug-1', ...many(3)])).rejects.toThrow('bug while inspecting bug-1')
  })

  it('an abort ends the wait', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 100)
    await expect(inspect(['hang-1'], controller.signal)).rejects.toThrow('enough')
  })
})
