import { parentPort, workerData } from 'node:worker_threads'
import type { Limits } from '../base/limits.ts'
import { directorySource } from '../scan/sources/directory.ts'
import type { ContentMemory, ContentMemorySetup, Memory } from './cache/content-memory.ts'
import { inspectOrRemember, type Plugins } from './inspect-file.ts'
import type { FileInspection, InspectionTask } from './inspection.ts'
import { FILE_RULES } from './rule-plugins.ts'

/** What a worker is started with. */
export interface WorkerSetup {
  readonly root: string
  readonly limits: Limits
  /** Present where inspections are kept between runs. */
  readonly memory?: ContentMemorySetup
}

/** What a worker answers, one message per file, in the order of the batch: the pool's deadline counts from the last one. */
export type WorkerAnswer =
  | { readonly kind: 'done'; readonly inspection: FileInspection; readonly memory?: Memory }
  | { readonly kind: 'bug'; readonly path: string; readonly stack: string }

const port = parentPort
if (port !== null) {
  const { root, limits, memory: setup } = workerData as WorkerSetup
  const memory = setup === undefined ? undefined : memoryOf(setup)
  const tree = directorySource(root, limits)
  const rules = new Map(FILE_RULES.map((rule) => [rule.id, rule]))
  port.on('message', async (batch: readonly InspectionTask[]) => {
    for (const task of batch) port.postMessage(await answer(task))
  })

  async function pluginsFor({ extractors, candidates }: InspectionTask): Promise<Plugins> {
    if (extractors.length + candidates.length === 0) return { extractors: new Map(), rules }
    if ([...extractors, ...candidates].every((id) => id.startsWith('models/'))) {
      const { MODEL_EXTRACTORS_BY_ID } = await import('./model-extractor-plugins.ts')
      return { extractors: MODEL_EXTRACTORS_BY_ID, rules }
    }
    const { EXTRACTORS_BY_ID } = await import('./extractor-plugins.ts')
    return { extractors: EXTRACTORS_BY_ID, rules }
  }

  async function memoryOf(given: ContentMemorySetup): Promise<ContentMemory> {
    return (await import('./cache/content-memory.ts')).contentMemory(given, limits)
  }

  async function answer(task: InspectionTask): Promise<WorkerAnswer> {
    try {
      const plugins = await pluginsFor(task)
      return { kind: 'done', ...(await inspectOrRemember(await tree, task, plugins, limits, await memory)) }
    } catch (error) {
      return {
        kind: 'bug',
        path: task.path,
        stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }
    }
  }
}
