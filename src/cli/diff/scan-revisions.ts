import { scan, type ScanRequest } from '../../engine/scan.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { baselineOf } from '../../policy/baseline.ts'
import type { Arguments, Context } from '../command.ts'
import { withScanRequest } from '../commands/scan.ts'
import { exportTree } from '../git/export-tree.ts'
import { givenBase, givenCommit, type Repository } from '../git/repository.ts'
import type { Side } from './compare-results.ts'

/** Both sides of a comparison of revisions; the second is judged with the first as its baseline. */
export interface ScannedSides {
  readonly before: Side
  readonly after: Side
}

/**
 * Scans two revisions of the folder, or one and the working tree, with the same advisories and the same policy: the operator's, else that of the
 * second side. Before the first commit HEAD has no files. Throws what Git and a scan throw.
 */
export async function scanRevisions(
  {
    repository,
    before,
    after,
  }: { readonly repository: Repository; readonly before: string; readonly after: string | undefined },
  args: Arguments,
  context: Context,
  failOn: 'any' | 'new',
): Promise<ScannedSides> {
  const commits = {
    before: await givenBase(repository, before),
    after: after === undefined ? undefined : await givenCommit(repository, after),
  }
  const base = await exportTree(repository, commits.before)
  try {
    const head = commits.after === undefined ? undefined : await exportTree(repository, commits.after)
    try {
      const root = head?.root ?? context.folder
      return await withScanRequest({ ...args, positionals: [root] }, context, GIVEN, async (request) => {
        const old = await scan(passing(request, base.root))
        const now = await scan({
          ...(head === undefined ? request : passing(request, root)),
          baseline: baselineOf(old.findings),
          failOn,
        })
        return {
          before: side(before, old, base.notes),
          after: side(after ?? 'working tree', now, head?.notes ?? []),
        }
      })
    } finally {
      head?.remove()
    }
  } finally {
    base.remove()
  }
}

const GIVEN = { baseline: undefined, failOn: 'any' } as const

/** Over a folder that is gone afterwards: what its files hold is worth remembering, where they were is not. */
export function passing(request: ScanRequest, root: string): ScanRequest {
  const { cache, ...rest } = request
  return { ...rest, root, only: undefined, ...(cache === undefined ? {} : { cache: { ...cache, stamps: false } }) }
}

function side(name: string, result: ScanResult, notes: readonly string[]): Side {
  return { name, result, notes }
}
