import type { Extraction } from '../../src/model/package-mention.ts'
import { shown } from './command-site.ts'

/** Each mention with its groups and the word that its location points at: `PyPI:torch@2.4.1 [service:embed] 13 > 2.4.1`. */
export function pointedAt(content: string | Uint8Array, { mentions }: Extraction): readonly string[] {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  const lines = text.split(/\r\n|\n|\r/)
  return mentions.map((mention) => {
    const { lines: range, column = 1 } = mention.location
    const rest = lines[(range?.start ?? 0) - 1]?.slice(column - 1) ?? ''
    const word = /^[^\s"',;)\]}&]*/.exec(rest)?.[0] ?? ''
    return [
      shown(mention),
      ...(mention.groups.length > 0 ? [`[${mention.groups.join(' ')}]`] : []),
      range?.start,
      '>',
      word,
    ].join(' ')
  })
}
