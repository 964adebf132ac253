import type { Limits } from '../base/limits.ts'
import { json } from './json.ts'
import { decodeText } from './text.ts'
import type { TreeValue } from './tree.ts'

/** JSON as Python and XGBoost write it, with `NaN` and `Infinity`, as a tree. Throws FormatError, LimitError. */
export function pythonJson(bytes: Uint8Array, limits: Limits): TreeValue {
  return json.parse(Buffer.from(strictJson(decoded(bytes))), limits).root
}

/** As `json.detect_encoding` has it: a byte order mark, else the zeros between the first letters, which are ASCII. */
function decoded(bytes: Uint8Array): string {
  const [a = 0, b, c, d] = bytes
  const wide =
    d !== undefined &&
    ((a === 0 && b === 0) ||
      (b === 0 && c === 0 && d === 0 && a !== 0 && a < 0x80) ||
      (a === 0xff && b === 0xfe && c === 0 && d === 0))
  if (wide) return decodedWide(bytes, a !== 0)
  if (a === 0 && b !== 0) return new TextDecoder('utf-16be').decode(bytes)
  if (a !== 0 && b === 0) return new TextDecoder('utf-16le').decode(bytes)
  return decodeText(bytes)
}

/** UTF-32, for which there is no decoder at hand. Numbers that are no characters become U+FFFD. */
function decodedWide(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian)
    if (at === 0 && code === 0xfeff) continue
    parts.push(String.fromCodePoint(code <= 0x10ffff ? code : 0xfffd))
  }
  return parts.join('')
}

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
