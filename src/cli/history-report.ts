import { sensitiveFamily } from '../analysis/sensitive/sensitive-family.ts'
import { UsageError } from '../base/errors.ts'
import { sha256 } from '../base/digest.ts'
import { codeDigest } from '../engine/cache/code-digest.ts'
import { blobWorkerProgram } from '../engine/history/blob-pool.ts'
import { diagnosticsOf, type HistoryScope } from '../engine/history/history-inspection.ts'
import { historyObservations } from '../engine/history/history-observations.ts'
import { inspectHistory } from '../engine/history/inspect-history.ts'
import { inspectStaged } from '../engine/history/inspect-staged.ts'
import { conclude, type Inspected, type ScanRequest } from '../engine/scan.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { RuledObservation } from '../model/finding.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { Gap } from '../scan/sources/git-history/gap.ts'
import type { Arguments, Context } from './command.ts'
import { reportScan } from './commands/scan.ts'
import { NO_TREE } from './no-tree.ts'

/** What of a repository is looked at, as the options say; undefined for its files. Throws USAGE_ARGUMENTS for options that exclude each other. */
export function gitScopeOf(args: Arguments): HistoryScope | 'staged' | undefined {
  const given = ['staged', 'history', 'since', 'unreachable'].filter(
    (name) => args.has(name) || args.value(name) !== undefined,
  )
  const since = args.value('since')
  if (given.includes('staged') && given.length > 1) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      `expected one of --staged, --history and --since, found ${given.map((name) => `--${name}`).join(' and ')}`,
    )
  }
  if (given.includes('staged')) return 'staged'
  if (since !== undefined) return { kind: 'since', revision: since }
  return given.length === 0 ? undefined : { kind: 'all', unreachable: args.has('unreachable') }
}

/** Looks through the history of the repository and reports as a scan does. Throws what inspectHistory throws. */
export function reportHistory(args: Arguments, context: Context, scope: HistoryScope): Promise<number> {
  return reportScan(args, context, { attention: 'secrets' }, async (request) => {
    const { sensitive: settings } = request
    if (settings === undefined) throw new UsageError('USAGE_ARGUMENTS', 'there is nothing to look for')
    const inspection = await inspectHistory({
      folder: request.root,
      environment: context.environment,
      scope,
      messages: true,
      limits: request.limits,
      workers: request.workers,
      program: blobWorkerProgram(),
      settings,
      ...(request.cache === undefined
        ? {}
        : {
            memory: {
              cache: request.cache,
              code: codeDigest(),
              rules: sha256().update(JSON.stringify(settings)).digest('hex'),
            },
          }),
      signal: request.signal,
      onProgress: ({ looked, of }) => request.onProgress({ filesSeen: of, filesInspected: looked, filesQueued: of }),
    })
    const { blobs, messages } = inspection.counts
    const diagnostics = [...diagnosticsOf(inspection), ...inspection.gaps.map(gapDiagnostic)]
    return concluded(request, historyObservations(inspection), diagnostics, blobs + messages)
  })
}

/** The same for what the next commit would bring. */
export function reportStaged(args: Arguments, context: Context): Promise<number> {
  return reportScan(args, context, { attention: 'secrets' }, async (request) => {
    const { sensitive: settings, limits, signal } = request
    if (settings === undefined) throw new UsageError('USAGE_ARGUMENTS', 'there is nothing to look for')
    const family = sensitiveFamily(settings)
    const inspector = family.inspect.bind(family)
    const staged = await inspectStaged({
      folder: request.root,
      environment: context.environment,
      limits,
      inspector,
      signal,
    })
    const observations = staged.files.flatMap(({ outcome }) => outcome.observations)
    const diagnostics = [
      ...staged.files.flatMap(({ outcome }) => outcome.diagnostics),
      ...staged.gaps.map(gapDiagnostic),
    ]
    return concluded(request, observations, diagnostics, staged.count)
  })
}

function concluded(
  request: ScanRequest,
  observations: readonly RuledObservation[],
  diagnostics: readonly Diagnostic[],
  seen: number,
): Promise<ScanResult> {
  const inspected: Inspected = {
    tree: NO_TREE,
    extractors: [],
    inspection: {
      extractions: [],
      observations: observations.map(({ ruleId, ...observation }) => ({ ruleId, observation })),
      diagnostics,
      files: { seen, parsed: seen, failed: 0, skipped: [] },
    },
  }
  return conclude(request, inspected)
}

/** Whatever a history does not show is not covered; examples help to find it. */
function gapDiagnostic({ count, message, examples }: Gap): Diagnostic {
  const some = examples.slice(0, 3).map((example) => example.slice(0, 80))
  const shown = some.length === 0 ? '' : ` (${some.join(', ')}${count > some.length ? ', …' : ''})`
  return {
    code: 'FORMAT_UNCOVERED',
    level: 'warning',
    message: `${count} ${message}${shown}`,
    source: 'scan/git-history',
  }
}
