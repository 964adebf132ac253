import { changedDirectory, normalPath } from '../../formats/shell-directory.ts'
import type { FoundFile } from './command-site.ts'

/**
 * Finds files as a program does that is started in the folder of the file `path`: a notebook, a script. `directory` is relative to
 * that folder.
 */
export function fileBeside(path: string): (named: string, directory: string | undefined) => FoundFile {
  const slash = path.lastIndexOf('/')
  const folder = slash < 0 ? '.' : path.slice(0, slash)
  return (named, directory) => {
    const target = changedDirectory(directory, named)
    if (target === undefined) return { kind: 'unknown', why: 'in a folder that only the run can tell' }
    const inRoot = normalPath(`${folder}/${target}`)
    const isInside = !target.startsWith('/') && inRoot !== '.' && !inRoot.startsWith('..')
    return isInside
      ? { kind: 'file', path: inRoot }
      : { kind: 'unknown', why: 'which lies outside of the scanned folder' }
  }
}
