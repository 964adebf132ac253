import { parentPort, workerData } from 'node:worker_threads'
import type { SensitiveSettings } from '../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../base/limits.ts'
import type { FileRuleFamily } from '../model/rule.ts'
import type { ContentMemory, ContentMemorySetup, Memory } from './cache/content-memory.ts'
import { inspectOrRemember, type Plugins } from './inspect-file.ts'
import type { FileInspection, InspectionTask } from './inspection.ts'
import { FILE_RULES } from './rule-plugins.ts'
import { finishedOne, type SharedProgress, withProgress } from './shared-progress.ts'
import { type TreeDescriptor, treeOf } from './tree-descriptor.ts'

/** What a worker is started with. */
export interface WorkerSetup {
  readonly tree: TreeDescriptor
  readonly limits: Limits
  /** Present where secrets and personal data are looked for. */
  readonly sensitive?: SensitiveSettings
  /** Present where inspections are kept between runs. */
  readonly memory?: ContentMemorySetup
}

/** The setup and the memory in which the worker says how far it has come. */
export interface WorkerData extends WorkerSetup {
  readonly progress: SharedProgress
}

/** What came of one file. */
export type FileAnswer =
  | { readonly kind: 'done'; readonly inspection: FileInspection; readonly memory?: Memory }
  | { readonly kind: 'bug'; readonly path: string; readonly stack: string }

/** What a worker answers: files in the order of the batch, several at once. */
export type WorkerAnswer = readonly FileAnswer[]

/** Answers wait so long for others: a message costs as much as inspecting a small file. */
const WAIT_MILLISECONDS = 20

const port = parentPort
if (port !== null) {
  const { tree: descriptor, limits, sensitive, memory: setup, progress } = workerData as WorkerData
  const memory = setup === undefined ? undefined : memoryOf(setup)
  const tree = treeOf(descriptor, limits).then((source) => withProgress(source, progress))
  const rules = new Map(FILE_RULES.map((rule) => [rule.id, rule]))
  let families: ReadonlyMap<string, FileRuleFamily> | undefined
  port.on('message', async (batch: readonly InspectionTask[]) => {
    let answers: FileAnswer[] = []
    let since = performance.now()
    for (const task of batch) {
      answers.push(await answer(task))
      finishedOne(progress)
      if (performance.now() - since < WAIT_MILLISECONDS) continue
      port.postMessage(answers)
      answers = []
      since = performance.now()
    }
    if (answers.length > 0) port.postMessage(answers)
  })

  async function pluginsFor({ extractors, candidates }: InspectionTask): Promise<Plugins> {
    const own = { rules, families: (families ??= await familiesFor()) }
    if (extractors.length + candidates.length === 0) return { extractors: new Map(), ...own }
    if ([...extractors, ...candidates].every((id) => id.startsWith('models/'))) {
      const { MODEL_EXTRACTORS_BY_ID } = await import('./model-extractor-plugins.ts')
      return { extractors: MODEL_EXTRACTORS_BY_ID, ...own }
    }
    const { EXTRACTORS_BY_ID } = await import('./extractor-plugins.ts')
    return { extractors: EXTRACTORS_BY_ID, ...own }
  }

  async function familiesFor(): Promise<ReadonlyMap<string, FileRuleFamily>> {
    if (sensitive === undefined) return new Map()
    const { sensitiveFamily } = await import('../analysis/sensitive/sensitive-family.ts')
    const family = sensitiveFamily(sensitive)
    return new Map([[family.id, family]])
  }

  async function memoryOf(given: ContentMemorySetup): Promise<ContentMemory> {
    return (await import('./cache/content-memory.ts')).contentMemory(given, limits, sensitive)
  }

  async function answer(task: InspectionTask): Promise<FileAnswer> {
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
