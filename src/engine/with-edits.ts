import { commandsFor } from '../analysis/fixes/commands-for.ts'
import type { FileChange, FixPlan, FixStep, Suggestion } from '../analysis/fixes/fix-plan.ts'
import type { Limits } from '../base/limits.ts'
import type { Extractor } from '../inventory/extractor.ts'
import type { OpenedFile, TreeSource } from '../scan/source.ts'
import { editableText, type SourceText } from './editable-text.ts'
import { inspectFile } from './inspect-file.ts'
import type { FileExtraction } from './inspection.ts'
import type { TreeInspection } from './inspect-tree.ts'
import { moveLocks } from './move-lock.ts'
import type { ReadFile } from './planned-files.ts'
import { saysTheSame } from './says-the-same.ts'
import type { Inspected } from './scan.ts'

/** A plan whose every edit was tried, and what the tree says with it. */
export interface Edited {
  readonly plan: FixPlan
  readonly inspection: TreeInspection
  readonly texts: ReadonlyMap<string, SourceText>
}

/**
 * Applies the edits in memory and reads the files again. A file that then says anything but the same packages with the
 * versions wanted is left alone, and its edits become suggestions: an edit that would change more than a version cannot get
 * through. Locks that follow are taken for made anew.
 */
export async function withEdits(
  plan: FixPlan,
  inspected: Inspected,
  files: readonly ReadFile[],
  limits: Limits,
): Promise<Edited> {
  const texts = new Map(files.flatMap(({ path, source }) => (source === undefined ? [] : [[path, source] as const])))
  const again = new Map<string, readonly FileExtraction[]>()
  const refused = new Set<string>()
  for (const change of plan.changes) {
    const created = plan.steps.flatMap(({ additions }) => additions.filter(({ file }) => file.path === change.path))
    const extractors = created.map(({ file }) => file.extractor)
    const extractions = await readAgain(change, texts, inspected, extractors, limits)
    if (extractions !== undefined && saysTheSame(change, extractions, inspected, plan))
      again.set(change.path, extractions)
    else refused.add(change.path)
  }
  const tried = refused.size === 0 ? plan : withoutFiles(plan, refused, files)
  const extractions = inspected.inspection.extractions.flatMap((one) =>
    again.has(one.path) ? (again.get(one.path) ?? []).filter(({ extractor }) => extractor === one.extractor) : [one],
  )
  const made = tried.changes.flatMap(({ path, isNew }) => (isNew ? (again.get(path) ?? []) : []))
  const moved = moveLocks([...extractions, ...made], tried.steps)
  return { plan: tried, inspection: { ...inspected.inspection, extractions: moved }, texts }
}

async function readAgain(
  change: FileChange,
  texts: ReadonlyMap<string, SourceText>,
  { tree, extractors, inspection }: Inspected,
  created: readonly string[],
  limits: Limits,
): Promise<readonly FileExtraction[] | undefined> {
  const edited = editableText(change, texts)
  if (edited === undefined) return undefined
  const known = inspection.extractions.filter(({ path }) => path === change.path).map(({ extractor }) => extractor)
  const ids = change.isNew ? created : known
  const plugins = {
    extractors: new Map<string, Extractor>(extractors.map((one) => [one.id, one])),
    rules: new Map(),
    families: new Map(),
  }
  const task = { path: change.path, extractors: [...new Set(ids)], rules: [], candidates: [] }
  const read = await inspectFile(overlay(tree, edited.bytes), task, plugins, limits)
  return read.extractions.length === task.extractors.length ? read.extractions : undefined
}

/** The tree with these bytes in the place of every file that is opened. */
function overlay(tree: TreeSource, bytes: Uint8Array): TreeSource {
  const open = async (): Promise<OpenedFile> => ({
    size: bytes.length,
    links: { symbolic: false, names: 1 },
    all: async () => bytes,
    slice: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => {},
  })
  return { list: (folder) => tree.list(folder), state: (path) => tree.state(path), open }
}

/** Several steps may end at different versions in one file: what was tried is the whole file, so all of it goes. */
function withoutFiles(plan: FixPlan, refused: ReadonlySet<string>, files: readonly ReadFile[]): FixPlan {
  const steps: FixStep[] = []
  const suggestions: Suggestion[] = []
  for (const step of plan.steps) {
    const edits = step.edits.filter(({ path }) => !refused.has(path))
    const additions = step.additions.filter(({ file }) => !refused.has(file.path))
    const isEmptied = edits.length + additions.length < 1 && step.edits.length + step.additions.length > 0
    if (!isEmptied) steps.push({ ...step, edits, additions })
    for (const path of new Set([...step.edits.map((one) => one.path), ...step.additions.map((one) => one.file.path)])) {
      if (refused.has(path)) suggestions.push(byHand(step, path))
    }
  }
  return {
    steps,
    changes: plan.changes.filter(({ path }) => !refused.has(path)),
    suggestions: [...plan.suggestions, ...suggestions],
    commands: commandsFor(steps, files),
  }
}

function byHand({ ecosystem, name, to, ends }: FixStep, path: string): Suggestion {
  const text = `The edited file would not say what was meant; ask for ${name} ${to} or later by hand.`
  return { ecosystem, name, advisories: ends, path, text }
}
