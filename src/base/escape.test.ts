import { expect, it } from 'vitest'
import { excerpt, safeJson, visible } from './escape.ts'

it.each([
  ['torch 2.1.0+cu118', 'torch 2.1.0+cu118'],
  ['héllo 模型 🙂', 'héllo 模型 🙂'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['a\r\nb', 'a\\u{d}\\u{a}b'],
  ['\u0007\u0000\u007f\u009b', '\\u{7}\\u{0}\\u{7f}\\u{9b}'],
  ['\u202eevil\u2066', '\\u{202e}evil\\u{2066}'],
  ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
  ['line\u2028para\u2029', 'line\\u{2028}para\\u{2029}'],
  ['\ud800', '\\u{d800}'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

it('cuts after escaping, so a cut cannot end inside an escape sequence of the terminal', () => {
  expect(excerpt('\u001b'.repeat(100), 10)).toHaveLength(10)
  expect(excerpt('short', 10)).toBe('short')
})

it.each([
  '\u001b[31m',
  '\u202e\u2066',
  '\u007f\u009b',
  '\ud800',
  'tag\u{e0041}',
  'héllo 模型 🙂',
  '\u2028',
  'a"b\\c\n',
])('JSON of %j is safe to print and reads back the same', (text) => {
  const printed = safeJson({ [text]: [text] })
  expect(visible(printed.replaceAll('\n', ''))).toBe(printed.replaceAll('\n', ''))
  expect(JSON.parse(printed)).toEqual({ [text]: [text] })
})
