import { type CondaMatch, type ParsedCondaMatch, parseCondaMatch } from '../../formats/conda-match.ts'
import type { Limits } from '../../base/limits.ts'
import type { Origin, VersionClaim } from '../../model/package-mention.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** What a MatchSpec says of its package, in the words of the model; `offset` is where the version or else the name stands. */
export interface CondaClaims {
  readonly name: string
  readonly version: VersionClaim
  readonly origin: Origin
  readonly offset: number
  readonly integrity: readonly string[]
}

export type ReadCondaPackage =
  | { readonly kind: 'claims'; readonly claims: CondaClaims; readonly hasBuild: boolean }
  | Extract<ParsedCondaMatch, { kind: 'problem' }>

/**
 * Reads a MatchSpec. `channels` are those searched, first one first; a channel in the spec itself wins. conda takes a
 * package from one of them, so with several the origin lists them all, as `-c a,b` does.
 */
export function readCondaPackage(text: string, channels: readonly string[], limits: Limits): ReadCondaPackage {
  const parsed = parseCondaMatch(text, limits)
  if (parsed.kind === 'problem') return parsed
  if (parsed.kind === 'match') {
    const { match } = parsed
    const claims = {
      name: match.name,
      version: claimOf(match),
      origin: channelOrigin(match.channel === undefined ? channels : [match.channel]),
      offset: match.version.kind === 'any' ? match.nameOffset : match.version.offset,
      integrity: [],
    }
    return { kind: 'claims', claims, hasBuild: match.build !== undefined }
  }
  const { name, version, location, hash } = parsed.file
  const claims: CondaClaims = {
    name,
    version: { kind: 'exact', version },
    origin: fileOrigin(location),
    offset: Math.max(0, text.lastIndexOf(`-${version}-`) + 1),
    integrity:
      hash === undefined ? [] : [hash.includes(':') ? hash : `${hash.length === 64 ? 'sha256' : 'md5'}:${hash}`],
  }
  return { kind: 'claims', claims, hasBuild: true }
}

/** The channels as an origin; `nodefaults` is a switch, not a channel. */
export function channelOrigin(channels: readonly string[]): Origin {
  const named = channels.filter((channel) => channel !== 'nodefaults' && channel !== '')
  return named.length === 0
    ? { kind: 'registry' }
    : { kind: 'registry', index: withoutCredentials(named.join(',').slice(0, 2000)) }
}

function claimOf({ version }: CondaMatch): VersionClaim {
  if (version.kind === 'any') return version
  if (version.kind === 'exact') return { kind: 'exact', version: version.text }
  return { kind: 'range', text: version.text, syntax: 'conda' }
}

/** A file of a channel has the platform's folder before its name: `…/conda-forge/linux-64/x-1-0.conda`. */
function fileOrigin(location: string): Origin {
  const channel = /^(https?:\/\/.*)\/(?:noarch|(?:linux|osx|win|zos|freebsd|emscripten|wasi)-[a-z0-9_]+)\/[^/]+$/i.exec(
    location,
  )?.[1]
  if (channel !== undefined) return channelOrigin([channel])
  const shown = withoutCredentials(location)
  return location.includes('://') ? { kind: 'url', url: shown } : { kind: 'local', path: shown }
}
