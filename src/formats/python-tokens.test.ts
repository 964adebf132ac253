import { describe, expect, it } from 'vitest'
import { pythonTokens } from './python-tokens.ts'

function inWords(text: string, dialect: 'python' | 'ipython' = 'ipython'): string {
  return pythonTokens(text, dialect)
    .map((token) => {
      if (token.kind === 'string') return `"${token.value.text}"`
      return token.kind === 'magic' ? `<${token.marker} ${token.value.text}>` : token.text
    })
    .join(' ')
}

describe('tokens of Python', () => {
  it.each([
    ['a.b("c", 1)', 'a . b ( "c" , 1 )'],
    ["'it''s' # no\nx", '"it" "s" x'],
    ['"""a\n"b"\n""" x', '"a\n"b"\n" x'],
    ['"a\\"b\\n" r"c\\n"', '"a"b\n" "c\\n"'],
    ['f"{a} {b.c} {d[0]} {{e}}"', '"{a} {b.c} {…} {e}}"'],
    ['"open\nx', '"open" x'],
    ['x == !y', 'x == ! y'],
  ])('%j', (text, expected) => {
    expect(inWords(text)).toBe(expected)
  })
})

describe('IPython lines', () => {
  it.each([
    ['!a b\nc', '<! a b> c'],
    ['  !!a', '<! a>'],
    ['%a b \\\n  c\nd', '<% a b    c> d'],
    ['x = !a', 'x = <! a>'],
    ['x = %a', 'x = <% a>'],
    ['x % a', 'x % a'],
    ['(\n!a\n)', '( ! a )'],
    ['"""\n!a\n"""', '"\n!a\n"'],
    ['?a', ''],
    ['x = 1 \\\n!a', 'x = 1 ! a'],
  ])('%j', (text, expected) => {
    expect(inWords(text)).toBe(expected)
  })

  it('are none in plain Python', () => {
    expect(inWords('!a', 'python')).toBe('! a')
  })

  it('keep the place of every character behind a continuation', () => {
    const [magic] = pythonTokens('!a \\\n  b', 'ipython')
    const text = magic?.kind === 'magic' ? magic.value : undefined
    expect(text?.original(text.text.indexOf('b'))).toBe(7)
  })
})
