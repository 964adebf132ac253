/** A part of a page that can be cut between its rows: what stands before them, the rows, what stands behind. */
export interface Block {
  readonly head: string
  readonly rows: readonly string[]
  readonly tail: string
  /** What the rows are, for example `findings`. */
  readonly noun: string
}

/**
 * The blocks one behind the other in at most `limit` characters. Heads and tails always stand; rows are given room in the order
 * of the blocks, so the first block is cut last. Each block that was cut says how many rows are missing.
 */
export function fitted(blocks: readonly Block[], limit: number): string {
  const frame = blocks.reduce((sum, { head, tail, rows, noun }) => {
    return sum + head.length + tail.length + notice(rows.length, noun).length
  }, 0)
  let room = limit - frame
  return blocks
    .map(({ head, rows, tail, noun }) => {
      const kept = rowsWithin(rows, room)
      room -= kept.reduce((sum, row) => sum + row.length, 0)
      const left = rows.length - kept.length
      return `${head}${kept.join('')}${left === 0 ? '' : notice(left, noun)}${tail}`
    })
    .join('')
    .slice(0, limit)
}

function rowsWithin(rows: readonly string[], room: number): readonly string[] {
  let used = 0
  const end = rows.findIndex((row) => (used += row.length) > room)
  return end < 0 ? rows : rows.slice(0, end)
}

/** Ends a table, if the rows were of one. */
function notice(left: number, noun: string): string {
  return `\n… and ${left} more ${noun}: a comment has no more room. The full report has them.\n`
}
