import { UsageError } from '../base/errors.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { feedPlace } from './feed-place.ts'
import type { FileFeed } from './file-feed.ts'
import { holdsEcosystem, type LocalFeed } from './osv-local.ts'
import type { RemoteFeed } from './osv-remote.ts'

/** Where the data comes from. There is no default: an address nobody wrote down is never asked. */
export interface AdvisorySources {
  /** Each an http(s) address of an OSV bucket, a directory of the same layout, or one `all.zip`. The first stands over the later. */
  readonly osv?: readonly string[]
  /** CISA's catalogue of known exploited vulnerabilities: address or path of the JSON file. */
  readonly kev?: string
  /** FIRST's exploit predictions: address or path of the CSV file, gzip or plain. */
  readonly epss?: string
}

export type KnownPart = FileFeed | (LocalFeed & { readonly kind: 'osv' }) | (RemoteFeed & { readonly kind: 'osv' })

/**
 * The single loads that the sources stand for. Throws UsageError USAGE_SOURCE for no source at all, a path that is not there and
 * a directory without any of the ecosystems.
 */
export async function feedParts(
  sources: AdvisorySources,
  ecosystems: readonly Ecosystem[],
): Promise<readonly KnownPart[]> {
  const parts: KnownPart[] = []
  for (const written of new Set(sources.osv ?? [])) parts.push(...(await osvParts(written, ecosystems)))
  if (sources.kev !== undefined) parts.push({ kind: 'kev', place: await feedPlace(sources.kev) })
  if (sources.epss !== undefined) parts.push({ kind: 'epss', place: await feedPlace(sources.epss) })
  if (parts.length === 0) throw new UsageError('USAGE_SOURCE', 'no advisory source is given')
  refuseTwins(parts)
  return parts
}

/** The database knows a source by its label; two that differ in a token only would be taken for one. */
function refuseTwins(parts: readonly KnownPart[]): void {
  const seen = new Set<string>()
  for (const part of parts) {
    const key = `${part.kind} ${part.kind === 'osv' ? (part.ecosystem ?? '') : ''} ${part.place.label}`
    if (seen.has(key)) throw new UsageError('USAGE_SOURCE', `the source ${part.place.label} is given twice`)
    seen.add(key)
  }
}

async function osvParts(written: string, ecosystems: readonly Ecosystem[]): Promise<readonly KnownPart[]> {
  const place = await feedPlace(written)
  if (place.kind === 'file') return [{ kind: 'osv', place }]
  if (place.kind === 'http') return ecosystems.map((ecosystem) => ({ kind: 'osv', place, ecosystem }))
  const held = await Promise.all(ecosystems.map((ecosystem) => holdsEcosystem(place.path, ecosystem)))
  const found = ecosystems.filter((_, index) => held[index])
  if (found.length === 0) {
    const expected = ecosystems.map((ecosystem) => `${ecosystem}/all.zip`).join(' or ')
    throw new UsageError('USAGE_SOURCE', `expected ${expected} below ${written}, found neither archives nor records`)
  }
  return found.map((ecosystem) => ({ kind: 'osv', place, ecosystem }))
}
