import type { Ecosystem } from '../../../model/ecosystem.ts'
import { condaManifest } from './conda-manifest.ts'
import { type ManifestInput, type ManifestReading, NO_ENTRIES } from './manifest-input.ts'
import { npmManifest } from './npm-manifest.ts'
import { sdistManifest } from './sdist-manifest.ts'
import { distInfoFolders, wheelManifest } from './wheel-manifest.ts'

/**
 * What the package says of itself, and the files it names for others to start. A folder is read as what it holds: an installed package of
 * Python, one of npm, a conda package, a project; `ecosystem` decides where it holds several. Never throws for what stands in the files.
 */
export function readManifest(input: ManifestInput, ecosystem?: Ecosystem): ManifestReading {
  if (input.kind === 'wheel' || input.kind === 'egg') return wheelManifest(input)
  if (input.kind === 'sdist') return sdistManifest(input)
  if (input.kind === 'npm') return npmManifest(input)
  if (input.kind === 'conda') return condaManifest(input)
  const readings = READERS.flatMap(([own, fits, read]) =>
    (ecosystem === undefined || ecosystem === own) && fits(input) ? [read(input)] : [],
  )
  const chosen = readings.find(({ manifest }) => manifest !== undefined) ?? readings[0] ?? NOTHING
  const npm = readings.find((one) => one.npm !== undefined)?.npm
  return npm === undefined ? chosen : { ...chosen, npm }
}

const NOTHING: ManifestReading = { manifest: undefined, entries: NO_ENTRIES, notes: [] }

const READERS: readonly (readonly [
  Ecosystem,
  (input: ManifestInput) => boolean,
  (input: ManifestInput) => ManifestReading,
])[] = [
  ['PyPI', ({ paths }) => distInfoFolders(paths).length > 0, wheelManifest],
  ['conda', ({ texts }) => texts.has('info/index.json'), condaManifest],
  ['PyPI', ({ texts }) => texts.has('PKG-INFO'), sdistManifest],
  ['PyPI', ({ texts }) => ['setup.py', 'pyproject.toml', 'setup.cfg'].some((path) => texts.has(path)), sdistManifest],
  ['npm', ({ texts }) => texts.has('package.json'), npmManifest],
]
