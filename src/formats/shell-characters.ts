/** A table of the ASCII characters that mean something to a reader; everything between them is taken in one piece. */
export function characterTable(characters: string): readonly boolean[] {
  const table: boolean[] = Array.from({ length: 128 }, () => false)
  for (const character of characters) table[character.charCodeAt(0)] = true
  return table
}

/** How many characters from `offset` on are not in the table. */
export function runLength(text: string, offset: number, table: readonly boolean[]): number {
  let end = offset
  while (end < text.length && table[text.charCodeAt(end)] !== true) end++
  return end - offset
}

/** The variable name at an offset (POSIX 3.216 "Name"); empty when there is none. */
export function nameAt(text: string, offset: number): string {
  if (!isNameStart(text.charCodeAt(offset))) return ''
  let end = offset + 1
  while (isNameStart(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++
  return text.slice(offset, end)
}

/** The length of the line end at an offset: 2 for `\r\n`, 0 when there is none. */
export function newlineLength(text: string, offset: number): number {
  if (text.charCodeAt(offset) === 10) return 1
  return text.startsWith('\r\n', offset) ? 2 : 0
}

function isNameStart(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
