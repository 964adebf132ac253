import { editingOf } from '../analysis/fixes/editable-files.ts'
import type { PlannedFile } from '../analysis/fixes/fix-plan.ts'
import { lineStartsOf } from '../analysis/fixes/site-of.ts'
import { isExpected } from '../base/errors.ts'
import type { Extractor } from '../inventory/extractor.ts'
import { folderOf, foldersUpwards } from '../inventory/file-mentions.ts'
import type { Component } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import { type SourceText, sourceText } from './editable-text.ts'
import type { FileExtraction } from './inspection.ts'
import type { Inspected } from './scan.ts'
import type { TreeSource } from '../scan/source.ts'

/** A file for the planner, with the bytes behind its text. */
export interface ReadFile extends PlannedFile {
  readonly source?: SourceText
}

/**
 * Everything that was read, for the planner: with the text of the files that may be edited for these findings, and with the
 * lock file that belongs to each manifest.
 */
export async function plannedFiles(
  { inspection, extractors, tree }: Inspected,
  findings: readonly Finding[],
  components: readonly Component[],
): Promise<readonly ReadFile[]> {
  const lockFor = locks(inspection.extractions, extractors)
  const ids = new Set(findings.map(({ component }) => component))
  const names = new Set(components.filter(({ id }) => ids.has(id)).map(({ name }) => name))
  const folders = new Set(
    components
      .filter(({ id }) => ids.has(id))
      .flatMap(({ evidence }) => evidence.map(({ location }) => folderOf(location.path))),
  )
  const sources = new Map<string, SourceText | undefined>()
  const files: ReadFile[] = []
  for (const { path, extractor, extraction } of inspection.extractions) {
    const { mentions, includes } = extraction
    const lock = lockFor(path, extractor)
    const wanted =
      editingOf(extractor) !== undefined &&
      (mentions.some(({ name }) => names.has(name)) || folders.has(folderOf(path)))
    if (wanted && !sources.has(path)) sources.set(path, await readSource(tree, path))
    const source = wanted ? sources.get(path) : undefined
    files.push({
      path,
      extractor,
      mentions,
      includes,
      ...(lock === undefined ? {} : { lock }),
      ...(source === undefined ? {} : { source, text: source.text, lineStarts: lineStartsOf(source.text) }),
    })
  }
  return files
}

/** What cannot be read now was read a moment ago; it is then not edited, and the plan says so. */
async function readSource(tree: TreeSource, path: string): Promise<SourceText | undefined> {
  try {
    const file = await tree.open(path)
    try {
      return sourceText(path, await file.all())
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!isExpected(error)) throw error
    return undefined
  }
}

/** pnpm keeps its lock beside the file of the workspace, which has no packages of its own. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { 'npm/pnpm-workspace': ['npm/pnpm-lock'] }

/** The lock of a manifest: the one its name says, else the nearest in its folder or above. */
function locks(
  extractions: readonly FileExtraction[],
  extractors: readonly Extractor[],
): (path: string, extractor: string) => string | undefined {
  const byId = new Map(extractors.map((extractor) => [extractor.id as string, extractor]))
  const lockers = new Set(extractors.flatMap(({ lockedBy = [] }) => lockedBy))
  const paths = new Set(extractions.map(({ path }) => path))
  const byFolder = new Map(
    extractions
      .filter(({ extractor }) => lockers.has(extractor))
      .map(({ path, extractor }) => [`${extractor}\n${folderOf(path)}`, path]),
  )
  return (path, id) => {
    const extractor = byId.get(id)
    const named = extractor?.lockFile?.(path)
    if (named !== undefined) return paths.has(named) ? named : undefined
    const kinds = extractor?.lockedBy ?? BESIDE[id] ?? []
    return foldersUpwards(folderOf(path))
      .flatMap((folder) => kinds.flatMap((kind) => byFolder.get(`${kind}\n${folder}`) ?? []))
      .at(0)
  }
}
