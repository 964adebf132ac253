import type { Ecosystem } from '../../model/ecosystem.ts'
import type { PackageMention } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { condaTwin } from '../conda/twin.ts'
import { type FileMentions, folderOf, foldersUpwards } from '../file-mentions.ts'

/** A package that a file asks for. */
export interface Declaration {
  readonly path: string
  /** As the ecosystem of the source knows it. */
  readonly name: string
  readonly mention: PackageMention
  /** A manifest of a project asks for it, and no command, script or lock. */
  readonly isManifest: boolean
  /** It is a package of this ecosystem; of conda's many hold no Python at all. */
  readonly isCertain: boolean
}

/** Who asks for what, by the folder for which it counts. */
export interface Declarations {
  /** Also under the path of a script, for it alone. */
  readonly byPlace: ReadonlyMap<string, readonly Declaration[]>
  /** Names that are locked or installed anywhere in the tree. */
  readonly locked: ReadonlySet<string>
  /** Names that are asked for anywhere in the tree. */
  readonly asked: ReadonlySet<string>
}

/** Inventories of others, what is installed, copies: they say what is there, not what the project asks for. */
const NOT_ASKING = /^boms\/|\/installed$|^python\/vendored$|^conda\/installed/

/**
 * What counts as declared, and where. A file counts for its folder and all below. One that stands beside source of other
 * kinds only (`requirements/base.txt`, `.github/workflows/ci.yml`, `docker/Dockerfile`) counts for the nearest folder above with source;
 * what a command installs counts everywhere: where it runs is not known.
 */
export function declarations(
  files: readonly FileMentions[],
  ecosystem: Ecosystem,
  sourceFolders: ReadonlySet<string>,
): Declarations {
  const byPlace = new Map<string, Declaration[]>()
  const locked = new Set<string>()
  const asked = new Set<string>()
  for (const { path, extractor, extraction } of files) {
    for (const mention of extraction.mentions) {
      const twin = twinOf(ecosystem, mention)
      const name = nameIn(ecosystem, mention, twin)
      if (name === undefined || mention.role === 'constrains') continue
      if (mention.role === 'locks') locked.add(name)
      if (NOT_ASKING.test(extractor) || (mention.role === 'locks' && mention.direct === 'no')) continue
      if (mention.role === 'requires' && mention.direct === 'no') continue
      const place = placeOf(path, extractor, mention, sourceFolders)
      asked.add(name)
      const isManifest = isRequirement(extractor, mention)
      const isCertain = mention.ecosystem === ecosystem || twin !== undefined
      const declaration = { path, name, mention, isManifest, isCertain }
      const known = byPlace.get(place)
      if (known === undefined) byPlace.set(place, [declaration])
      else known.push(declaration)
    }
  }
  return { byPlace, locked, asked }
}

const SCRIPT = 'python/script'

/** A compiled requirements.txt is a lock, and all that a project without its source says of what it asks for. */
function isRequirement(extractor: string, { role, origin }: PackageMention): boolean {
  if (origin.kind === 'local' || extractor === SCRIPT) return false
  return role === 'requires' || (role === 'locks' && extractor === 'python/requirements')
}

/** conda's packages count under the name their project has on PyPI, and under their own where no table has them. */
function nameIn(ecosystem: Ecosystem, mention: PackageMention, twin: string | undefined): string | undefined {
  if (mention.ecosystem === ecosystem) return mention.name
  if (mention.ecosystem !== 'conda' || ecosystem !== 'PyPI') return undefined
  return twin ?? packageName('PyPI', mention.name)
}

function twinOf(ecosystem: Ecosystem, { ecosystem: own, twin, name }: PackageMention): string | undefined {
  if (own !== 'conda' || ecosystem !== 'PyPI' || twin === 'none') return undefined
  return (twin ?? condaTwin(name))?.name
}

function placeOf(
  path: string,
  extractor: string,
  { role }: PackageMention,
  sourceFolders: ReadonlySet<string>,
): string {
  if (extractor === SCRIPT) return path
  if (role === 'installs') return ''
  return foldersUpwards(folderOf(path)).find((folder) => sourceFolders.has(folder)) ?? ''
}
