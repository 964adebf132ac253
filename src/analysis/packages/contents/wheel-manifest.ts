import { isExpected } from '../../../base/errors.ts'
import { packageName } from '../../../model/package-name.ts'
import { distributionFile } from '../../../formats/requirements-distribution.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import type { PackageManifest, PackageNote } from '../artefact-facts.ts'
import { type EntryPoints, entryPoints, NO_ENTRY_POINTS, modulePaths } from './entry-points.ts'
import {
  type EntryPaths,
  type ManifestInput,
  type ManifestReading,
  NO_ENTRIES,
  unreadManifest,
} from './manifest-input.ts'
import { baseName, folderOf } from './member-path.ts'
import { metadataManifest } from './metadata-text.ts'

/**
 * What a wheel says of itself (PEP 427, entry points specification): METADATA, entry_points.txt and scripts of its dist-info folder; an
 * installed package and an egg say it in the same way. Nothing of a wheel runs when it is installed.
 */
export function wheelManifest(input: ManifestInput): ManifestReading {
  const notes: PackageNote[] = []
  const folder = metadataFolder(input)
  const path = `${folder}/${input.texts.has(`${folder}/METADATA`) ? 'METADATA' : 'PKG-INFO'}`
  const bytes = input.texts.get(path)
  const manifest = bytes === undefined ? undefined : metadataManifest(bytes)
  if (manifest === undefined) notes.push(unreadManifest(path, { message: 'no METADATA with a name and a version' }))
  const points = readEntryPoints(input, folder, notes)
  const commands = [...points.commands, ...scriptCommands(input.paths)]
  const entries = entriesOf(input, commands, points.plugins)
  return { manifest: manifest && { ...manifest, commands }, entries, notes }
}

/** The folder that pip takes: the one named like the wheel, else the first. */
export function metadataFolder({ paths, name }: Pick<ManifestInput, 'paths' | 'name'>): string {
  const folders = distInfoFolders(paths)
  const stated = distributionFile(name, DEFAULT_LIMITS)?.name
  const own = folders.find(
    (one) => stated !== undefined && packageName('PyPI', nameOf(one)) === packageName('PyPI', stated),
  )
  return own ?? folders[0] ?? ''
}

/** Folders of metadata at the top, in order. */
export function distInfoFolders(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => /^([^/]+\.dist-info|EGG-INFO)\//.exec(path)?.[1] ?? []))]
}

/** `requests` of `requests-2.34.2.dist-info`. */
function nameOf(folder: string): string {
  return folder.replace(/\.dist-info$/, '').replace(/-[^-]*$/, '')
}

function readEntryPoints(input: ManifestInput, folder: string, notes: PackageNote[]): EntryPoints {
  const path = `${folder}/entry_points.txt`
  const bytes = input.texts.get(path)
  if (bytes === undefined) return NO_ENTRY_POINTS
  try {
    return entryPoints(bytes)
  } catch (error) {
    if (!isExpected(error)) throw error
    notes.push(unreadManifest(path, error))
    return NO_ENTRY_POINTS
  }
}

/** Files that the installer puts on the path as they are. */
function scriptCommands(paths: readonly string[]): PackageManifest['commands'] {
  return paths
    .filter((path) => /^[^/]+\.data\/scripts\/[^/]+$/.test(path) || folderOf(path) === 'EGG-INFO/scripts')
    .map((path) => ({ name: baseName(path), target: path }))
}

function entriesOf(
  { paths }: ManifestInput,
  commands: PackageManifest['commands'],
  plugins: readonly string[],
): EntryPaths {
  const known = new Set(paths)
  const roots = ['', ...new Set(paths.flatMap((path) => /^[^/]+\.data\/(?:purelib|platlib)\//.exec(path)?.[0] ?? []))]
  const command = commands.flatMap(({ target }) => (known.has(target) ? [target] : modulePaths(target, known, roots)))
  const loaded = plugins.flatMap((target) => modulePaths(target, known, roots))
  return { ...NO_ENTRIES, command, import: loaded }
}
