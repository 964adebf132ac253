import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { advisoriesStatus } from '../../advisories/status.ts'
import { importAdvisories, type UpdateReport } from '../../advisories/update.ts'
import { ExternalError, UsageError } from '../../base/errors.ts'
import { safeJson, visible } from '../../base/escape.ts'
import type { AdvisorySources } from '../../model/policy.ts'
import { ADVISORY_OPTIONS, databasePath, sourcesFor } from '../advisory-source.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { feedLine, fetchAdvisories } from '../fetch-advisories.ts'
import { policyFor } from '../policy-source.ts'
import { PUBLIC_FEEDS } from '../public-feeds.ts'
import { runSubcommand, type Subcommands } from '../subcommand.ts'

/** `assay advisories update|import|status`. */
export const advisoriesCommand: Command = {
  name: 'advisories',
  summary: 'Fetch, import and inspect the advisory database',
  usage: [
    'assay advisories update [OPTIONS]',
    'assay advisories import PATH... [OPTIONS]',
    'assay advisories status [OPTIONS]',
  ],
  about: [
    'The database is one indexed file that scans read without the network. update fetches what is new from the configured sources (flags, ASSAY_OSV, ASSAY_KEV, ASSAY_EPSS, assay.yaml in the current folder), else from the public feeds of OSV, CISA and FIRST. import reads OSV folders or all.zip files from disk, for machines without a network. status says what the database holds, how old it is, and whether it is intact.',
    'A failed or interrupted update leaves the old database as it was.',
  ],
  options: [
    ...ADVISORY_OPTIONS,
    { name: 'policy', value: 'FILE', help: 'Take the sources from this policy file.' },
    { name: 'preset', value: 'NAME', help: 'Ignore assay.yaml in the current folder.' },
    { name: 'format', short: 'f', value: 'FORMAT', help: 'text or json. Default: text.' },
    { name: 'quiet', short: 'q', help: 'No progress.' },
  ],
  examples: [
    { command: 'assay advisories update', does: 'Fetch what is new; the first time about 250 MB.' },
    { command: 'assay advisories update --osv https://mirror.example/osv', does: 'Use a mirror in OSV bucket layout.' },
    {
      command: 'assay advisories import ./osv --kev known_exploited_vulnerabilities.json',
      does: 'Build the database without a network.',
    },
    { command: 'assay advisories status', does: 'How old is the data, and is the file intact?' },
  ],
  run,
}

const ACTIONS: Subcommands = { update, import: importFiles, status }

function run(args: Arguments, context: Context): Promise<number> {
  return runSubcommand('advisories', ACTIONS, args, context)
}

async function update(args: Arguments, context: Context): Promise<number> {
  if (args.positionals.length > 0) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      'update takes its sources with --osv, --kev and --epss',
      'For files on disk use `assay advisories import PATH`.',
    )
  }
  const configured = await configuredSources(args, context)
  const sources = isEmpty(configured) ? { ...configured, ...PUBLIC_FEEDS, osv: [PUBLIC_FEEDS.osv] } : configured
  if (isEmpty(configured))
    context.terminal.note('assay: no source is configured; using the public feeds of OSV, CISA and FIRST')
  const report = await fetchAdvisories(databasePath(args, context), sources, context, args.has('quiet'))
  return tell(report, args, context)
}

async function importFiles(args: Arguments, context: Context): Promise<number> {
  const configured = await configuredSources(args, context)
  const given = args.positionals.map((path) => resolve(context.folder, path))
  const sources = { osv: [...given, ...args.values('osv')], ...kinds(configured) }
  const { clock, signal } = context
  const line = context.terminal.progress(args.has('quiet'))
  try {
    const report = await importAdvisories({
      path: databasePath(args, context),
      sources,
      clock,
      signal,
      onProgress: ({ feed, done }) => line.update(`reading ${feed}: ${done}`),
    })
    line.done()
    return tell(report, args, context)
  } finally {
    line.done()
  }
}

async function status(args: Arguments, context: Context): Promise<number> {
  const path = databasePath(args, context)
  if (!existsSync(path))
    throw new ExternalError('EXTERNAL_DATABASE', `there is no advisory database at ${path}`, { retryable: false })
  const found = advisoriesStatus(path, context.clock)
  if (args.value('format') === 'json') context.terminal.out(`${safeJson({ path, ...found })}\n`)
  else {
    const { state, ageDays, sources, intact } = found
    const age = ageDays === null ? 'no date' : `${state.asOf?.slice(0, 10)}, ${ageDays} days ago`
    const lines = [
      `${path}`,
      `  newest record  ${age}`,
      `  built          ${state.builtAt ?? 'unknown'}`,
      `  records        ${state.ecosystems.map(({ ecosystem, records }) => `${records} ${ecosystem}`).join(', ')}`,
      `  exploited      ${state.knownExploited} in the CISA catalogue, ${state.exploitPredictions} with an EPSS score`,
      `  digest         ${state.digest ?? 'none'}`,
      `  content        ${intact ? 'intact' : 'DAMAGED: build it again with `assay advisories update`'}`,
      ...sources.map(
        (source) =>
          `  source         ${source.ecosystem ?? source.kind} from ${source.label} (${source.state.counts.records} records)`,
      ),
    ]
    context.terminal.out(`${lines.map(visible).join('\n')}\n`)
  }
  return found.intact ? EXIT.allowed : EXIT.usage
}

/** The operator stands in this folder and gives the order, so its assay.yaml counts (decision 0004). */
async function configuredSources(args: Arguments, context: Context): Promise<AdvisorySources> {
  const { policy } = await policyFor(args, context.folder, context.folder)
  return sourcesFor(args, context, policy.advisories)
}

function isEmpty(sources: AdvisorySources): boolean {
  return sources.osv.length === 0 && sources.kev === undefined && sources.epss === undefined
}

function kinds({ kev, epss }: AdvisorySources): { readonly kev?: string; readonly epss?: string } {
  return { ...(kev === undefined ? {} : { kev }), ...(epss === undefined ? {} : { epss }) }
}

function tell(report: UpdateReport, args: Arguments, context: Context): number {
  const failed = report.feeds.filter((feed) => feed.outcome === 'failed')
  if (args.value('format') === 'json') {
    const feeds = report.feeds.map((feed) => ({ ...feed, error: feed.error?.message }))
    context.terminal.out(`${safeJson({ ...report, feeds })}\n`)
  } else {
    const records = report.state.ecosystems.map(({ ecosystem, records: count }) => `${count} ${ecosystem}`).join(', ')
    const lines = [
      ...report.feeds.map(feedLine),
      ...(report.repaired ? ['the database was damaged and has been built anew'] : []),
      `${report.changed ? 'updated' : 'nothing new'}: ${records}, newest ${report.state.asOf?.slice(0, 10) ?? 'unknown'}`,
    ]
    context.terminal.out(`${lines.map(visible).join('\n')}\n`)
  }
  return failed.length === 0 ? EXIT.allowed : EXIT.usage
}
