import { isMarkerVariable } from '../../formats/pep508-marker.ts'
import { parseRequirement } from '../../formats/pep508.ts'
import { entries, get, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { VersionClaim } from '../../model/package-mention.ts'
import { distributionFile } from '../../formats/requirements-distribution.ts'
import { excerpt } from './extraction-builder.ts'
import { emit, type Manifest, type Purpose } from './pyproject-manifest.ts'
import { claimsOfRequirement, registry } from './requirement-claims.ts'
import { tableOrigin, tableText } from './table-origin.ts'
import { placeOf } from './tree-place.ts'
import { bothMarkers } from './uv-sources.ts'

/** What stands around an entry: a condition on all of the table, and the addresses of the indexes it may name. */
export interface EntryContext {
  readonly condition?: string
  readonly indexUrl?: (name: string) => string | undefined
}

/**
 * `name = "==1.0"`, `name = "*"` or `name = {version = …, git = …, path = …, index = …, markers = …}` with PEP 440
 * specifiers, as a Pipfile and pixi write packages.
 */
export function readSpecifierEntry(entry: TreeEntry, purpose: Purpose, manifest: Manifest, around: EntryContext): void {
  const { key, value, keyOffset } = entry
  const written = value.kind === 'object' ? get(value, 'version') : value
  const text = string(written)
  if (value.kind === 'array' || (written !== undefined && text === undefined))
    manifest.builder.partial(
      `expected a version specifier for ${excerpt(key)}`,
      placeOf(manifest.path, manifest.tree, value),
    )
  const named = tableOrigin(value, around.indexUrl ?? (() => undefined))
  const origin = named.kind === 'registry' && named.index === undefined ? registry(manifest.index) : named
  const claim = specifierClaim(text, manifest, entry)
  const place = origin.kind === 'url' ? origin.url : origin.kind === 'local' ? origin.path : undefined
  const file = place === undefined ? undefined : distributionFile(place, manifest.builder.limits)
  const version = file === undefined ? claim.version : ({ kind: 'exact', version: file.version } as const)
  const location =
    written === undefined || claim.skip === undefined
      ? placeOf(manifest.path, manifest.tree, { offset: keyOffset })
      : placeOf(manifest.path, manifest.tree, written, claim.skip)
  const marker = bothMarkers(bothMarkers(string(get(value, 'markers')), variableConditions(value)), around.condition)
  const unsaid = version.kind === 'any' && origin.kind !== 'registry'
  emit(
    {
      name: key,
      version: unsaid ? { kind: 'unstated' } : version,
      origin,
      location,
      text: tableText(key, text, origin),
      marker,
    },
    purpose,
    manifest,
  )
}

/** A Pipfile writes conditions as keys, too: `sys_platform = "== 'win32'"`. */
function variableConditions(value: TreeValue): string | undefined {
  return entries(value)
    .filter((entry) => isMarkerVariable(entry.key) && string(entry.value) !== undefined)
    .map((entry) => `${entry.key} ${string(entry.value) ?? ''}`.trim())
    .reduce<string | undefined>(bothMarkers, undefined)
}

interface SpecifierClaim {
  readonly version: VersionClaim
  /** Where the version token begins in the text; undefined when there is none. */
  readonly skip?: number
}

function specifierClaim(text: string | undefined, manifest: Manifest, entry: TreeEntry): SpecifierClaim {
  if (text === undefined || text.trim() === '*' || text.trim() === '') return { version: { kind: 'any' } }
  // A specifier set is what stands behind a name; any name will do.
  const prefix = 'x '
  const parsed = parseRequirement(prefix + text, manifest.builder.limits)
  if (parsed.kind === 'problem') {
    const message = `expected ${parsed.problem.expected}, found ${excerpt(text)}`
    manifest.builder.partial(message, placeOf(manifest.path, manifest.tree, entry.value))
    return { version: { kind: 'unstated' } }
  }
  const { version, versionOffset } = claimsOfRequirement(parsed.requirement, manifest.builder.limits)
  return { version, skip: (versionOffset ?? prefix.length) - prefix.length }
}
