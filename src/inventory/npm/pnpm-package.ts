import { get, scalarText, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import { localPath, registryIndex, repository, resolvedOrigin, shownAddress } from './address.ts'
import { excerpt, type PackageFact } from './ledger.ts'
import { type PnpmKey, parsePnpmKey } from './pnpm-key.ts'
import { digests, platformMarker } from './tree-text.ts'
import { lockedVersion } from './version-text.ts'

export interface PnpmPackage {
  readonly fact?: Omit<PackageFact, 'scope' | 'direct'> & { readonly patched: boolean }
  /** What was not understood, for a diagnostic. */
  readonly problem?: string
}

/**
 * What one entry of `packages` says. Name and version stand in the key; where the key is a path or an address, they stand in
 * fields of their own, and the name may only be known from who asks for it (`alias`).
 */
export function pnpmPackage(
  entry: TreeEntry,
  snapshotKey: string,
  major: number,
  alias: string | undefined,
): PnpmPackage {
  const key = parsePnpmKey(entry.key, major)
  if (key.reference?.startsWith('runtime:') === true) {
    return { problem: `${excerpt(entry.key)} is a runtime, not a package: it is not covered` }
  }
  const name = string(get(entry.value, 'name')) ?? key.name ?? alias
  if (name === undefined) return { problem: `expected the name of a package in ${excerpt(entry.key)}` }
  const versionField = get(entry.value, 'version')
  const written = key.version ?? scalarText(versionField)
  const version = lockedVersion(written)
  const resolution = get(entry.value, 'resolution')
  return {
    fact: {
      name,
      version: version ?? { kind: 'unstated' },
      origin: originOf(name, key, resolution),
      role: 'locks',
      offset: tokenOffset(entry, key, versionField),
      text: snapshotKey,
      marker: platformMarker(entry.value),
      integrity: digests(get(resolution, 'integrity')),
      patched: key.patched || parsePnpmKey(snapshotKey, major).patched,
    },
    ...(version === undefined ? { problem: `expected a version, found ${excerpt(written ?? '')}` } : {}),
  }
}

function tokenOffset(entry: TreeEntry, key: PnpmKey, versionField: TreeValue | undefined): number {
  if (key.version !== undefined) return entry.keyOffset + key.versionAt
  return versionField?.offset ?? entry.keyOffset
}

function originOf(name: string, key: PnpmKey, resolution: TreeValue | undefined): Origin {
  const repository = repositoryOf(resolution)
  if (repository !== undefined) return repository
  const directory = string(get(resolution, 'directory'))
  if (directory !== undefined) return { kind: 'local', path: shownAddress(directory) }
  const tarball = string(get(resolution, 'tarball'))
  if (tarball !== undefined) return tarballOrigin(name, key, tarball)
  if (key.reference !== undefined) return referenceOrigin(name, key.reference)
  return { kind: 'registry', ...(key.registry === undefined ? {} : { index: shownAddress(key.registry) }) }
}

function repositoryOf(resolution: TreeValue | undefined): Origin | undefined {
  const url = string(get(resolution, 'repo'))
  return url === undefined ? undefined : repository(url, scalarText(get(resolution, 'commit')))
}

/** A version in the key says that a registry was asked; the tarball is written when its address is not the usual one. */
function tarballOrigin(name: string, key: PnpmKey, tarball: string): Origin {
  if (key.version === undefined || localPath(tarball) !== undefined) {
    const origin = resolvedOrigin(tarball, name)
    return origin.kind === 'registry' ? { kind: 'url', url: shownAddress(tarball) } : origin
  }
  const index = registryIndex(tarball, name) ?? key.registry
  return index === undefined ? resolvedOrigin(tarball, name) : { kind: 'registry', index }
}

function referenceOrigin(name: string, reference: string): Origin {
  const origin = resolvedOrigin(reference, name)
  return origin.kind === 'registry' ? { kind: 'url', url: shownAddress(reference) } : origin
}
