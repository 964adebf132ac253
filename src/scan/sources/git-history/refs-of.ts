import { gitBytes } from './git-place.ts'
import { idTable } from './id-table.ts'
import type { HistoricRepository } from './open-repository.ts'
import { eachRecord, LF, readHex } from './records.ts'
import { type Range, revisions } from './walk-objects.ts'

/** Of each commit, so many refs. */
const MOST_REFS = 5

/** Beyond so many commits (200 bytes of memory for each) refs are not told. */
const MOST_COMMITS = 2_000_000

/**
 * Which refs lead to the commits of a range, by commit: names are handed down from children to parents in one pass, where asking Git for each
 * (`for-each-ref --contains`) walks the history anew each time (23 ms for each of 40 commits in a history of 10,000). At most five names each. Throws EXTERNAL_GIT.
 */
export async function refsOf(
  repository: HistoricRepository,
  range: Range,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { idLength, place } = repository
  const commits = idTable(idLength)
  const lines: string[] = []
  const id = new Uint8Array(idLength)
  const words = ['rev-list', '--parents', '--topo-order', '--stdin']
  await eachRecord(gitBytes(place, words, { signal, input: revisions(range) }), LF, (bytes, start, end) => {
    if (commits.size >= MOST_COMMITS || !readHex(bytes, start, id, idLength)) return
    commits.add(id)
    lines.push(bytes.toString('latin1', start, end))
  })
  if (commits.size >= MOST_COMMITS) return new Map()
  const names = new Map<string, readonly string[]>()
  const give = (commit: string, given: readonly string[]): void => {
    const known = names.get(commit)
    if (known === undefined) names.set(commit, given)
    else if (known.length < MOST_REFS && known !== given)
      names.set(commit, [...new Set([...known, ...given])].slice(0, MOST_REFS))
  }
  await eachRef(repository, signal, (commit, name) => {
    if (commits.find(Buffer.from(commit, 'hex')) >= 0) give(commit, [name])
  })
  for (const line of lines) {
    const [commit = '', ...parents] = line.split(' ')
    const given = names.get(commit)
    if (given !== undefined) for (const parent of parents) give(parent, given)
  }
  return names
}

/** The commit that each ref points to, by way of a tag or not, in the order of names. */
async function eachRef(
  { place }: HistoricRepository,
  signal: AbortSignal,
  visit: (commit: string, name: string) => void,
): Promise<void> {
  // Asking for what a tag points to would open every object; `show-ref` says it from the packed refs.
  const output = gitBytes(place, ['show-ref', '--dereference'], { signal, allowed: [1] })
  await eachRecord(output, LF, (bytes, start, end) => {
    const [id = '', name = ''] = bytes.toString('utf8', start, end).split(' ')
    visit(id, name.replace(/\^\{\}$/, ''))
  })
}
