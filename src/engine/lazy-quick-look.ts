import { setImmediate } from 'node:timers/promises'
import type { Limits } from '../base/limits.ts'
import type { Extractor } from '../inventory/extractor.ts'
import type { TreeSource } from '../scan/source.ts'
import type { InspectionTask } from './inspection.ts'
import type { QuickLook } from './quick-look.ts'

/** Milliseconds after which the main thread lets its events in: answers of workers, Ctrl-C. */
const BREATH = 20

/**
 * The quick look for tasks of nothing but `modelRules` and `extractors`, loaded with the first of them. Rejects when the
 * signal is aborted.
 */
export function lazyQuickLook(
  {
    tree,
    extractors,
    signal,
    limits,
  }: {
    readonly tree: TreeSource
    readonly extractors: readonly Extractor[]
    readonly signal: AbortSignal
    readonly limits: Limits
  },
  modelRules: readonly string[],
): QuickLook {
  const own = new Set(modelRules)
  let look: QuickLook | undefined
  let last = performance.now()
  return async (task) => {
    if (!isAboutModels(task, own)) return undefined
    if (performance.now() - last > BREATH) {
      await setImmediate()
      signal.throwIfAborted()
      last = performance.now()
    }
    look ??= (await import('./quick-look.ts')).quickLook(tree, extractors, limits)
    return look(task)
  }
}

function isAboutModels({ rules, candidates }: InspectionTask, own: ReadonlySet<string>): boolean {
  return candidates.length === 0 && rules.length === own.size && rules.every((id) => own.has(id))
}
