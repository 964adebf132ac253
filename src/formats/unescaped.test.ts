import { describe, expect, it } from 'vitest'
import { UnescapeRoom } from './unescaped.ts'

describe('JSON escapes', () => {
  const cases: readonly { name: string; text: string; plain: string }[] = [
    { name: 'nothing', text: 'plain', plain: 'plain' },
    { name: 'letters', text: 'a\\nb\\tc\\"d\\\\e\\/f\\r\\b\\f', plain: 'a\nb\tc"d\\e/f\r\b\f' },
    { name: 'code points', text: '\\u0041\\u00e9\\u20ac', plain: 'Aé€' },
    { name: 'pairs', text: '\\ud83d\\ude00!', plain: '😀!' },
    { name: 'half of a pair', text: '\\ud83dx', plain: Buffer.from([0xed, 0xa0, 0xbd, 0x78]).toString('latin1') },
    { name: 'no escapes', text: '\\x \\u12 \\', plain: '\\x \\u12 \\' },
    {
      name: 'far apart',
      text: `${'a'.repeat(100)}\\n${'b'.repeat(100)}`,
      plain: `${'a'.repeat(100)}\n${'b'.repeat(100)}`,
    },
  ]
  it.each(cases)('$name', ({ name, text, plain }) => {
    const { bytes } = new UnescapeRoom().json(Buffer.from(text))
    expect(Buffer.from(bytes).toString(name === 'half of a pair' ? 'latin1' : 'utf8')).toBe(plain)
  })

  it('every place is found again', () => {
    const text = Buffer.from('one\\ntwo \\u0041 three\\"four\\\\'.repeat(50))
    const { bytes, toEscaped } = new UnescapeRoom().json(text)
    const found = Buffer.from(bytes)
    for (let at = found.indexOf('three'); at >= 0; at = found.indexOf('three', at + 1)) {
      expect(text.toString('latin1', toEscaped(at), toEscaped(at + 5))).toBe('three')
    }
    expect(toEscaped(found.length)).toBe(text.length)
  })

  it('a megabyte of backslashes takes little time', () => {
    const began = performance.now()
    new UnescapeRoom().json(Buffer.alloc(1 << 20, '\\'))
    expect(performance.now() - began).toBeLessThan(2000)
  })
})

it('doubled quotes become one, places are found again', () => {
  const text = Buffer.from('"say ""hello"" now"')
  const { bytes, toEscaped } = new UnescapeRoom().quotes(text, 0x22)
  expect(Buffer.from(bytes).toString()).toBe('"say "hello" now"')
  const at = Buffer.from(bytes).indexOf('now')
  expect(toEscaped(at)).toBe(text.indexOf('now'))
})
