import { changedDirectory, normalPath } from '../../formats/shell-directory.ts'
import { get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { CommandSite } from '../commands/command-site.ts'

/** More mounts of one service than these are looked through no further. */
const MOST_VOLUMES = 100

/**
 * Finds files of a container among the folders that a service mounts: `./app:/src`, `{type: bind, source: ./app, target: /src}`.
 * `folder` is that of the compose file, relative to the scanned root.
 */
export function fileInVolumes(volumes: TreeValue | undefined, folder: string): CommandSite['findFile'] {
  const mounts = items(volumes).slice(0, MOST_VOLUMES).flatMap(mountOf)
  return (path, directory) => {
    const target = changedDirectory(directory, path)
    if (target === undefined) return { kind: 'unknown', why: 'in a folder of the container that is not known' }
    const mount = mounts.findLast((one) => target === one.target || target.startsWith(`${one.target}/`))
    if (mount === undefined) return { kind: 'unknown', why: 'which no volume brings from the scanned folder' }
    const inRoot = normalPath(`${folder}/${mount.source}/${target.slice(mount.target.length)}`)
    return inRoot === '.' || inRoot.startsWith('..')
      ? { kind: 'unknown', why: 'which lies outside of the scanned folder' }
      : { kind: 'file', path: inRoot }
  }
}

interface Mount {
  readonly source: string
  readonly target: string
}

/** Only what begins with a dot is a folder beside the compose file; other names are volumes or places of the machine. */
function mountOf(volume: TreeValue): readonly Mount[] {
  const [short = '', behind] = (string(volume) ?? '').slice(0, 2000).split(':', 2)
  const source = volume.kind === 'object' ? (string(get(volume, 'source')) ?? '') : short
  const target = volume.kind === 'object' ? string(get(volume, 'target')) : behind
  if (!source.startsWith('.') || target?.startsWith('/') !== true || target === '/') return []
  return [{ source, target: normalPath(target) }]
}
