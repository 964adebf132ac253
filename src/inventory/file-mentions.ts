import type { Extraction } from '../model/package-mention.ts'

/** What one extractor read out of one file: the input of the assembly. */
export interface FileMentions {
  readonly path: string
  readonly extractor: string
  readonly extraction: Extraction
}

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** A folder and all folders above it up to the root, innermost first. */
export function foldersUpwards(folder: string): readonly string[] {
  const found = [folder]
  let current = folder
  while (current !== '') {
    current = folderOf(current)
    found.push(current)
  }
  return found
}
