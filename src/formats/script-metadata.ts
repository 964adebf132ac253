import type { Format } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import { lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'
import { toml } from './toml.ts'
import type { Tree } from './tree.ts'

/** The opening line of a block, at the start of a line (PEP 723). Linear. */
export const SCRIPT_BLOCK = /^# \/\/\/ script[ \t]*\r?$/m

/**
 * The `script` block of inline script metadata (PEP 723) as the TOML that it holds, with offsets of the whole script; undefined
 * when there is none. Throws FORMAT_SYNTAX when the block has no end or stands twice, which tools must refuse.
 */
export const scriptMetadata: Format<Tree | undefined> = {
  id: 'script-metadata',
  parse: (bytes, limits) => {
    const text = decodeText(bytes)
    const start = SCRIPT_BLOCK.exec(text)
    if (start === null) return undefined
    const behind = start.index + start[0].length
    const end = endOfBlock(text, behind)
    const place = (offset: number): { line: number; column: number } => lineIndex(text).position(offset)
    if (end === undefined)
      throw new FormatError('FORMAT_SYNTAX', 'expected `# ///` at the end of the script block', place(start.index))
    const second = SCRIPT_BLOCK.exec(text.slice(end))
    if (second !== null)
      throw new FormatError('FORMAT_SYNTAX', 'expected one script block, found two', place(end + second.index))
    const inside = text.slice(behind, end)
    // Everything around becomes white space, so that places in the TOML are places in the script.
    const blanked = blank(text.slice(0, behind)) + inside.replaceAll(/^#( ?)/gm, (_, space: string) => ` ${space}`)
    return toml.parse(new TextEncoder().encode(blanked), limits)
  },
}

/** The last `# ///` of the comment lines that follow: "the closing line MUST be the last line that is `# ///`". */
function endOfBlock(text: string, from: number): number | undefined {
  let end: number | undefined
  const lines = /\r?\n([^\r\n]*)/y
  lines.lastIndex = from
  for (let line = lines.exec(text); line !== null; line = lines.exec(text)) {
    const content = (line[1] ?? '').trimEnd()
    if (content !== '#' && !content.startsWith('# ')) break
    // Another opening line begins another block.
    if (content === '# ///') end = line.index
    else if (end !== undefined && content.startsWith('# /// ')) break
  }
  return end
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ')
}
