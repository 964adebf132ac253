import { packageName } from '../../../model/package-name.ts'
import type { ReleaseFile } from './release.ts'

/** What the name of a distribution says. */
export interface DistributionName {
  readonly kind: ReleaseFile['kind']
  /** As written; compare with the order of versions. */
  readonly version: string
}

/**
 * The version in the name of a file of `project` (in PEP 503 spelling); undefined for a name that does not say. Wheels by the binary distribution format,
 * source distributions by their beginning, which must be the project: `foo-1.0-1.tar.gz` is version `1.0-1` of `foo`, not `1` of `foo-1.0`.
 */
export function distributionName(file: string, project: string): DistributionName | undefined {
  if (file.length > LONGEST) return undefined
  const name = file.toLowerCase()
  if (name.endsWith('.whl')) return wheel(file, project)
  const kind = ENDINGS.find(([ending]) => name.endsWith(ending))
  if (kind === undefined) return undefined
  const stem = file.slice(0, -kind[0].length)
  const rest = behindProject(stem, project)
  if (rest === undefined) return undefined
  return { kind: kind[1], version: kind[1] === 'sdist' ? rest : withoutPlatform(rest) }
}

const LONGEST = 512

const ENDINGS: readonly (readonly [ending: string, kind: ReleaseFile['kind']])[] = [
  ...['.tar.gz', '.tgz', '.zip', '.tar.bz2', '.tar.xz', '.tar.z', '.tar', '.tbz', '.tbz2', '.txz', '.tlz'].map(
    (ending) => [ending, 'sdist'] as const,
  ),
  ['.egg', 'egg'],
  ...['.exe', '.msi', '.rpm', '.deb', '.dmg'].map((ending) => [ending, 'installer'] as const),
]

/** `name-version(-build)?-python-abi-platform.whl` */
function wheel(file: string, project: string): DistributionName | undefined {
  const parts = file.slice(0, -'.whl'.length).split('-')
  const [name = '', version = ''] = parts
  const isWheel = (parts.length === 5 || parts.length === 6) && version !== ''
  return isWheel && packageName('PyPI', name) === project ? { kind: 'wheel', version } : undefined
}

/** The part behind the shortest beginning that is the project and ends before a `-`; old names hold `-` themselves. */
function behindProject(stem: string, project: string): string | undefined {
  for (let dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
    if (packageName('PyPI', stem.slice(0, dash)) === project) return stem.slice(dash + 1) || undefined
    if (dash > project.length * 2 + 16) return undefined
  }
  return undefined
}

/** `1.0-py2.7-win32` -> `1.0`, `1.0.win-amd64-py2.7` -> `1.0`, `1.0.linux-x86_64` -> `1.0`. */
function withoutPlatform(rest: string): string {
  return rest.replace(/-py\d.*$/, '').replace(/\.(?:win|linux|macosx)[-\d].*$/, '')
}
