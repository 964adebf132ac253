/** The YAML between two lines of three dashes at the start of a document, and where it begins. */
export interface FrontMatter {
  readonly text: string
  /** Lines before its first one. */
  readonly linesBefore: number
}

/** Front matter of a Markdown document (as Jekyll and model cards write it); undefined when there is none or it has no end. */
export function frontMatter(document: string): FrontMatter | undefined {
  const start = /^\uFEFF?---[ \t]*\r?\n/.exec(document)
  if (start === null) return undefined
  const end = /\r?\n---[ \t]*(?:\r?\n|$)/g
  end.lastIndex = start[0].length - (start[0].endsWith('\r\n') ? 2 : 1)
  const closing = end.exec(document)
  if (closing === null) return undefined
  return { text: document.slice(start[0].length, Math.max(start[0].length, closing.index)), linesBefore: 1 }
}
