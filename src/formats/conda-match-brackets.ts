/** A value in the brackets of a MatchSpec; `offset` is where it begins, behind its quote. */
export interface CondaBracket {
  readonly text: string
  readonly offset: number
}

export interface SplitMatch {
  /** What stands before the brackets; all of the text when there are none. */
  readonly head: string
  readonly brackets: ReadonlyMap<string, CondaBracket>
}

/** Takes `name[key=value, key='value']` apart. Offsets count in the text given. */
export function splitBrackets(text: string): SplitMatch {
  const open = text.indexOf('[')
  if (open < 0) return { head: text, brackets: new Map() }
  const brackets = new Map<string, CondaBracket>()
  // Every alternative begins with another character, so no part of the text is read twice.
  const pair = /([A-Za-z_]\w*)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^'",\]\s]*))/gy
  let at = open + 1
  while (at < text.length) {
    pair.lastIndex = at
    const match = pair.exec(text)
    // A whole word at once: letter by letter, a long one would be read again from each of its letters.
    if (match === null) at += Math.max(1, wordLength(text, at))
    else {
      const value = match[2] ?? match[3] ?? match[4] ?? ''
      const quoted = match[4] === undefined ? 1 : 0
      at = pair.lastIndex
      brackets.set(match[1] ?? '', { text: value, offset: at - value.length - quoted })
    }
  }
  return { head: text.slice(0, open), brackets }
}

function wordLength(text: string, offset: number): number {
  let end = offset
  while (/\w/.test(text.charAt(end))) end++
  return end - offset
}
