/** PATH_MAX of Linux. Behind it a directory counts as unknown, else `cd a` on every line makes paths that grow without end. */
const LONGEST_PATH = 4096

/**
 * Where `cd target` leads from a directory. Both are absolute or relative to wherever the script starts; undefined when only
 * the run can tell (`cd`, `cd -`, `cd ~`, or a relative path from an unknown place).
 */
export function changedDirectory(from: string | undefined, target: string): string | undefined {
  if (target === '' || target === '-' || target.startsWith('~')) return undefined
  if ((from?.length ?? 0) + target.length > LONGEST_PATH) return undefined
  if (target.startsWith('/')) return normalPath(target)
  return from === undefined ? undefined : normalPath(`${from}/${target}`)
}

/** Without `.`, `//` and the `..` that can be undone; `.` for nothing left. */
export function normalPath(path: string): string {
  const absolute = path.startsWith('/')
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop()
    else if (!absolute) segments.push('..')
  }
  return absolute ? `/${segments.join('/')}` : segments.join('/') || '.'
}
