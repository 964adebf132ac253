import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { FormatError, LimitError } from '../base/errors.ts'
import { entries, get, string, type Tree } from './tree.ts'
import { yarnV1 } from './yarn-v1.ts'

function parse(text: string, limits = DEFAULT_LIMITS): Tree {
  return yarnV1.parse(new TextEncoder().encode(text), limits)
}

function outcome(text: string): string {
  try {
    parse(text)
    return 'read'
  } catch (error) {
    return error instanceof FormatError ? error.name : String(error)
  }
}

describe('yarnV1', () => {
  it('reads blocks, quoted and bare keys, many keys of one block, and nesting', () => {
    const { root } = parse(
      '# c\n\n"@s/a@^1", b@*, "c@1 || 2":\n  version "1.0.0"\n  integrity sha512-a+b/c==\n  dependencies:\n    ms "^2"\n    "@s/x" "a:b"\nd@1:\n  optional true\n',
    )
    expect(entries(root).map((entry) => entry.key)).toEqual(['@s/a@^1', 'b@*', 'c@1 || 2', 'd@1'])
    const block = get(root, 'b@*')
    expect(block).toBe(get(root, '@s/a@^1'))
    expect(string(get(block, 'version'))).toBe('1.0.0')
    expect(string(get(block, 'integrity'))).toBe('sha512-a+b/c==')
    expect(string(get(get(block, 'dependencies'), '@s/x'))).toBe('a:b')
    expect(get(get(root, 'd@1'), 'optional')).toMatchObject({ value: true })
  })

  it('points behind quotes', () => {
    const { root, lines } = parse('a@1:\r\n  version "1.0.0"\r\n')
    expect(lines.position(get(get(root, 'a@1'), 'version')?.offset ?? 0)).toEqual({ line: 2, column: 12 })
  })

  it('takes prototype keys for keys', () => {
    const { root } = parse('__proto__:\n  constructor "1"\n')
    expect(string(get(get(root, '__proto__'), 'constructor'))).toBe('1')
  })

  it.each([
    ['a quote that does not close', '"a@1:\n  version "1"\n', 1],
    ['a conflict of a merge', 'a@1:\n<<<<<<< HEAD\n  version "1"\n=======\n', 3],
    ['a key without a value', 'a@1:\n  version\n', 2],
    ['something behind the value', 'a@1:\n  version "1" "2"\n', 2],
    ['deeper indentation below a value', 'a@1:\n  version "1"\n    x "2"\n', 3],
    ['a broken escape', 'a@1:\n  version "\\x"\n', 2],
    ['tabs', 'a@1:\n\tversion "1"\n', 2],
  ])('refuses %s with its line', (_, text, line) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        name: 'FormatError',
        code: 'FORMAT_SYNTAX',
        position: expect.objectContaining({ line }),
      }),
    )
  })

  it('counts nodes and depth', () => {
    expect(() => parse('a "1"\n'.repeat(11), { ...DEFAULT_LIMITS, nodes: 10 })).toThrow(LimitError)
    const deep = Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')
    expect(() => parse(deep)).toThrow(LimitError)
  })

  it.each([
    ['keys', `${'a,'.repeat(500_000)}b:\n`],
    ['spaces', `${' '.repeat(1_000_000)}\n`],
    ['escapes', `"${'\\n'.repeat(500_000)}" "1"\n`],
    ['quotes', '"'.repeat(1_000_000)],
    ['lines', '\n\r'.repeat(500_000)],
  ])('is linear on a megabyte of %s', (_, text) => {
    const started = performance.now()
    expect(outcome(text)).toMatch(/^(?:read|FormatError)$/)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
