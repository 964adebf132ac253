import { parseInstalled } from '../../formats/requirements.ts'
import { items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import type { Location } from '../../model/location.ts'
import type { MentionRole, Origin, PackageMention, Scope, VersionClaim } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { excerpt, type ExtractionBuilder } from './extraction-builder.ts'
import { type Claims, claimsOfReference, claimsOfRequirement } from './requirement-claims.ts'
import { placeOf } from './tree-place.ts'
import { bothMarkers, type UvSource } from './uv-sources.ts'

/** One pyproject.toml under reading. */
export interface Manifest {
  readonly path: string
  readonly tree: Tree
  readonly builder: ExtractionBuilder
  /** `[tool.uv.sources]` by normalised name: they replace where a requirement comes from. */
  readonly sources: ReadonlyMap<string, readonly UvSource[]>
  /** The one index everything comes from, when the file says so. */
  readonly index: string | undefined
}

/** What the place of a requirement in the file says of it. */
export interface Purpose {
  readonly role: MentionRole
  readonly scope: Scope
  readonly groups: readonly string[]
  readonly direct: PackageMention['direct']
}

export const MAIN: Purpose = { role: 'requires', scope: 'runtime', groups: [], direct: 'yes' }

/** An array of PEP 508 strings. What is not a string, or no requirement, becomes a diagnostic. */
export function readRequirementList(list: TreeValue | undefined, purpose: Purpose, manifest: Manifest): void {
  if (list === undefined) return
  if (list.kind !== 'array')
    return manifest.builder.partial('expected an array of requirements', placeOf(manifest.path, manifest.tree, list))
  for (const item of items(list)) readRequirement(item, purpose, manifest)
}

/** One PEP 508 string (or, for PDM, a `-e` address). */
export function readRequirement(item: TreeValue, purpose: Purpose, manifest: Manifest): void {
  const { builder, path, tree } = manifest
  const written = string(item)
  if (written === undefined) return builder.partial('expected a requirement in quotes', placeOf(path, tree, item))
  const editable = /^\s*(?:-e|--editable)\s+/.exec(written)?.[0].length ?? 0
  const what = parseInstalled(written.slice(editable), builder.limits)
  const place = (offset: number): Location => placeOf(path, tree, item, editable + offset)
  if (what.kind === 'problem') {
    const { expected, offset, name } = what.problem
    builder.partial(
      `expected ${expected}, found ${excerpt(written.slice(editable + offset))} in ${excerpt(written)}`,
      place(offset),
    )
    if (name !== undefined)
      emit(
        {
          name: name.text,
          text: written,
          version: { kind: 'unstated' },
          origin: { kind: 'registry' },
          location: place(name.offset),
        },
        purpose,
        manifest,
      )
    return
  }
  const marker = what.kind === 'requirement' ? what.requirement.marker : what.marker
  if (marker?.problem !== undefined)
    builder.partial(
      `expected ${marker.problem.expected} in the marker ${excerpt(marker.text)}; it is kept as written`,
      place(0),
    )
  const claims =
    what.kind === 'requirement'
      ? claimsOfRequirement(what.requirement, builder.limits, manifest.index)
      : claimsOfReference(what.reference)
  const name = what.kind === 'requirement' ? what.requirement.name : (what.reference.egg ?? what.reference.file?.name)
  if (name === undefined)
    return builder.partial(`expected a package name, found only a place in ${excerpt(written)}`, place(0))
  const nameOffset = what.kind === 'requirement' ? what.requirement.nameOffset : 0
  emit(
    { ...claims, name, text: written, location: place(claims.versionOffset ?? nameOffset), marker: marker?.text },
    purpose,
    manifest,
  )
}

/** One package as a table of the file names it. */
export interface Named extends Pick<Claims, 'version' | 'origin'> {
  readonly name: string
  readonly text: string
  readonly location: Location
  readonly marker?: string | undefined
}

/** Adds the mention; one for each source that `[tool.uv.sources]` gives the name. */
export function emit(named: Named, purpose: Purpose, manifest: Manifest): void {
  const sources = named.origin.kind === 'registry' ? manifest.sources.get(packageName('PyPI', named.name)) : undefined
  if (sources === undefined || sources.length === 0) return add(named, purpose, manifest)
  for (const source of sources) {
    const marker = bothMarkers(named.marker, source.marker)
    add({ ...named, origin: source.origin, version: versionFrom(named.version, source), marker }, purpose, manifest)
  }
}

/** A name without a specifier is any version of a registry, but of a repository or folder nobody says which. */
function versionFrom(
  written: VersionClaim,
  source: { readonly origin: Origin; readonly version?: string },
): VersionClaim {
  if (source.version !== undefined) return { kind: 'exact', version: source.version }
  return written.kind === 'any' && source.origin.kind !== 'registry' ? { kind: 'unstated' } : written
}

function add(named: Named, purpose: Purpose, manifest: Manifest): void {
  const { marker, ...rest } = named
  manifest.builder.add({ ...rest, ...purpose, integrity: [], ...(marker === undefined ? {} : { marker }) })
}
