/** An operator and the version behind it, as they stand in a range of poetry or npm. Either may be empty, not both. */
export interface RangeToken {
  readonly operator: string
  readonly version: string
  /** Index in the text of the operator, or of the version where there is none. */
  readonly at: number
}

/** A piece of a range between two `||`. */
export interface Alternative {
  readonly start: number
  readonly end: number
}

/** The pieces between `||` (and `|`, where `single`). White space around them belongs to them. */
export function alternatives(text: string, single: boolean): Alternative[] {
  const pieces: Alternative[] = []
  let start = 0
  for (;;) {
    const end = text.indexOf(single ? '|' : '||', start)
    if (end === -1) break
    pieces.push({ start, end })
    start = text.startsWith('||', end) ? end + 2 : end + 1
  }
  pieces.push({ start, end: text.length })
  return pieces
}

/**
 * Cuts a piece of a range into operators and versions, separated by white space (and commas, where `commas`); white space
 * between an operator and its version is taken. Each step moves on, so it is linear, which a pattern with two runs of
 * white space is not.
 */
export function rangeTokens(text: string, piece: Alternative, commas: boolean): RangeToken[] {
  const tokens: RangeToken[] = []
  let at = piece.start
  for (;;) {
    while (at < piece.end && isGap(text, at, commas)) at += 1
    if (at >= piece.end) return tokens
    const start = at
    while (at < piece.end && isOperator(text, at)) at += 1
    const operator = text.slice(start, at)
    while (at < piece.end && isGap(text, at, false)) at += 1
    const versionStart = at
    while (at < piece.end && !isGap(text, at, commas) && !isOperator(text, at)) at += 1
    tokens.push({ operator, version: text.slice(versionStart, at), at: start })
  }
}

function isGap(text: string, at: number, commas: boolean): boolean {
  const character = text[at] ?? ''
  return (commas && character === ',') || character.trim() === ''
}

/** The `!` of an epoch (`1!2.0`) is none. */
function isOperator(text: string, at: number): boolean {
  if (text[at] === '!') return text[at + 1] === '='
  return '<>=~^'.includes(text[at] ?? ' ')
}
