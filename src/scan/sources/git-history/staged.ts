import type { GapLog } from './gap.ts'
import { gitBytes, gitText } from './git-place.ts'
import type { HistoricRepository } from './open-repository.ts'
import { eachRecord, NUL } from './records.ts'

/** A file that the next commit would bring. */
export interface StagedFile {
  readonly id: string
  /** Relative to the root of the working tree. */
  readonly path: string
}

/**
 * What stands in the index and not in HEAD: added, changed, or of another type. The working tree is not looked at, so nothing is
 * refreshed and no filter runs. Throws EXTERNAL_GIT.
 */
export async function stagedFiles(
  { place, idLength }: HistoricRepository,
  gaps: GapLog,
  signal?: AbortSignal,
): Promise<readonly StagedFile[]> {
  const options = signal === undefined ? {} : { signal }
  const head = await gitText(place, ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{tree}'], {
    ...options,
    allowed: [1, 128],
  })
  const words = [
    'diff-index',
    '--cached',
    '--raw',
    '-r',
    '-z',
    '--no-renames',
    '--no-abbrev',
    '--ignore-submodules=none',
  ]
  const files: StagedFile[] = []
  /** Of the line that was read; its path comes next. */
  let change: { readonly mode: string; readonly id: string; readonly status: string } | undefined
  const output = gitBytes(place, [...words, head.trim() || EMPTY_TREE[idLength], '--'], options)
  await eachRecord(output, NUL, (bytes, start, end) => {
    if (change === undefined) {
      // `:mode mode id id status`
      const [, mode = '', , id = '', status = ''] = bytes.toString('latin1', start, end).split(' ')
      change = { mode, id, status }
      return
    }
    const { mode, id, status } = change
    change = undefined
    if (status === 'D' || status === 'U' || /^0+$/.test(id)) return
    const path = bytes.toString('utf8', start, end)
    if (mode === '160000') gaps.add('submodule', 'submodules were not looked into', path)
    else files.push({ id, path })
  })
  return files
}

/** What Git compares with before the first commit; it knows these without storing them. */
const EMPTY_TREE = {
  20: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  32: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const
