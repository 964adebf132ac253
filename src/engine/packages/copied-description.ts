import type { PackageManifest } from '../../analysis/packages/artefact-facts.ts'
import { type DescribedPackage, squattedDescription } from '../../analysis/packages/names/squatted-description.ts'
import { isExpected } from '../../base/errors.ts'
import type { NameSign } from '../../model/package-assessment.ts'
import { purlOf } from '../../model/purl.ts'
import type { Registry } from '../../scan/sources/registry/open-registry.ts'
import { metadataOf } from './stated-metadata.ts'

/** Names that are hardly alike are not worth a question to the registry. */
const LEAST_CHANCE = 0.02
/** A copied text beside a name that is alike: nine in ten are placeholders or traps (our estimate, no figures are known). */
const CHANCE = 0.6

/**
 * Does a package of PyPI whose name is like a popular one describe itself with that one's text, and name another owner? Asks the index for the popular
 * one's metadata only. Undefined where it does not or nobody can tell.
 */
export async function copiedDescription(
  manifest: PackageManifest | undefined,
  signs: readonly NameSign[],
  registry: Registry | undefined,
): Promise<NameSign | undefined> {
  const sign = signs.find(({ chance, kind }) => chance >= LEAST_CHANCE && kind !== 'twin')
  if (manifest?.ecosystem !== 'PyPI' || sign === undefined || registry === undefined) return undefined
  const popular = await describedAs(sign.popular, registry)
  const likeness = popular === undefined ? undefined : squattedDescription(described(manifest), popular)
  if (likeness === undefined) return undefined
  return {
    kind: 'copied-description',
    popular: sign.popular,
    text: `${Math.round(likeness.contained * 100)} % of its description is that of ${sign.popular}, which has another owner`,
    chance: Math.max(CHANCE, sign.chance),
  }
}

async function describedAs(name: string, registry: Registry): Promise<DescribedPackage | undefined> {
  try {
    const release = await registry.release(purlOf('PyPI', name))
    if (release.kind === 'missing') return undefined
    const file = release.files.find(({ metadata }) => metadata !== undefined)
    const manifest = file === undefined ? undefined : await metadataOf(file, registry)
    return manifest === undefined ? undefined : described(manifest)
  } catch (error) {
    // A question beside the point: that it is not answered changes nothing of what was asked.
    if (isExpected(error)) return undefined
    throw error
  }
}

function described({ name, readme, description, links }: PackageManifest): DescribedPackage {
  return { name, description: readme === '' ? description : readme, owner: ownerIn(links) }
}

/** `https://host/owner/project` of the repository. */
function ownerIn(links: PackageManifest['links']): string | undefined {
  const repository =
    links.find(({ label }) => /source|repo|code|github|gitlab/.test(label)) ??
    links.find(({ address }) => /^https?:\/\/(?:www\.)?(?:github|gitlab|bitbucket)\./.test(address))
  const path = URL.parse(repository?.address ?? '')?.pathname.split('/') ?? []
  return path[1] === undefined || path[1] === '' ? undefined : path[1]
}
