import { expect, it } from 'vitest'
import { byteOffsets } from './byte-offsets.ts'

it.each([
  ['plain text', 'a'.repeat(10_000)],
  ['two bytes each', 'ü'.repeat(10_000)],
  ['surrogates that fall on every step', `x${'😀'.repeat(10_000)}`],
  ['a mixture', 'aü😀'.repeat(5000)],
])('%s', (_, text) => {
  const at = byteOffsets(text, Buffer.byteLength(text))
  for (let offset = 0; offset < text.length; offset += 97) {
    const code = text.charCodeAt(offset)
    if (code >= 0xdc00 && code <= 0xdfff) continue
    expect(at(offset)).toBe(Buffer.byteLength(text.slice(0, offset)))
  }
})
