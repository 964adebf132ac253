/** A member's name as a path in words of the package: `/` between segments, without `./`, doubled and leading slashes. `..` stays. */
export function memberPath(name: string): string {
  const path = name.replaceAll('\\', '/')
  if (!/(?:^|\/)(?:\.?\/|\.$)|\/$/.test(path)) return path
  return path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')
}

/**
 * Where a path leads that is written in a file of `folder` (both in words of the package): `../a` in `x/y` is `x/a`. Undefined where it leads
 * outside or begins at the root of a file system.
 */
export function pathFrom(folder: string, written: string): string | undefined {
  if (/^[/\\]|^[A-Za-z]:/.test(written)) return undefined
  const steps = folder === '' ? [] : folder.split('/')
  for (const segment of written.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') steps.push(segment)
    else if (steps.pop() === undefined) return undefined
  }
  return steps.join('/')
}

/** The folder of a path, empty for one at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** The last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** What stands behind the last dot of the last segment, in lower case; empty without one and for `.profile`. */
export function extensionOf(path: string): string {
  const name = baseName(path)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}
