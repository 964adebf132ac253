import type { Limits } from '../../base/limits.ts'
import { type Gap, gapLog } from '../../scan/sources/git-history/gap.ts'
import { openRepository } from '../../scan/sources/git-history/open-repository.ts'
import { readObjects } from '../../scan/sources/git-history/read-objects.ts'
import { stagedFiles } from '../../scan/sources/git-history/staged.ts'
import type { BlobInspector, BlobOutcome } from './blob-outcome.ts'
import { inspectBytes, isPointer } from './inspect-blob.ts'

/** What the next commit would bring. */
export interface StagedRequest {
  readonly folder: string
  /** Of the process; with GIT_INDEX_FILE, as Git gives it to a hook, that index is read. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly limits: Limits
  readonly inspector: BlobInspector
  readonly signal: AbortSignal
}

/** Plain data without values. */
export interface StagedInspection {
  /** Files in which something was seen, in the order of the index. */
  readonly files: readonly { readonly id: string; readonly path: string; readonly outcome: BlobOutcome }[]
  readonly gaps: readonly Gap[]
  /** All that were staged. */
  readonly count: number
}

/**
 * Looks at what is staged, as it is staged, on this thread: a hook runs with every commit, and starting a worker costs more than a few files. Throws UsageError, ExternalError.
 */
export async function inspectStaged({
  folder,
  environment,
  limits,
  inspector,
  signal,
}: StagedRequest): Promise<StagedInspection> {
  const repository = await openRepository(folder, environment)
  const gaps = gapLog()
  const staged = await stagedFiles(repository, gaps, signal)
  const files: { readonly id: string; readonly path: string; readonly outcome: BlobOutcome }[] = []
  const ids = staged.map(({ id }) => id)
  await readObjects(
    repository.place,
    ids,
    limits.fileBytes,
    async (position, object) => {
      const { id = '', path = '' } = staged[position] ?? {}
      if (object.state !== 'read')
        return gaps.add(object.state, `staged files are ${object.state} and were not looked at`, path)
      if (isPointer(object.bytes))
        gaps.add('pointer', 'files are pointers of Git LFS: their content was not looked at', path)
      const outcome = await inspectBytes({ id, kind: 'blob', path }, object.bytes, inspector, limits)
      if (outcome.observations.length + outcome.diagnostics.length > 0) files.push({ id, path, outcome })
    },
    signal,
  )
  return { files, gaps: gaps.list(), count: staged.length }
}
