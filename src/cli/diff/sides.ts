import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UsageError } from '../../base/errors.ts'

/** What the words of `assay diff` name. */
export type Sides =
  | { readonly kind: 'results'; readonly before: string; readonly after: string }
  /** Without `after`: the working tree. */
  | { readonly kind: 'revisions'; readonly before: string; readonly after: string | undefined }

/** Two files, two revisions, one revision, or `main..HEAD`. Throws USAGE_ARGUMENTS. A file with the name of a revision is a file. */
export async function sidesOf(words: readonly string[], folder: string): Promise<Sides> {
  const [first, second, ...more] = words
  if (first === undefined || more.length > 0) {
    throw new UsageError('USAGE_ARGUMENTS', `expected two results or two revisions, found ${words.length} words`, FORMS)
  }
  const files = await Promise.all(words.map((word) => isFile(resolve(folder, word))))
  if (files.every((is) => is) && second !== undefined) return { kind: 'results', before: first, after: second }
  if (files.some((is) => is)) {
    throw new UsageError('USAGE_ARGUMENTS', 'a result can only be compared with another result', FORMS)
  }
  if (second !== undefined) return { kind: 'revisions', before: first, after: second }
  const range = /^(.+?)\.\.(?!\.)(.*)$/.exec(first)
  if (first.includes('...'))
    throw new UsageError('USAGE_ARGUMENTS', 'three dots are not understood', 'Give `$(git merge-base A B)` and B.')
  if (range === null) return { kind: 'revisions', before: first, after: undefined }
  return { kind: 'revisions', before: range[1] ?? '', after: range[2] === '' ? 'HEAD' : (range[2] ?? 'HEAD') }
}

const FORMS =
  'For example `assay diff old.json new.json`, `assay diff main`, `assay diff main HEAD`, `assay diff v1.0..v1.1`.'

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true
}
