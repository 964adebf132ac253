/**
 * JSON as Python writes it: `NaN`, `Infinity` and `-Infinity` outside of strings become numbers of the same length, so that a
 * strict parser reads the rest and every offset stays. One pass.
 */
export function strictJson(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text
  const parts: string[] = []
  let copied = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inString && character === '\\') at++
    else if (character === '"') inString = !inString
    else if (!inString && (character === 'N' || character === 'I')) {
      const replacement = text.startsWith('NaN', at) ? '0e0' : text.startsWith('Infinity', at) ? '1e999999' : undefined
      if (replacement === undefined) continue
      parts.push(text.slice(copied, at), replacement)
      copied = at + replacement.length
      at = copied - 1
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(copied)
}
