import type { Ecosystem } from '../../../model/ecosystem.ts'
import type { ArtefactKind } from '../artefact-facts.ts'
import { memberPath } from './member-path.ts'

/** What an artefact is, and the folder around everything in it. */
export interface ArtefactLayout {
  readonly kind: ArtefactKind
  /** The folder that is not part of paths; of npm the first one met, since npm takes away any. */
  readonly folder: string
}

/** What the caller knows of an artefact besides its bytes. */
export interface AskedFor {
  /** The ecosystem that it is installed from. */
  readonly ecosystem?: Ecosystem
}

/**
 * What an artefact is by the names in it; its own name and what was asked for only decide where several fit: a package of npm can hold a
 * PKG-INFO and the other way round. `names` are those of files, as the archive has them.
 */
export function artefactLayout(
  names: readonly string[],
  format: string,
  artefact: string,
  asked: AskedFor = {},
): ArtefactLayout {
  const paths = names.map(memberPath)
  const fits = RULES.filter(([, rule]) => rule(paths, format)).map(([kind]) => kind)
  const kind = preferred(fits, artefact.toLowerCase(), asked) ?? 'archive'
  const folder = kind === 'npm' ? firstFolder(paths) : kind === 'sdist' ? commonFolder(paths) : ''
  return { kind, folder }
}

/**
 * The path in the package of a member: without the folder around everything, which npm takes away from each path whatever it is
 * called (`strip: 1` of its tar). Undefined for what stands beside that folder and is not installed.
 */
export function pathInPackage(
  { kind, folder }: Pick<ArtefactLayout, 'kind' | 'folder'>,
  path: string,
): string | undefined {
  if (kind === 'npm') {
    const slash = path.indexOf('/')
    return slash < 0 ? undefined : path.slice(slash + 1)
  }
  if (folder === '') return path
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined
}

const RULES: readonly (readonly [ArtefactKind, (paths: readonly string[], format: string) => boolean])[] = [
  ['wheel', (paths) => paths.some((path) => /^[^/]+\.dist-info\/(?:METADATA|WHEEL|RECORD)$/.test(path))],
  ['egg', (paths) => paths.includes('EGG-INFO/PKG-INFO')],
  [
    'conda',
    (paths, format) =>
      paths.includes('info/index.json') ||
      (format === 'zip' && paths.includes('metadata.json') && paths.some((path) => /^pkg-[^/]*\.tar\.zst$/.test(path))),
  ],
  ['sdist', (paths) => paths.some((path) => /^[^/]+\/(?:PKG-INFO|setup\.py|pyproject\.toml|setup\.cfg)$/.test(path))],
  // npm packs tarballs only, but a package.json is one wherever it is found.
  ['npm', (paths) => paths.some((path) => /^[^/]+\/package\.json$/.test(path))],
]

const ENDINGS: readonly (readonly [RegExp, ArtefactKind])[] = [
  [/\.whl$/, 'wheel'],
  [/\.egg$/, 'egg'],
  [/\.conda$/, 'conda'],
  [/\.tgz$/, 'npm'],
  [/\.(?:tar\.(?:gz|bz2|xz|z|lzma)|zip|tar)$/, 'sdist'],
]

const OF_ECOSYSTEM: Readonly<Record<Ecosystem, readonly ArtefactKind[]>> = {
  PyPI: ['wheel', 'egg', 'sdist'],
  npm: ['npm'],
  conda: ['conda'],
}

function preferred(fits: readonly ArtefactKind[], artefact: string, { ecosystem }: AskedFor): ArtefactKind | undefined {
  const own = ecosystem === undefined ? fits : fits.filter((kind) => OF_ECOSYSTEM[ecosystem].includes(kind))
  const left = own.length === 0 ? fits : own
  const named = ENDINGS.find(([ending]) => ending.test(artefact))?.[1]
  return left.find((kind) => kind === named) ?? left[0]
}

function firstFolder(paths: readonly string[]): string {
  const path = paths.find((one) => one.includes('/')) ?? ''
  return path.slice(0, Math.max(0, path.indexOf('/')))
}

/** The folder that all paths begin with, as pip looks for it (`has_leading_dir`); empty where there is none. */
function commonFolder(paths: readonly string[]): string {
  const folder = firstFolder(paths)
  return folder !== '' && paths.every((path) => path.startsWith(`${folder}/`)) ? folder : ''
}
