import { excerpt } from '../../base/escape.ts'

/**
 * Foreign words as they are: no element, link, emphasis, table cell, heading or list can begin in them, nobody is mentioned
 * (`@name`), no issue is referred to (`#1`) and no address becomes a link. An empty comment parts what would be found again
 * behind the Markdown.
 */
export function words(text: string, length = 300): string {
  return excerpt(text.replace(/\s+/g, ' ').trim(), length)
    .replace(/[\\`*_[\]<>#!|~&$]/g, (character) => `\\${character}`)
    .replace(/^(?:[-+=:]|\d+[.)])/, (start) => `<!-- -->${start}`)
    .replaceAll('@', '@<!-- -->')
    .replaceAll('\\#', '\\#<!-- -->')
    .replaceAll('://', ':<!-- -->//')
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}<!-- -->.`)
}

/** Foreign words as code in a cell of a table, where a bar ends the cell even within code. */
export function codeCell(text: string, length = 200): string {
  return code(text, length).replaceAll('|', '\\|')
}

/** Foreign words as code: the fence is longer than any run of backticks in them. */
export function code(text: string, length = 200): string {
  const shown = excerpt(text.replace(/\s+/g, ' ').trim(), length)
  if (shown === '') return ''
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const space = longest > 0 ? ' ' : ''
  return `${fence}${space}${shown}${space}${fence}`
}
