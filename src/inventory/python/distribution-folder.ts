/** Where the files of an installed distribution stand, by their path: `lib/site-packages/numpy-1.26.4.dist-info/METADATA`. */
export interface DistributionFolder {
  /** The folder that packages are imported from: `lib/site-packages`. */
  readonly site: string
  /** The folder (or, of eggs in one file, the file) that describes the distribution. */
  readonly place: string
  readonly kind: 'dist-info' | 'egg-info'
  /** As the folder spells it. */
  readonly name: string
  /** Missing in the `name.egg-info` that setuptools writes into a source tree. */
  readonly version?: string
  /** The file in the folder, in its own spelling; empty when `place` is the file. */
  readonly file: string
}

/**
 * Reads a path below `name-version.dist-info` ("Recording installed projects", PyPA), `name-version-py3.11.egg-info`,
 * `name.egg-info` or `name-version-py3.11.egg/EGG-INFO`. Undefined for any other.
 */
export function distributionFolder(path: string): DistributionFolder | undefined {
  if (path.endsWith('.egg-info')) return described(path, '')
  const slash = path.lastIndexOf('/')
  return slash < 0 ? undefined : described(path.slice(0, slash), path.slice(slash + 1))
}

function described(place: string, file: string): DistributionFolder | undefined {
  const inEgg = place.endsWith('.egg/EGG-INFO') ? place.slice(0, -'/EGG-INFO'.length) : place
  const slash = inEgg.lastIndexOf('/')
  const site = slash < 0 ? '' : inEgg.slice(0, slash)
  const found = /^(.{1,400})\.(dist-info|egg-info|egg)$/i.exec(inEgg.slice(slash + 1))
  if (found === null) return undefined
  const [, stem = '', ending = ''] = found
  const kind = ending.toLowerCase() === 'dist-info' ? 'dist-info' : 'egg-info'
  return { site, place, kind, file, ...nameAndVersion(kind === 'egg-info' ? withoutPython(stem) : stem) }
}

/** `-py3.11` and `-py3.11-linux-x86_64` behind the version of an egg. */
function withoutPython(stem: string): string {
  const python = stem.search(/-py\d/)
  return python < 0 ? stem : stem.slice(0, python)
}

/** Neither name nor version holds a `-` (they are escaped to `_`); where an old tool left one, a version begins with a digit. */
function nameAndVersion(stem: string): { readonly name: string; readonly version?: string } {
  const dash = stem.lastIndexOf('-')
  if (dash <= 0 || dash === stem.length - 1) return { name: stem }
  return { name: stem.slice(0, dash), version: stem.slice(dash + 1) }
}
