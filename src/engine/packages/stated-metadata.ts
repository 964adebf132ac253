import { metadataManifest } from '../../analysis/packages/contents/metadata-text.ts'
import { ExternalError, isExpected } from '../../base/errors.ts'
import type { PackageManifest } from '../../analysis/packages/artefact-facts.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { StatedManifest } from '../../model/registry-facts.ts'
import type { Registry } from '../../scan/sources/registry/open-registry.ts'
import type { Release, ReleaseFile } from '../../scan/sources/registry/release.ts'

/** Metadata of so many wheels are fetched: those of one release hardly ever differ, and resolvers read one. */
const MOST_FETCHED = 3

/**
 * What the index says stands in the METADATA of wheels (PEP 658): resolvers believe it before they have the wheel, so that a difference decides what
 * is installed. Metadata that cannot be had is a diagnostic.
 */
export async function statedMetadata(
  { files }: Release,
  registry: Registry,
): Promise<{ readonly manifests: readonly StatedManifest[]; readonly diagnostics: readonly Diagnostic[] }> {
  const manifests: StatedManifest[] = []
  const diagnostics: Diagnostic[] = []
  for (const file of files.filter(({ metadata }) => metadata !== undefined).slice(0, MOST_FETCHED)) {
    try {
      const manifest = await metadataOf(file, registry)
      if (manifest !== undefined) manifests.push(statedBy(file, manifest))
    } catch (error) {
      if (!isExpected(error)) throw error
      const level = error instanceof ExternalError ? 'note' : 'warning'
      diagnostics.push({
        code: error.code,
        level,
        message: `the metadata that the index states for ${file.name}: ${error.message}`,
        source: 'engine/packages',
      })
    }
  }
  return { manifests, diagnostics }
}

/** The METADATA of a wheel by the word of the index; undefined where it states none, or says no name. Throws as Registry.artefact() does. */
export async function metadataOf({ metadata }: ReleaseFile, registry: Registry): Promise<PackageManifest | undefined> {
  if (metadata === undefined) return undefined
  const { source, close } = await registry.artefact(metadata)
  try {
    return metadataManifest(await source.all())
  } finally {
    await close()
  }
}

function statedBy({ name: artefact }: ReleaseFile, { name, version, dependencies }: PackageManifest): StatedManifest {
  return {
    artefact,
    name,
    version,
    dependencies: dependencies.map((one) => ({
      name: one.name,
      requirement: one.requirement,
      kind: one.kind === 'optional' || one.kind === 'peer' ? one.kind : 'runtime',
    })),
  }
}
