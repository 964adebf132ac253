/** Where an offset stands: how many line feeds lie between the begin of the count and it, and where its line begins. */
export interface LinePlace {
  readonly lines: number
  readonly start: number
}

/**
 * Counts lines from `from` on, for offsets that only grow: each line feed is met once, however many matches stand in a piece and however long
 * its lines are.
 */
export function lineCounter(bytes: Uint8Array, from: number): (offset: number) => LinePlace {
  let lines = 0
  let start = from === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, from - 1) + 1
  let next = bytes.indexOf(LINE_FEED, from)
  return (offset) => {
    while (next >= 0 && next < offset) {
      lines++
      start = next + 1
      next = bytes.indexOf(LINE_FEED, start)
    }
    return { lines, start }
  }
}

const LINE_FEED = 10
