import type { Advisory } from '../../src/model/advisory.ts'
import type { Ecosystem } from '../../src/model/ecosystem.ts'
import {
  type ArtefactFiles,
  type PythonWords,
  wheelName,
  writeConda,
  writeNpm,
  writeSdist,
  writeWheel,
} from './package-archives.ts'

/** One artefact, put together when it is asked for. */
export interface CaseArtefact {
  readonly name: string
  readonly bytes: () => Uint8Array
}

/** One release as the registry has it. */
export interface CaseRelease {
  readonly version: string
  readonly artefacts: readonly CaseArtefact[]
  /** RFC 3339. */
  readonly published?: string
  /** Attestations say where it was built. */
  readonly provenance?: boolean
  /** What the registry of npm says of it; where absent, what the archive says. */
  readonly stated?: Readonly<Record<string, unknown>>
}

/** A project with the release that is judged and the one before. */
export interface CaseProject {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly release: CaseRelease
  readonly previous?: CaseRelease
  /** When the first release of the project was published. */
  readonly since?: string
  /** First releases of other packages that the registry has. */
  readonly others?: Readonly<Record<string, string>>
  readonly records?: readonly Advisory[]
}

/** A malicious release, what must be told of it, and an honest one that is built alike. */
export interface PackageCase {
  readonly id: string
  /** What was done, when and to whom. */
  readonly incident: string
  readonly project: CaseProject
  readonly expect: {
    readonly verdict: 'block' | 'hold'
    /** Last part of the id of the story. */
    readonly story: string
    /** Of the text of that story. */
    readonly text: RegExp
    /** `path:line`, in the order in which they are told; others may stand between. */
    readonly steps?: readonly string[]
  }
  /** Must be allowed. */
  readonly twin: CaseProject
}

/** A project that has been there for years. */
export const SETTLED = '2019-03-01T00:00:00Z'
/** Two days before the day of the tests. */
export const YOUNG = '2026-11-20T08:00:00Z'
/** A day before the day of the tests. */
export const PUBLISHED = '2026-11-21T08:00:00Z'

/** A wheel as the only artefact of a release. */
export function wheel(name: string, version: string, files: ArtefactFiles, words: PythonWords = {}): CaseRelease {
  return { version, artefacts: [wheelArtefact(name, version, files, words)] }
}

export function wheelArtefact(
  name: string,
  version: string,
  files: ArtefactFiles,
  words: PythonWords = {},
): CaseArtefact {
  return {
    name: wheelName(name, version, words.tag),
    bytes: () => writeWheel(name, version, files, words),
  }
}

/** A source distribution as the only artefact of a release. */
export function sdist(name: string, version: string, files: ArtefactFiles, words: PythonWords = {}): CaseRelease {
  return { version, artefacts: [sdistArtefact(name, version, files, words)] }
}

export function sdistArtefact(
  name: string,
  version: string,
  files: ArtefactFiles,
  words: PythonWords = {},
): CaseArtefact {
  return {
    name: `${name.replaceAll(/[-.]+/g, '_')}-${version}.tar.gz`,
    bytes: () => writeSdist(name, version, files, words),
  }
}

/** A tarball of npm. */
export function tarball(
  name: string,
  version: string,
  files: ArtefactFiles,
  manifest: Readonly<Record<string, unknown>> = {},
): CaseRelease {
  return {
    version,
    artefacts: [
      { name: `${name.replace(/^@.*\//, '')}-${version}.tgz`, bytes: () => writeNpm(name, version, files, manifest) },
    ],
    stated: manifest,
  }
}

/** A package of conda. */
export function conda(name: string, version: string, files: ArtefactFiles): CaseRelease {
  return {
    version,
    artefacts: [{ name: `${name}-${version}-py_0.conda`, bytes: () => writeConda(name, version, files) }],
  }
}

/** A project on PyPI that has been there for years. */
export function pypi(name: string, release: CaseRelease, more: Partial<CaseProject> = {}): CaseProject {
  return { ecosystem: 'PyPI', name, release, since: SETTLED, ...more }
}

/** A project on npm that has been there for years. */
export function npm(name: string, release: CaseRelease, more: Partial<CaseProject> = {}): CaseProject {
  return { ecosystem: 'npm', name, release, since: SETTLED, ...more }
}
