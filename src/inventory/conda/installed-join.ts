import type { MentionEdge, PackageMention } from '../../model/package-mention.ts'
import { type FileMentions, folderOf } from '../file-mentions.ts'

/**
 * The records of each environment as one list: what a record or the history asked for is direct, `depends` become edges to
 * what is installed. Where nobody wrote down what was asked for, nothing is said of it.
 */
export function joinEnvironment(files: readonly FileMentions[]): readonly FileMentions[] {
  return [...Map.groupBy(files, ({ path }) => folderOf(path)).values()].map(joinFolder)
}

function joinFolder(files: readonly FileMentions[]): FileMentions {
  const [first] = files as readonly [FileMentions]
  const history = files.filter(({ path }) => path.endsWith('/history'))
  const asked = new Set(history.flatMap(({ extraction }) => extraction.mentions.map(({ name }) => name)))
  const records = files.flatMap(({ extraction }) => {
    const record = extraction.mentions.find(({ role }) => role === 'locks')
    const needs = extraction.mentions.filter(({ role }) => role === 'requires').map(({ name }) => name)
    return record === undefined ? [] : [{ record, needs }]
  })
  const isWritten = asked.size > 0 || records.some(({ record }) => record.direct === 'yes')
  const mentions = records.map(({ record }, index) => withKey(record, index, isWritten, asked))
  const byName = new Map(mentions.map(({ name, key }) => [name, key]))
  const edges = records.flatMap(({ needs }, index): MentionEdge[] => {
    const from = mentions[index]?.key ?? ''
    return [...new Set(needs)].flatMap((need) => {
      const to = byName.get(need)
      return to === undefined || to === from ? [] : [{ from, to }]
    })
  })
  const diagnostics = files.flatMap(({ extraction }) => extraction.diagnostics)
  return { ...first, extraction: { mentions, edges, includes: [], clues: [], diagnostics } }
}

/** A name is installed once; the number keeps keys apart all the same when a broken environment has two records. */
function withKey(
  record: PackageMention,
  index: number,
  isWritten: boolean,
  asked: ReadonlySet<string>,
): PackageMention {
  const isAsked = record.direct === 'yes' || asked.has(record.name)
  return { ...record, key: `${record.key}#${index}`, direct: isAsked ? 'yes' : isWritten ? 'no' : 'unknown' }
}
