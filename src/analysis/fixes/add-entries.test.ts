import { describe, expect, it } from 'vitest'
import { addJsonEntries } from './add-json-entries.ts'
import { addTomlEntries, addTomlItems } from './add-toml-entries.ts'
import { addYamlEntries } from './add-yaml-entries.ts'
import { applyEdits, type TextEdit } from './text-edit.ts'

function applied(text: string, edit: TextEdit | undefined): string | undefined {
  return edit === undefined ? undefined : applyEdits(text, [edit])
}

describe('entries in package.json', () => {
  it.each([
    ['{"a":"b"}', '{"a":"b","overrides": {"m": "^2"}}'],
    ['{\n  "a": ""\n}\n', '{\n  "a": "",\n  "overrides": {\n    "m": "^2"\n  }\n}\n'],
    [
      '{\r\n\t"a": [1, {"b": "]}\\""}]\r\n}',
      '{\r\n\t"a": [1, {"b": "]}\\""}],\r\n\t"overrides": {\r\n\t\t"m": "^2"\r\n\t}\r\n}',
    ],
    ['{\n  "overrides": {\n    "z": "1"\n  }\n}', '{\n  "overrides": {\n    "m": "^2",\n    "z": "1"\n  }\n}'],
    ['{"overrides": {"z": "1"}}', '{"overrides": {"m": "^2", "z": "1"}}'],
    ['{\n    "overrides": {}\n}', '{\n    "overrides": {\n        "m": "^2"\n    }\n}'],
    ['{"overrides": {"m": "1"}}', undefined],
    ['{"overrides": "x"}', undefined],
    ['{}', undefined],
    ['[]', undefined],
  ])('%j', (text, wanted) => {
    const result = applied(text, addJsonEntries(text, ['overrides'], [['m', '^2']]))
    expect(result).toBe(wanted)
    if (result !== undefined) expect(JSON.parse(result)).toMatchObject({ overrides: { m: '^2' } })
  })
})

describe('entries in TOML', () => {
  it.each([
    ['[project]\n', '[project]\n\n[tool.uv]\nlimits = ["m>2"]\n'],
    ['[project]', '[project]\n\n[tool.uv]\nlimits = ["m>2"]\n'],
    ['[tool.uv] # c\r\ndev = true\r\n', '[tool.uv] # c\r\nlimits = ["m>2"]\r\ndev = true\r\n'],
    ['[tool.uv]\nlimits = []\n', '[tool.uv]\nlimits = ["m>2"]\n'],
    ['[tool.uv]\nlimits = [ # c\n  "a", # d\n]\n', '[tool.uv]\nlimits = [ # c\n  "m>2",\n  "a", # d\n]\n'],
    ['[tool.uv]\nlimits = "a"\n', undefined],
  ])('an item: %j', (text, wanted) => {
    expect(applied(text, addTomlItems(text, ['tool', 'uv'], 'limits', ['m>2']))).toBe(wanted)
  })

  it.each([
    ['[packages]\na = "*"\n', '[packages]\nm = "2"\n"x.y" = "3"\na = "*"\n'],
    ['[packages]\nm = "*"\n', undefined],
  ])('lines: %j', (text, wanted) => {
    expect(
      applied(
        text,
        addTomlEntries(
          text,
          ['packages'],
          [
            ['m', '2'],
            ['x.y', '3'],
          ],
        ),
      ),
    ).toBe(wanted)
  })
})

describe('entries in YAML', () => {
  it.each([
    ['', "overrides:\n  'm': '^2'\n"],
    ['a: b', "a: b\noverrides:\n  'm': '^2'\n"],
    ['overrides:\n    x: 1 # c\n', "overrides:\n    'm': '^2'\n    x: 1 # c\n"],
    ['overrides:\r\n  "x": 1\r\n', "overrides:\r\n  'm': '^2'\r\n  \"x\": 1\r\n"],
    ['overrides: { x: 1 }\n', "overrides: { 'm': '^2', x: 1 }\n"],
    ['overrides:\n', undefined],
    ['overrides: [a]\n', undefined],
  ])('%j', (text, wanted) => {
    expect(applied(text, addYamlEntries(text, 'overrides', [['m', '^2']]))).toBe(wanted)
  })
})
