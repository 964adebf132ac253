import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ExternalError, UsageError } from '../../base/errors.ts'
import { scan, type ScanRequest } from '../../engine/scan.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { baselineOf } from '../../policy/baseline.ts'
import type { Arguments, Context } from '../command.ts'
import { withScanRequest } from '../commands/scan.ts'
import { passing } from '../diff/scan-revisions.ts'
import { type ExportedTree, exportTree } from '../git/export-tree.ts'
import { givenCommit, type Repository, repositoryAt } from '../git/repository.ts'
import { POLICY_FILE } from '../policy-source.ts'
import { baseRevision, type BaseRevision } from './base-revision.ts'
import type { CiRun } from './platforms.ts'

/** A scan of a change. */
export interface CiScan {
  /** Known findings are marked. */
  readonly result: ScanResult
  readonly base: BaseRevision
  /** What the reader should know of how it came about. */
  readonly notices: readonly string[]
}

/** Which policy judges: that of the change, or that of what it is compared with. */
export type Judge = 'head' | 'base'

/** Scans the base and the working tree and tells new findings from known ones; without a base all count. Throws what a scan throws. */
export async function ciScan(run: CiRun, args: Arguments, context: Context, judge: Judge): Promise<CiScan> {
  const { repository, base } = await baseFor(run, args, context)
  if (repository === undefined || base.commit === undefined) return withoutBase(run, args, context, base)
  const exported = await exportTree(repository, base.commit)
  try {
    const given = judge === 'base' ? { ...GIVEN, policyFrom: exported.root } : GIVEN
    return await withScanRequest(here(args, context), context, given, async (request) => {
      const asked = trusting(run, request)
      const old = await scan(passing(asked, exported.root))
      const result = await scan({ ...asked, baseline: baselineOf(old.findings), failOn: 'new' })
      const notes = exported.notes.map((note) => `base: ${note}`)
      return { result, base, notices: [...notes, ...(await policyNotices(exported, context, args, judge))] }
    })
  } finally {
    exported.remove()
  }
}

const GIVEN = { baseline: undefined, failOn: 'any' } as const

/** A stranger could add what they bring to .gitignore, and a scan would pass it by. */
function trusting({ untrusted }: CiRun, request: ScanRequest): ScanRequest {
  return untrusted ? { ...request, gitignore: false } : request
}

function here(args: Arguments, context: Context): Arguments {
  return { ...args, positionals: [context.folder] }
}

async function withoutBase(run: CiRun, args: Arguments, context: Context, base: BaseRevision): Promise<CiScan> {
  const result = await withScanRequest(here(args, context), context, GIVEN, (request) => scan(trusting(run, request)))
  return { result, base, notices: [] }
}

/** The base that was asked for must be there; one that is looked for may be missing. */
async function baseFor(
  run: CiRun,
  args: Arguments,
  context: Context,
): Promise<{ readonly repository?: Repository; readonly base: BaseRevision }> {
  const given = args.value('base')
  if (args.has('all')) return { base: { commit: undefined, why: 'asked for with --all' } }
  try {
    const repository = await repositoryAt(context.folder, context.environment)
    if (given === undefined) return { repository, base: await baseRevision(repository, run.bases) }
    return { repository, base: { commit: await givenCommit(repository, given), how: 'given with --base' } }
  } catch (error) {
    if (given !== undefined || !(error instanceof UsageError || error instanceof ExternalError)) throw error
    return { base: { commit: undefined, why: error.message } }
  }
}

/** A change that edits the policy it is judged by is worth a look, whoever made it. */
async function policyNotices(
  { root }: ExportedTree,
  context: Context,
  args: Arguments,
  judge: Judge,
): Promise<readonly string[]> {
  if (args.value('policy') !== undefined || args.value('preset') !== undefined) return []
  const [was, is] = await Promise.all([root, context.folder].map((folder) => textOf(join(folder, POLICY_FILE))))
  if (was === is) return []
  return [
    judge === 'base'
      ? `the change edits ${POLICY_FILE}; it was judged by the policy of the base`
      : `the change edits ${POLICY_FILE}, the policy it was judged by; look at that first, or use --policy-from base`,
  ]
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
