import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patternCost } from './pattern-cost.ts'
import { literalsOf } from './pattern-literals.ts'
import { parsePattern } from './pattern-parser.ts'
import { lengthOf } from './pattern-tree.ts'
import { compilePattern, PATTERN_STEPS, patternMistake, withFlags } from './patterns.ts'

const REACH = 2000

describe('a pattern whose time is bounded', () => {
  it.each([
    'sk-ant-api[0-9]{2}-[A-Za-z0-9_-]{80,120}',
    '[a-z]+\\d+x',
    '(?:\\d{1,3}\\.){3}\\d{1,3}',
    'eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}',
    'key[\\w.-]{0,20}\\s{0,3}[=:]\\s{0,3}["\']?([\\w-]{32})["\';]',
    '-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{64,1800}-----END',
    '(?:[A-Z]+,){1,20}[A-Z]+',
    '(?=[A-Za-z0-9]{0,31}[0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9])',
    '(?<![A-Za-z])ab?c(?:de|fg)',
    '[^"]*"[^"]*"',
    '(?i:Key)-[[\\]-]{3}',
  ])('is %s', (source) => {
    expect(patternMistake(source, '', REACH)).toBeUndefined()
    expect(compilePattern(source, 'g', REACH).flags).toBe('g')
  })
})

describe('a pattern that is refused', () => {
  it.each([
    ['(a+)+', 'repeats what can itself be read in several ways'],
    ['(?:a|a)*b', 'repeats what can itself be read in several ways'],
    ['(?:[a-z]{1,9}){1,9}x', 'repeats what can itself be read in several ways'],
    ['(?:a?)*b', 'repeats what may be empty'],
    ['a*a*b', 'can take'],
    ['.*.*=.*', 'can take'],
    ['(\\w+\\s?)+$', 'repeats what can itself be read in several ways'],
    ['(a)\\1', 'has a back reference'],
    ['(?<x>a)\\k<x>', 'has a back reference'],
    ['(?<=a+)b', 'has a look-behind without a bound'],
    ['(?:a', 'has a "(" without ")"'],
    ['a)', 'has a ")" without "("'],
    ['[a', 'has a "[" without "]"'],
    ['*a', 'has a "*" with nothing to repeat'],
    ['{2}a', 'has a "{" with nothing to repeat'],
    ['a{3,2}', 'has a repetition whose most is below its least'],
    ['^*a', 'repeats what has no length'],
    ['[z-a]', 'has a range whose end comes before its start'],
    ['\\p{L}', 'has an escape that is not known'],
    ['a\\', 'ends with a lone "\\"'],
    [`${'('.repeat(70)}a${')'.repeat(70)}`, 'is nested deeper'],
    ['a'.repeat(10_001), 'is longer than'],
  ])('%s', (source, message) => {
    expect(patternMistake(source, '', REACH)?.message).toContain(message)
    expect(() => compilePattern(source, '', REACH)).toThrow(message)
  })
})

describe('the bound for the steps of a pattern', () => {
  it.each([
    ['abc', 4],
    ['a|b', 4],
    ['[a-z]{10}', 31],
    ['[a-z]{0,10}1', 32],
  ])('of %s is %i', (source, steps) => {
    expect(patternCost(parsePattern(source), REACH)).toBe(steps)
  })

  it('grows with the product where repetitions can trade characters, with the sum where they cannot', () => {
    const trading = patternCost(parsePattern('[a-z]{0,50}[a-z]{0,50}1'), REACH)
    const apart = patternCost(parsePattern('[a-z]{0,50}[0-9]{0,50}!'), REACH)
    expect(trading).toBeGreaterThan(50 * 50)
    expect(apart).toBeLessThan(500)
  })

  it('counts a literal only as often as it fits', () => {
    const literal = patternCost(parsePattern('[a-z]{0,160}abcdefgh[a-z]{0,100}1'), REACH)
    const letter = patternCost(parsePattern('[a-z]{0,160}[a-z][a-z]{0,100}1'), REACH)
    expect(literal * 5).toBeLessThan(letter)
  })

  it('is kept by the engine: what is allowed is quick on text that is made to hurt', () => {
    const allowed = ['[a-z]{0,300}[a-z]{0,300}1', '(?:[a-z]{1,20},)*;', '[^"]*"[^"]*"x', 'x*y*z*!']
    for (const source of allowed) {
      const pattern = compilePattern(source, '', REACH)
      for (const text of ['a'.repeat(REACH), 'a,'.repeat(REACH / 2), '"'.repeat(REACH), 'xyz'.repeat(REACH / 3)]) {
        const started = performance.now()
        pattern.test(text)
        expect(performance.now() - started).toBeLessThan(2000)
      }
    }
  })
})

describe('the tree of a pattern', () => {
  it.each([
    ['a{2,5}(?:bc|d)?', 2, 7],
    ['(?=abc)x+', 1, Infinity],
    ['[\\d\\-]{3}|.', 1, 3],
    ['', 0, 0],
    ['a{', 2, 2],
    ['\\x41\\u0042\\n', 3, 3],
  ])('of %s knows its lengths', (source, min, max) => {
    expect(lengthOf(parsePattern(source))).toEqual({ min, max })
  })

  const sets: readonly (readonly [source: string, flags: string])[] = [
    ['[a-f]', ''],
    ['[^a-f]', ''],
    ['[a-f]', 'i'],
    ['[^a]', 'i'],
    ['.', ''],
    ['.', 's'],
    ['\\w', ''],
    ['\\S', ''],
    ['[\\s\\d_-]', ''],
    ['[\\b\\]^]', ''],
    ['[-a]', ''],
    ['\\/', ''],
    ['(?i:q)', ''],
    ['(?-i:q)', 'i'],
  ]
  it.each(sets)('%s with the flags "%s" takes the characters that the engine takes', (source, flags) => {
    const node = parsePattern(source, flags)
    const own = new RegExp(`^(?:${source})$`, flags)
    const taken = Array.from({ length: 256 }, (_, code) => Number(own.test(String.fromCharCode(code))))
    expect(node.kind === 'set' ? [...node.set] : node.kind).toEqual(taken)
  })

  it('never says more than the engine: any pattern that it reads compiles', () => {
    const pieces = [
      'a',
      '[a-c]',
      '\\d',
      '(?:',
      '(',
      ')',
      '|',
      '*',
      '+',
      '{2,3}',
      '?',
      '.',
      '^',
      '$',
      '\\b',
      '[^x]',
      '\\.',
    ]
    assert(
      property(array(constantFrom(...pieces), { maxLength: 12 }), (source) => {
        expect(readsButCannotCompile(source.join(''))).toBe(false)
      }),
    )
  })
})

function readsButCannotCompile(source: string): boolean {
  if (patternMistake(source, '', 50) !== undefined) return false
  try {
    compilePattern(source, '', 50)
    return false
  } catch {
    return true
  }
}

describe('literals that every match holds', () => {
  it.each([
    ['acme_[a-z]{32}', ['acme_']],
    ['(?:alpha|beta)-[0-9]{4}', ['alpha', 'beta']],
    ['[A-Z]{3}x?tokens', ['tokens']],
    ['(?i:SeCrEt)=', ['secret']],
    ['ab|cdef', []],
    ['[a-z]{32}', []],
    ['(?:abc)?[0-9]+', []],
  ])('of %s', (source, literals) => {
    const found = literalsOf(parsePattern(source), 3)
    expect(found.map((literal) => literal.replace(/=$/, ''))).toEqual(literals)
  })
})

describe('a pattern with other flags', () => {
  it('is the same pattern', () => {
    const pattern = withFlags(/ab+/i, 'gi')
    expect([pattern.source, pattern.flags]).toEqual(['ab+', 'gi'])
  })

  it('has a limit that a minute of work is far from', () => {
    expect(PATTERN_STEPS).toBeLessThanOrEqual(2_000_000)
  })
})
