import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { getPath, items, string } from './tree.ts'
import { yamlDocument } from './yaml.ts'

function parse(text: string): ReturnType<typeof yamlDocument.parse> {
  return yamlDocument.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)
}

describe('flow collections that end below their key, as libyaml reads them', () => {
  it.each([
    ['on:\n  push:\n    branches: [\n      main, # the one\n      dev\n    ]\njobs: {}\n', ['main', 'dev']],
    [
      'on:\n  push:\n    branches: [\n      main,\n      dev\n      # and no more\n\n    ]\njobs: {}\n',
      ['main', 'dev'],
    ],
    ['on: {\n  push: {\n    branches: [main,\n"# dev"\n]\n}\n}\n', ['main', '# dev']],
    ['on:\r\n  push:\r\n    branches: [\r\n      main\r\n    ]\r\n', ['main']],
  ])('%j', (text, expected) => {
    const { root, lines } = parse(text)
    const branches = items(getPath(root, 'on', 'push', 'branches'))
    expect(branches.map((one) => string(one))).toEqual(expected)
    for (const one of branches) {
      const { line, column } = lines.position(one.offset)
      expect(text.split(/\r?\n/)[line - 1]?.slice(column - 1)).toContain(string(one))
    }
  })

  it.each(['a: [\n  b\nc: d\n', 'a: [b\n', 'a:\n  - b\n - c\n', 'a: "b\n', 'a: [\n- b\n]\n'])(
    '%j is broken all the same',
    (text) => {
      expect(() => parse(text)).toThrow('YAML')
    },
  )

  it('leaves scripts as they are', () => {
    const { root } = parse('run: |\n  f() {\n    echo\n  }\nlist: [\n  a\n]\n')
    expect(string(getPath(root, 'run'))).toBe('f() {\n  echo\n}\n')
  })

  it('ends in time on a megabyte of them', () => {
    const started = performance.now()
    expect(() => parse(`${'a: [\n]\n'.repeat(150_000)}`)).toThrow('YAML')
    expect(() => parse(`a: [\n${'b,\n'.repeat(300_000)}]`)).toThrow('YAML')
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
