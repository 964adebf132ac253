import type { Tree } from '../../../formats/tree.ts'
import type { InstallHook } from '../javascript/install-hooks.ts'
import { isBuildFile, isBundledManifest } from '../javascript/package-hooks.ts'
import type { ArtefactKind, PackageManifest, PackageNote } from '../artefact-facts.ts'

/** What of an artefact its manifest is read from. */
export interface ManifestInput {
  readonly kind: ArtefactKind
  /** The file name of the artefact, or of the folder. */
  readonly name: string
  /** Of every file that is not hidden and not in an archive inside. */
  readonly paths: readonly string[]
  /** The bytes of those for which `isManifestPath` holds. */
  readonly texts: ReadonlyMap<string, Uint8Array>
}

/** Files that something outside of the code starts, by path in the package. */
export interface EntryPaths {
  readonly install: readonly string[]
  readonly start: readonly string[]
  readonly import: readonly string[]
  readonly command: readonly string[]
}

/** What the manifests of an artefact say. */
export interface ManifestReading {
  /** Absent where no file says what package it is. */
  readonly manifest: PackageManifest | undefined
  readonly entries: EntryPaths
  readonly notes: readonly PackageNote[]
  /** Of an npm package. */
  readonly npm?: NpmReading
}

/** What runs with the installation of an npm package, and the manifests by which its files are found. */
export interface NpmReading {
  readonly hooks: readonly InstallHook[]
  /** By path: its own, and those of packages that it brings. */
  readonly manifests: ReadonlyMap<string, Tree>
}

export const NO_ENTRIES: EntryPaths = { install: [], start: [], import: [], command: [] }

/** Several readings as one; what comes first wins where both know. */
export function joinEntries(...all: readonly EntryPaths[]): EntryPaths {
  const join = (key: keyof EntryPaths): readonly string[] => [...new Set(all.flatMap((one) => one[key]))]
  return { install: join('install'), start: join('start'), import: join('import'), command: join('command') }
}

/** Largest manifest that is read: a RECORD of 100,000 files has 12 MB. */
export const MANIFEST_BYTES = 32 * 1024 * 1024

/** Is a file of this path (in words of the package) one that `readManifest` wants the bytes of? */
export function isManifestPath(path: string): boolean {
  return (
    AT_TOP.has(path) ||
    /^[^/]+\.dist-info\/(?:METADATA|WHEEL|RECORD|entry_points\.txt|top_level\.txt|direct_url\.json)$/.test(path) ||
    /^(?:src\/)?[^/]+\.egg-info\/(?:PKG-INFO|requires\.txt|entry_points\.txt)$/.test(path) ||
    /^EGG-INFO\/(?:PKG-INFO|requires\.txt|entry_points\.txt)$/.test(path) ||
    /^info\/(?:index|about|link|paths)\.json$/.test(path) ||
    isBundledManifest(path) ||
    isBuildFile(path)
  )
}

const AT_TOP: ReadonlySet<string> = new Set(['PKG-INFO', 'pyproject.toml', 'setup.cfg', 'setup.py', 'package.json'])

/** A note that a manifest was not understood: what it says is not known. */
export function unreadManifest(path: string, error: { readonly message: string }): PackageNote {
  const message = `not understood: ${error.message.slice(0, 200)}`
  return { kind: 'not-inspected', code: 'manifest', path, message }
}
