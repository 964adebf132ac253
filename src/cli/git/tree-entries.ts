import type { Readable } from 'node:stream'
import { LimitError } from '../../base/errors.ts'
import { visible } from '../../base/escape.ts'

/** One entry of a tree, as `git ls-tree` writes it. */
export interface TreeEntry {
  readonly kind: 'file' | 'link' | 'submodule'
  readonly id: string
  /** Below the folder that was listed. */
  readonly path: string
}

/**
 * Reads `git ls-tree -rz` as it comes: `mode type id TAB path NUL`. A few kilobytes of tree objects can name each other until millions of
 * files come out of them ("git bomb"), so there is a bound: throws LIMIT_ENTRIES beyond it.
 */
export async function readTreeEntries(output: Readable, most: number): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = []
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of output as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = rest.indexOf(0, start); end >= 0; end = rest.indexOf(0, start)) {
      const entry = entryOf(rest.toString('utf8', start, end))
      if (entry !== undefined) entries.push(entry)
      if (entries.length > most) throw new LimitError('LIMIT_ENTRIES', `the tree has more than ${most} files`)
      start = end + 1
    }
    rest = rest.subarray(start)
    if (rest.length > LONGEST_NAME) throw new LimitError('LIMIT_ENTRIES', 'the tree has a name of more than 64 kB')
  }
  return entries
}

const LONGEST_NAME = 64 * 1024

function entryOf(line: string): TreeEntry | undefined {
  const tab = line.indexOf('\t')
  const [mode = '', , id = ''] = line.slice(0, tab).split(' ')
  const path = line.slice(tab + 1)
  if (mode === '160000') return { kind: 'submodule', id, path }
  if (mode === '120000') return { kind: 'link', id, path }
  return mode.startsWith('100') ? { kind: 'file', id, path } : undefined
}

/** Can it be written below a folder without leaving it, on this platform? */
export function isWritable(path: string, windows: boolean): boolean {
  const segments = path.split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return false
  return !windows || (visible(path) === path && !/[\\:*?"<>|]/.test(path))
}
