import { visible } from '../../base/escape.ts'

/** A piece of HTML that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a template: text is escaped, markup is not, lists are joined, nothing is nothing. */
export type Content = string | number | Markup | undefined | readonly Content[]

/**
 * A template of HTML. Whatever is put into it is escaped, unless it is markup itself: forgetting to escape is not possible. The
 * line breaks and indentation of the template are layout of the source and become one blank.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const text = parts.map((part, index) => `${part.replace(/\s*\n\s*/g, ' ')}${written(contents[index])}`)
  return { markup: text.join('') }
}

/** Text of ours that must stand as it is: a style sheet, a script, a line break. */
export function trusted(text: string): Markup {
  return { markup: text }
}

function written(content: Content): string {
  if (content === undefined) return ''
  if (typeof content === 'number') return String(content)
  if (typeof content === 'string') return escaped(content)
  return 'markup' in content ? content.markup : content.map(written).join('')
}

/** Safe in text and in quoted attributes; controls, bidirectional marks and lone surrogates are visible. */
function escaped(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
