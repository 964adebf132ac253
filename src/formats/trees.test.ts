import { describe, expect, it } from 'vitest'
import { FormatError, LimitError } from '../base/errors.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { json, jsonc } from './json.ts'
import { toml } from './toml.ts'
import { boolean, entries, get, getPath, items, scalarText, string, type Tree, type TreeValue } from './tree.ts'
import { yaml, yamlDocument } from './yaml.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const parse = {
  json: (text: string): Tree => json.parse(bytes(text), DEFAULT_LIMITS),
  jsonc: (text: string): Tree => jsonc.parse(bytes(text), DEFAULT_LIMITS),
  toml: (text: string): Tree => toml.parse(bytes(text), DEFAULT_LIMITS),
  yaml: (text: string): Tree => yamlDocument.parse(bytes(text), DEFAULT_LIMITS),
}

/** The tree as plain data, to compare with what JSON.parse would give. */
function plain(value: TreeValue): unknown {
  if (value.kind === 'scalar') return value.value
  if (value.kind === 'array') return value.items.map(plain)
  return Object.fromEntries(entries(value).map((entry) => [entry.key, plain(entry.value)]))
}

describe('the same document in three languages', () => {
  const expected = { name: 'demo', deps: { torch: '2.1.0' }, list: [1, true, 'x'] }
  it.each([
    ['json', '{"name": "demo", "deps": {"torch": "2.1.0"}, "list": [1, true, "x"]}'],
    ['jsonc', '{"name": "demo", // why\n "deps": {"torch": "2.1.0"}, "list": [1, true, "x",],}'],
    ['yaml', 'name: demo\ndeps: {torch: "2.1.0"}\nlist:\n  - 1\n  - true\n  - x\n'],
    ['toml', 'name = "demo"\nlist = [1, true, "x"]\n[deps]\ntorch = "2.1.0"\n'],
  ] as const)('%s', (language, text) => {
    expect(plain(parse[language](text).root)).toEqual(expected)
  })
})

describe('places', () => {
  it.each([
    ['json', '{\n  "version": "1.2.3"\n}', 2, 15],
    ['yaml', 'a: 1\nversion: 1.2.3\n', 2, 10],
    ['yaml', 'a: 1\nversion: "1.2.3"\n', 2, 11],
    ['toml', 'a = 1\nversion = "1.2.3"\n', 2, 12],
    ['json', '\ufeff{"version": "1.2.3"}', 1, 14],
    ['json', '{\r\n"version":"1.2.3"}', 2, 12],
  ] as const)('%s %j: the token is at %i:%i', (language, text, line, column) => {
    const tree = parse[language](text)
    const value = get(tree.root, 'version')
    expect(string(value)).toBe('1.2.3')
    expect(tree.lines.position(value?.offset ?? -1)).toEqual({ line, column })
  })
})

describe('json', () => {
  it('takes the last of two equal keys, as every reader does', () => {
    expect(string(get(parse.json('{"a": "1", "a": "2"}').root, 'a'))).toBe('2')
  })

  it('keeps keys of the prototype as plain keys', () => {
    const { root } = parse.json('{"__proto__": {"x": 1}, "constructor": "c"}')
    expect(entries(root).map((entry) => entry.key)).toEqual(['__proto__', 'constructor'])
    expect(get(root, 'toString')).toBeUndefined()
  })

  it.each(['', '{', '{"a" 1}', '[1,]', '{"a": 1} x', "{'a': 1}"])('refuses %j with a place', (text) => {
    expect(() => parse.json(text)).toThrow(FormatError)
  })
})

describe('yaml', () => {
  it('keeps what stands there beside what it means', () => {
    const { root } = parse.yaml('version: 1.10\n')
    expect(scalarText(get(root, 'version'))).toBe('1.10')
  })

  it.each([
    ['yes', 'yes'],
    ['true', true],
    ['0x1f', 31],
    ['~', null],
    ['"true"', 'true'],
    ['1e3', 1000],
    ['1_000', '1_000'],
  ])('%s is %j (core schema)', (text, expected) => {
    expect(plain(get(parse.yaml(`a: ${text}`).root, 'a') as TreeValue)).toBe(expected)
  })

  it('resolves anchors and merge keys, own keys winning', () => {
    const { root } = parse.yaml('base: &b {a: 1, b: 2}\nmore:\n  <<: *b\n  b: 3\n')
    expect(plain(getPath(root, 'more') as TreeValue)).toEqual({ a: 1, b: 3 })
  })

  it('reads every document of a stream', () => {
    const trees = yaml.parse(bytes('a: 1\n---\na: 2\n'), DEFAULT_LIMITS)
    expect(trees.map((tree) => plain(tree.root))).toEqual([{ a: 1 }, { a: 2 }])
  })

  it('counts what an alias repeats: the billion laughs end at the limit', () => {
    const levels = Array.from({ length: 9 }, (_, level) =>
      level === 0 ? `l0: &l0 [${'x,'.repeat(9)}x]` : `l${level}: &l${level} [${`*l${level - 1},`.repeat(9)}x]`,
    )
    expect(() => parse.yaml(levels.join('\n'))).toThrow(LimitError)
  })

  it('refuses an alias without an anchor', () => {
    expect(() => parse.yaml('a: *b')).toThrow(FormatError)
  })
})

describe('toml', () => {
  it('puts dotted keys, tables and arrays of tables where they belong', () => {
    const { root } = parse.toml('a.b.c = 1\n[a.d]\ne = 2\n[[p]]\nn = 1\n[p.q]\nr = 5\n[[p]]\nn = 2\n')
    expect(plain(root)).toEqual({ a: { b: { c: 1 }, d: { e: 2 } }, p: [{ n: 1, q: { r: 5 } }, { n: 2 }] })
  })

  it('keeps dates as text and floats as written', () => {
    const { root } = parse.toml('d = 2024-01-02\nv = 1.10\nb = false\nt = { x = "y" }\n')
    expect(scalarText(get(root, 'd'))).toBe('2024-01-02')
    expect(scalarText(get(root, 'v'))).toBe('1.10')
    expect(boolean(get(root, 'b'))).toBe(false)
    expect(plain(get(root, 't') as TreeValue)).toEqual({ x: 'y' })
  })

  it.each(['a = ', '[a', 'a = 1\na = 2', '= 1'])('refuses %j with a place', (text) => {
    expect(() => parse.toml(text)).toThrow(FormatError)
  })
})

describe('limits', () => {
  const narrow = { ...DEFAULT_LIMITS, depth: 5, nodes: 50 }
  it.each([
    ['json', json, '['.repeat(9) + ']'.repeat(9)],
    ['yaml', yaml, '['.repeat(9) + ']'.repeat(9)],
    ['toml', toml, `a = ${'['.repeat(9)}${']'.repeat(9)}`],
  ] as const)('%s: depth', (_, format, text) => {
    expect(() => format.parse(bytes(text), narrow)).toThrow(LimitError)
  })

  it.each([
    ['json', json, `[${'1,'.repeat(60)}1]`],
    ['yaml', yaml, `[${'1,'.repeat(60)}1]`],
    ['toml', toml, `a = [${'1,'.repeat(60)}1]`],
  ] as const)('%s: number of values', (_, format, text) => {
    expect(() => format.parse(bytes(text), narrow)).toThrow(LimitError)
  })

  it('an array has items and nothing else has', () => {
    expect(items(parse.json('[1, 2]').root)).toHaveLength(2)
    expect(items(parse.json('{}').root)).toEqual([])
  })
})
