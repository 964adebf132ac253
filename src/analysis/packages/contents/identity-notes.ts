import { excerpt } from '../../../base/escape.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { coreMetadata, metadataField } from '../../../formats/core-metadata.ts'
import { distributionFile } from '../../../formats/requirements-distribution.ts'
import type { Ecosystem } from '../../../model/ecosystem.ts'
import { packageName } from '../../../model/package-name.ts'
import { schemeOf } from '../../../versions/scheme-of.ts'
import type { PackageManifest, PackageNote } from '../artefact-facts.ts'
import type { ManifestInput } from './manifest-input.ts'
import { distInfoFolders } from './wheel-manifest.ts'

/** The release that somebody asked the registry for. */
export interface AskedRelease {
  readonly name: string
  readonly version: string
}

/**
 * Where an artefact is called by two names or two versions: its file name, its manifest, the folder of its metadata, what was asked for. The resolver goes by
 * one, the installer by another.
 */
export function identityNotes(
  input: ManifestInput,
  manifest: PackageManifest | undefined,
  asked?: AskedRelease,
): readonly PackageNote[] {
  if (manifest === undefined) return []
  const isDistribution = input.kind === 'wheel' || input.kind === 'sdist'
  return [
    ...disagreements(
      'the file name',
      isDistribution ? distributionFile(input.name, DEFAULT_LIMITS) : undefined,
      manifest,
    ),
    ...disagreements('what was asked for', asked, manifest),
    ...(input.kind === 'wheel' ? folderNotes(input.paths, manifest) : []),
    ...otherMetadata(input, manifest),
  ]
}

/** In what somebody says another name or version than the manifest. */
function disagreements(
  what: string,
  other: AskedRelease | undefined,
  { ecosystem, name, version }: PackageManifest,
): readonly PackageNote[] {
  if (other === undefined) return []
  const isSameName = packageName(ecosystem, other.name) === packageName(ecosystem, name)
  const isSame = isSameVersion(ecosystem, other.version, version)
  const names = `${what} says the name ${shown(other.name)}, the manifest ${shown(name)}`
  const versions = `${what} says the version ${shown(other.version)}, the manifest ${shown(version)}`
  return [
    ...(isSameName ? [] : [differs('identity-name', names)]),
    ...(isSame ? [] : [differs('identity-version', versions)]),
  ]
}

/** A wheel has one folder of metadata, named after it. */
function folderNotes(paths: readonly string[], manifest: PackageManifest): readonly PackageNote[] {
  const folders = distInfoFolders(paths)
  const some = folders.slice(0, 5).map(shown).join(', ')
  return [
    ...folders.flatMap((folder) => disagreements(`the folder ${shown(folder)}`, ofFolder(folder), manifest)),
    ...(folders.length > 1 ? [differs('several-metadata', `${folders.length} folders of metadata: ${some}`)] : []),
  ]
}

/** In file names `-` stands as `_` (PEP 427). */
function isSameVersion(ecosystem: Ecosystem, a: string, b: string): boolean {
  const plain = (version: string): string => (ecosystem === 'PyPI' ? version.replaceAll('_', '-') : version).trim()
  return schemeOf(ecosystem).compare(plain(a), plain(b)) === 0
}

/** An egg-info folder in a source distribution that speaks of another package. */
function otherMetadata({ texts }: ManifestInput, manifest: PackageManifest): readonly PackageNote[] {
  const notes: PackageNote[] = []
  for (const [path, bytes] of texts) {
    if (!path.endsWith('.egg-info/PKG-INFO')) continue
    const name = metadataField(coreMetadata.parse(bytes, DEFAULT_LIMITS), 'name')?.value
    if (name === undefined || packageName('PyPI', name) === packageName('PyPI', manifest.name)) continue
    notes.push({
      ...differs('identity-name', `it says the name ${shown(name)}, the manifest ${shown(manifest.name)}`),
      path,
    })
  }
  return notes
}

function ofFolder(folder: string): AskedRelease | undefined {
  const found = /^(.+)-([^-]+)\.dist-info$/.exec(folder)
  return found?.[1] === undefined || found[2] === undefined ? undefined : { name: found[1], version: found[2] }
}

function differs(code: string, message: string): PackageNote {
  return { kind: 'disagreement', code, path: '', message }
}

function shown(text: string): string {
  return `"${excerpt(text, 80)}"`
}
