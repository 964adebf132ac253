import { compareText } from '../base/compare.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { FileState, TreeSource } from '../scan/source.ts'
import type { FileExtraction, FileInspection, InspectionTask } from './inspection.ts'

/** Files that other files name, and what is to be said of those that are not there. */
export interface IncludeWave {
  readonly tasks: readonly InspectionTask[]
  readonly diagnostics: readonly Diagnostic[]
  /** What was asked of the tree, and what it said. */
  readonly asked: readonly AskedState[]
}

/** A path and what was there when it was asked for. */
export interface AskedState {
  readonly path: string
  readonly state: FileState
}

/**
 * The files that the inspected ones include (`-r`, `-c`) and that this extractor has not read yet, whatever their names.
 * `visited` remembers what was asked for, so cycles end; it is the caller's, and grows.
 */
export async function nextIncludes(
  inspections: readonly FileInspection[],
  visited: Set<string>,
  tree: TreeSource,
): Promise<IncludeWave> {
  const named = new Set(inspections.flatMap(({ extractions }) => extractions.flatMap(includedPaths)))
  if (named.size === 0) return { tasks: [], diagnostics: [], asked: [] }
  for (const { path, extractions } of inspections) {
    if (named.has(path)) for (const { extractor } of extractions) visited.add(visitKey(path, extractor))
  }
  const tasks: InspectionTask[] = []
  const diagnostics: Diagnostic[] = []
  const asked: AskedState[] = []
  for (const { extractor, extraction } of includingAmong(inspections)) {
    for (const include of extraction.includes) {
      const { rules = [] } = include
      const reader = include.extractor ?? (rules.length === 0 ? extractor : undefined)
      const key = visitKey(include.path, reader ?? rules.join(' '))
      if (visited.has(key)) continue
      visited.add(key)
      const state = await tree.state(include.path)
      asked.push({ path: include.path, state })
      const extractors = reader === undefined ? [] : [reader]
      if (state.kind === 'file') tasks.push({ path: include.path, extractors, rules, candidates: [] })
      else if (include.optional !== true) {
        const message = `names ${include.path.slice(0, 120)}, which cannot be read: ${state.reason}`
        diagnostics.push({
          code: 'FORMAT_OUTSIDE',
          level: 'warning',
          message,
          location: include.location,
          source: extractor,
        })
      }
    }
  }
  return { tasks, diagnostics, asked }
}

/** By path: who asks first for what is missing is told of it, whichever worker was the quickest. */
function includingAmong(inspections: readonly FileInspection[]): readonly FileExtraction[] {
  return inspections
    .flatMap(({ extractions }) => extractions.filter(({ extraction }) => extraction.includes.length > 0))
    .sort((a, b) => compareText(a.path, b.path) || compareText(a.extractor, b.extractor))
}

function includedPaths({ extraction }: FileExtraction): readonly string[] {
  return extraction.includes.length === 0 ? NONE : extraction.includes.map(({ path }) => path)
}

const NONE: readonly string[] = []

function visitKey(path: string, extractor: string): string {
  return `${extractor}\n${path}`
}
