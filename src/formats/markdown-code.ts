/** A fenced block of code in a Markdown document. */
export interface CodeBlock {
  /** The first word behind the fence, in lower case; empty when there is none. */
  readonly language: string
  readonly text: string
  /** 1-based, of the first line of the code. */
  readonly line: number
}

/** More blocks than these nobody reads. */
const MOST_BLOCKS = 1000

/**
 * The fenced blocks of a Markdown document (CommonMark 0.31, section 4.5), in order. A fence that is never closed ends with the
 * document. Linear; blocks made by indentation are text to a reader and to us.
 */
export function codeBlocks(document: string): readonly CodeBlock[] {
  const found: CodeBlock[] = []
  let open:
    | { readonly fence: string; readonly language: string; readonly line: number; readonly lines: string[] }
    | undefined
  const close = (): void => {
    if (open !== undefined && found.length < MOST_BLOCKS)
      found.push({ language: open.language, text: open.lines.join('\n'), line: open.line })
    open = undefined
  }
  for (const [index, line] of document.split(/\r\n|\n|\r/).entries()) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*([^\s`{]{0,40})([^`]*)$/.exec(line.slice(0, 300))
    if (open === undefined) {
      if (fence !== null)
        open = { fence: fence[1] ?? '', language: (fence[2] ?? '').toLowerCase(), line: index + 2, lines: [] }
    } else if (fence !== null && closes(open.fence, fence[1] ?? '', `${fence[2]}${fence[3]}`)) close()
    else open.lines.push(line)
  }
  close()
  return found
}

/** The closing fence is of the same character, at least as long, and nothing stands behind it. */
function closes(opening: string, fence: string, behind: string): boolean {
  return fence[0] === opening[0] && fence.length >= opening.length && behind.trim() === ''
}
