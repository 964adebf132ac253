import type { Limits } from '../base/limits.ts'
import type { Extractor } from '../inventory/extractor.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { FileRule, FileRuleFamily } from '../model/rule.ts'
import type { ScannedFile } from '../model/scanned-file.ts'
import { contentKind } from '../scan/identify.ts'
import { scannedFile } from '../scan/open.ts'
import type { OpenedFile, TreeSource } from '../scan/source.ts'
import type { ContentMemory, Remembering } from './cache/content-memory.ts'
import { diagnose } from './diagnose.ts'
import { withoutValues } from './without-values.ts'
import type { FileExtraction, FileInspection, FileObservation, InspectionTask } from './inspection.ts'

/** The plug-ins a worker can run, by id. */
export interface Plugins {
  readonly extractors: ReadonlyMap<string, Extractor>
  readonly rules: ReadonlyMap<string, FileRule>
  /** Rules that look together; a task names them among its rules. */
  readonly families: ReadonlyMap<string, FileRuleFamily>
}

/** Opens one file once, runs every plug-in that wants it, closes it. One plug-in's failure is a diagnostic and leaves the others their turn. */
export async function inspectFile(
  tree: TreeSource,
  task: InspectionTask,
  plugins: Plugins,
  limits: Limits,
): Promise<FileInspection> {
  return (await inspectOrRemember(tree, task, plugins, limits, undefined)).inspection
}

/** The same, but what was seen before is remembered, and what is seen now is to be. */
export async function inspectOrRemember(
  tree: TreeSource,
  task: InspectionTask,
  plugins: Plugins,
  limits: Limits,
  memory: ContentMemory | undefined,
): Promise<Remembering> {
  let opened: OpenedFile
  try {
    opened = await tree.open(task.path, task.place)
  } catch (error) {
    return { inspection: { ...nothing(task.path), diagnostics: [diagnose(error, task.path, 'scan/open')] } }
  }
  try {
    const extractors = [...task.extractors, ...(await recognised(opened, task, plugins))]
    if (extractors.length + task.rules.length === 0) {
      return memory?.unwanted(task, opened) ?? { inspection: { ...nothing(task.path), wanted: false } }
    }
    const inspect = (file: OpenedFile): Promise<FileInspection> =>
      runPlugins(scannedFile(task.path, file, limits), { ...task, extractors }, plugins)
    return memory === undefined ? { inspection: await inspect(opened) } : await memory.through(task, opened, inspect)
  } finally {
    await opened.close()
  }
}

/** How much of a file its content is recognised by: the headers that tools write are shorter. */
const HEAD_BYTES = 4096

async function recognised(opened: OpenedFile, task: InspectionTask, plugins: Plugins): Promise<readonly string[]> {
  if (task.candidates.length === 0) return []
  const head = await opened.slice(0, HEAD_BYTES)
  if (contentKind(head) !== 'text') return []
  const text = new TextDecoder().decode(head)
  return task.candidates.filter((id) => plugins.extractors.get(id)?.content?.recognises(text) ?? false)
}

/** The inspection of a file of which nothing could be read. */
export function nothing(path: string): FileInspection {
  return { path, wanted: true, read: false, extractions: [], observations: [], diagnostics: [] }
}

async function runPlugins(file: ScannedFile, task: InspectionTask, plugins: Plugins): Promise<FileInspection> {
  const extractions: FileExtraction[] = []
  const observations: FileObservation[] = []
  const diagnostics: Diagnostic[] = []
  const concealed: string[] = []
  let finished = 0
  for (const id of task.extractors) {
    const extractor = plugins.extractors.get(id)
    if (extractor === undefined) continue
    try {
      const extraction = await extractor.extract(file)
      extractions.push({ path: file.path, extractor: id, extraction })
      diagnostics.push(...extraction.diagnostics)
      finished++
    } catch (error) {
      diagnostics.push(diagnose(error, file.path, id))
    }
  }
  for (const id of task.rules) {
    const rule = plugins.rules.get(id)
    const family = plugins.families.get(id)
    try {
      if (rule !== undefined) {
        for await (const observation of rule.inspect(file)) observations.push({ ruleId: rule.id, observation })
      } else if (family !== undefined) {
        const seen = await family.inspect(file)
        observations.push(...seen.observations.map(({ ruleId, ...observation }) => ({ ruleId, observation })))
        diagnostics.push(...seen.diagnostics)
        concealed.push(...seen.concealed)
      } else continue
      finished++
    } catch (error) {
      const failure = diagnose(error, file.path, id)
      // What an extractor has said of the file needs not be said again.
      if (!diagnostics.some((told) => isSame(told, failure))) diagnostics.push(failure)
    }
  }
  const inspection = { path: file.path, wanted: true, read: finished > 0, extractions, observations, diagnostics }
  return concealed.length === 0 ? inspection : withoutValues(inspection, concealed)
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.message === b.message && a.location?.lines?.start === b.location?.lines?.start
}
