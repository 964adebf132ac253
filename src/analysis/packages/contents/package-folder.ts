import type { ByteSource } from '../../../base/bytes.ts'
import type { ContainerBudget } from '../../models/containers/budget.ts'
import type { ArtefactEvent } from './artefact-event.ts'
import { memberPath } from './member-path.ts'
import { openArtefact } from './open-artefact.ts'

/** A file of a folder, as the source of the scan hands it over. */
export interface FolderFile {
  /** Relative to the folder of the package. */
  readonly path: string
  readonly source: ByteSource
  readonly mode: number
}

/**
 * The files of an unpacked package: a checked-out repository, a folder below node_modules, what a dist-info folder of site-packages lists. Files that
 * are archives are opened as in an artefact. What the package manager or the version control keeps beside it is left out. `budgetOf` gives each file
 * its budget: a folder has no size of its own to count ratios against.
 */
export async function* openFolder(
  files: AsyncIterable<FolderFile> | Iterable<FolderFile>,
  budgetOf: (file: FolderFile) => ContainerBudget,
): AsyncGenerator<ArtefactEvent, void, void> {
  yield { type: 'artefact', kind: 'folder', folder: '', paths: [] }
  for await (const file of files) {
    const path = memberPath(file.path)
    if (!isForeign(path)) yield* openOne({ ...file, path }, budgetOf(file))
  }
}

/**
 * Does a path belong to a tool or to other packages, and not to the package itself? The folders of version control and of the environment count at the
 * top only: deeper down they hold what somebody put there. Compiled modules (`__pycache__`) belong to the package: the interpreter takes them in place
 * of the source.
 */
export function isForeign(path: string): boolean {
  return /^(?:\.git|\.hg|\.svn|\.venv)\/|(?:^|\/)node_modules\//.test(path)
}

/** The file itself, then what is in it. */
async function* openOne(file: FolderFile, budget: ContainerBudget): AsyncGenerator<ArtefactEvent, void, void> {
  for await (const event of openArtefact(file.source, file.path, budget, { inFolder: true })) {
    if (event.type === 'file' && event.file.path === file.path) {
      yield { type: 'file', file: { ...event.file, mode: file.mode } }
    } else yield event
  }
}
