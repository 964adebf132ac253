/** Lines of nothing but comments before the one that is joined; more are left as they are. */
const MOST_LINES = 100

/**
 * The text with the line that begins before `position` (but for white space) joined with the line before, by spaces in the place of
 * the line break and of the comment in front of it, so that all offsets stay. Undefined where other text stands before it.
 */
export function joinedAt(text: string, position: number): string | undefined {
  let lineStart = text.lastIndexOf('\n', position - 1)
  if (lineStart < 0 || text.slice(lineStart + 1, position).trim() !== '') return undefined
  for (let line = 0; line < MOST_LINES && lineStart >= 0; line++) {
    const before = text.lastIndexOf('\n', lineStart - 1)
    const content = text.slice(before + 1, lineStart)
    const ink = content.slice(0, commentStart(content)).trimEnd()
    // A line of nothing but a comment is joined as well: the text that is gone on with stands further up.
    if (ink !== '')
      return (
        text.slice(0, before + 1 + ink.length) + ' '.repeat(position - before - 1 - ink.length) + text.slice(position)
      )
    lineStart = before
  }
  return undefined
}

/** Where the comment of a line begins; one whose quotes are not even belongs to a text. */
function commentStart(line: string): number {
  const place = /(?:^|\s)#/.exec(line)
  if (place === null) return line.length
  const comment = line.slice(place.index)
  const isText =
    (comment.split('"').length + line.slice(0, place.index).split('"').length) % 2 === 1 && comment.includes('"')
  return isText ? line.length : place.index
}
