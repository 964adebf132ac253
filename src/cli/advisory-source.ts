import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { ExternalError } from '../base/errors.ts'
import { visible } from '../base/escape.ts'
import type { AdvisoryLookup } from '../model/advisory.ts'
import type { AdvisorySources } from '../model/policy.ts'
import type { Arguments, Context, Option } from './command.ts'

/** Options about advisory data, the same for every command that needs it. */
export const ADVISORY_OPTIONS: readonly Option[] = [
  {
    name: 'advisories',
    value: 'FILE',
    help: 'The advisory database; default: ASSAY_ADVISORIES, else the data folder of the user.',
  },
  {
    name: 'osv',
    value: 'SOURCE',
    multiple: true,
    help: 'OSV data in bucket layout: an address, a folder or an all.zip. Default: ASSAY_OSV.',
  },
  {
    name: 'kev',
    value: 'SOURCE',
    help: "CISA's catalogue of known exploited vulnerabilities, an address or a file. Default: ASSAY_KEV.",
  },
  { name: 'epss', value: 'SOURCE', help: "FIRST's exploit predictions, an address or a file. Default: ASSAY_EPSS." },
]

/** A lookup that may hold a file open. */
export type ClosableLookup = AdvisoryLookup & { close?(): void }

/** Where the database lies: `--advisories`, else ASSAY_ADVISORIES, else `assay/advisories.db` in the data folder (XDG Base Directory). */
export function databasePath(args: Arguments, context: Context): string {
  const given = args.value('advisories') ?? context.environment['ASSAY_ADVISORIES']
  if (given !== undefined && given !== '') return resolve(context.folder, given)
  const data = context.environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share')
  return join(data, 'assay', 'advisories.db')
}

/** Sources by flag, then by environment, then from a policy the operator stands behind (decision 0004). */
export function sourcesFor(args: Arguments, context: Context, policy: AdvisorySources | undefined): AdvisorySources {
  const osv = args.values('osv').length > 0 ? args.values('osv') : words(context.environment['ASSAY_OSV'])
  const kev = args.value('kev') ?? filled(context.environment['ASSAY_KEV']) ?? policy?.kev
  const epss = args.value('epss') ?? filled(context.environment['ASSAY_EPSS']) ?? policy?.epss
  return {
    osv: osv.length > 0 ? osv : (policy?.osv ?? []),
    ...(kev === undefined ? {} : { kev }),
    ...(epss === undefined ? {} : { epss }),
    allowSources: policy?.allowSources ?? [],
    denySources: policy?.denySources ?? [],
  }
}

/**
 * The advisories a scan works with: the database; without one, the configured source is fetched first; where that is not to
 * be had, the starter set, said loudly. A database that was asked for by name must be there.
 */
export async function advisoriesFor(
  args: Arguments,
  context: Context,
  sources: AdvisorySources,
): Promise<ClosableLookup> {
  const path = databasePath(args, context)
  const { terminal } = context
  if (existsSync(path)) return opened(path)
  if (args.value('advisories') !== undefined) {
    throw new ExternalError('EXTERNAL_DATABASE', `there is no advisory database at ${args.value('advisories')}`, {
      retryable: false,
    })
  }
  if (sources.osv.length > 0 && !args.has('offline')) {
    try {
      // The network and the reading of feeds are loaded by those who need them.
      const { fetchAdvisories } = await import('./fetch-advisories.ts')
      await fetchAdvisories(path, sources, context, args.has('quiet'))
      return await opened(path)
    } catch (error) {
      if (!(error instanceof ExternalError)) throw error
      terminal.note(
        `assay: the configured advisory source could not be used: ${visible(error.message)} (${error.code})`,
      )
    }
  }
  const { starterAdvisories } = await import('../advisories/starter.ts')
  const starter = starterAdvisories()
  const size = starter.state.ecosystems.reduce((sum, { records }) => sum + records, 0)
  terminal.note(
    `assay: NO ADVISORY DATABASE. Only the ${size} advisories of the starter set are used; most vulnerabilities are not in it.`,
  )
  terminal.note('  Run `assay advisories update` once to fetch all of them; scans then work offline.')
  return starter
}

/** Loaded here: a look at models alone asks no database. */
async function opened(path: string): Promise<ClosableLookup> {
  const { openAdvisories } = await import('../advisories/lookup.ts')
  return openAdvisories(path)
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}
