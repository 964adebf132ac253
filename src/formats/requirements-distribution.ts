import type { Limits } from '../base/limits.ts'
import { isPackageName } from './pep508.ts'

/** Name and version as the file name of a wheel or source archive states them. */
export interface DistributionFile {
  readonly name: string
  readonly version: string
}

const ARCHIVES = [
  '.tar.gz',
  '.tgz',
  '.tar.bz2',
  '.tbz',
  '.tar.xz',
  '.txz',
  '.tar.lzma',
  '.tlz',
  '.tar',
  '.zip',
] as const

/**
 * Reads the name and version out of the last segment of a path or URL, percent-decoded: wheels by PEP 427
 * (`name-version(-build)-python-abi-platform.whl`), source archives by PEP 625, older ones at the last `-` before a digit.
 * Undefined when the segment does not state both: `v4.30.0.zip`, `main.tar.gz`.
 */
export function distributionFile(location: string, limits: Pick<Limits, 'nameLength'>): DistributionFile | undefined {
  const segment = fileName(location)
  if (segment.length > 2 * limits.nameLength) return undefined
  const decoded = decodePercent(segment)
  const found = decoded.toLowerCase().endsWith('.whl') ? wheel(decoded) : sourceArchive(decoded)
  return found !== undefined && isPackageName(found.name, limits) ? found : undefined
}

/** Does the name end like a wheel or an archive that pip installs from? */
export function isDistributionName(location: string): boolean {
  const name = fileName(location).toLowerCase()
  return name.endsWith('.whl') || ARCHIVES.some((ending) => name.endsWith(ending))
}

/** The last segment, without query and fragment. */
function fileName(location: string): string {
  const end = location.search(/[?#]/)
  const path = end < 0 ? location : location.slice(0, end)
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray `%` is no escape: the name stays as written.
    return text
  }
}

function wheel(fileName: string): DistributionFile | undefined {
  const parts = fileName.slice(0, -'.whl'.length).split('-')
  const [name, version] = parts
  if (name === undefined || version === undefined || (parts.length !== 5 && parts.length !== 6)) return undefined
  return plausible(name, version.replaceAll('_', '-'))
}

function sourceArchive(fileName: string): DistributionFile | undefined {
  const ending = ARCHIVES.find((candidate) => fileName.toLowerCase().endsWith(candidate))
  if (ending === undefined) return undefined
  const stem = fileName.slice(0, -ending.length)
  for (let dash = stem.lastIndexOf('-'); dash > 0; dash = stem.lastIndexOf('-', dash - 1)) {
    if (/[0-9]/.test(stem.charAt(dash + 1))) return plausible(stem.slice(0, dash), stem.slice(dash + 1))
  }
  return undefined
}

/** PEP 440 versions begin with a digit (or `v`) and have no characters beyond these. */
function plausible(name: string, version: string): DistributionFile | undefined {
  return /^v?[0-9][A-Za-z0-9.!+_-]*$/.test(version) ? { name, version } : undefined
}
