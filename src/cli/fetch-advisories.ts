import type { FeedReport } from '../advisories/apply-feeds.ts'
import type { FeedProgress } from '../advisories/feed.ts'
import { REBUILD_VENDORS } from '../advisories/record.ts'
import { updateAdvisories, type UpdateReport } from '../advisories/update.ts'
import { proxiesFrom } from '../base/http-proxy.ts'
import type { AdvisorySources } from '../model/policy.ts'
import type { Context } from './command.ts'

/** Brings the database at `path` up to date from these sources, with progress on stderr. Throws as updateAdvisories() does. */
export async function fetchAdvisories(
  path: string,
  sources: AdvisorySources,
  context: Context,
  quiet: boolean,
): Promise<UpdateReport> {
  const line = context.terminal.progress(quiet)
  const direct = proxiesFrom(context.environment)
  try {
    return await updateAdvisories({
      path,
      sources: {
        osv: sources.osv,
        ...(sources.kev === undefined ? {} : { kev: sources.kev }),
        ...(sources.epss === undefined ? {} : { epss: sources.epss }),
      },
      clock: context.clock,
      signal: context.signal,
      deny: [...REBUILD_VENDORS, ...sources.denySources],
      allow: sources.allowSources,
      onProgress: (event) => line.update(progressText(event)),
    })
  } finally {
    direct()
    line.done()
  }
}

/** `PyPI from https://…: 25297 records`. */
export function feedLine(feed: FeedReport): string {
  const name = `${feed.ecosystem ?? feed.kind} from ${feed.label}`
  if (feed.outcome === 'failed')
    return `${name}: FAILED, ${feed.error?.message ?? 'no reason given'}; what was there before stays`
  const counts = feed.holds?.counts
  if (counts === undefined) return `${name}: ${feed.outcome}`
  const extra = [
    ...(feed.outcome === 'changed' ? [`${feed.changes} fetched one by one`] : []),
    ...(counts.withdrawn > 0 ? [`${counts.withdrawn} withdrawn`] : []),
    ...(counts.denied > 0 ? [`${counts.denied} left out by source`] : []),
    ...(counts.bad > 0 ? [`${counts.bad} NOT UNDERSTOOD`] : []),
    ...(counts.partial > 0 ? [`${counts.partial} understood in part`] : []),
  ]
  return `${name}: ${feed.outcome}, ${counts.records} record${counts.records === 1 ? '' : 's'}${extra.length === 0 ? '' : ` (${extra.join(', ')})`}`
}

function progressText({ step, feed, done, total }: FeedProgress): string {
  const words = { fetch: 'fetching', read: 'reading', index: 'indexing' }[step]
  const amount = (count: number): string => (step === 'fetch' ? `${(count / 1e6).toFixed(1)} MB` : String(count))
  const of = total === undefined || total === 0 ? '' : ` of ${amount(total)}`
  return `${words} ${feed}${done > 0 ? `: ${amount(done)}${of}` : ''}`
}
