import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { script } from './script.ts'

const read = (text: string): Promise<Extraction> => script.extract(fileOf('tools/a.py', text))
const block = (...lines: readonly string[]): string =>
  ['# /// script', ...lines.map((line) => `# ${line}`.trim()), '# ///', ''].join('\n')

describe('inline script metadata', () => {
  it('lists the packages with their places in the script', async () => {
    const found = await read(readFileSync(new URL('./fixtures/script/summarise.py', import.meta.url), 'utf8'))
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found)).toEqual([
      'transformers ==4.40.0 registry requires runtime direct:yes 7:20',
      'rich unstated git:https://git.example/rich.git requires runtime direct:yes 8:6',
      "torch >=2.2 (pep440) registry requires runtime direct:yes 9:13 ; sys_platform == 'linux'",
    ])
  })

  it.each([
    ['no block', 'import os\n', []],
    ['a block behind code', `import os\n${block('dependencies = ["a==1"]')}`, ['a@1']],
    ['Windows line ends', block('dependencies = ["a==1"]').replaceAll('\n', '\r\n'), ['a@1']],
    ['a block of another type', '# /// other\n# x = 1\n# ///\n', []],
    ['comments behind the block', `${block('dependencies = ["a==1"]')}# more\n`, ['a@1']],
    ['an indented block', '  # /// script\n  # dependencies = ["a==1"]\n  # ///\n', []],
    ['no dependencies', block('requires-python = ">=3"'), []],
  ])('%s', async (_, text, keys) => {
    expect((await read(text)).mentions.map(({ key }) => key)).toEqual(keys)
  })

  it.each([
    ['no end', '# /// script\n# dependencies = []\n', 'expected `# ///`'],
    ['two blocks', `${block()}\n${block()}`, 'expected one script block'],
    ['broken TOML', block('dependencies = ['), 'TOML'],
  ])('%s is refused', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })

  it.each([
    ['# /// script\n', true],
    ['#!/usr/bin/env -S uv run --script\nimport os\n', true],
    ['#!/usr/bin/env python\n"""# /// script"""\n', false],
    ['x = 1\n# /// scripts\n', false],
  ])('%j is recognised: %s', (head, expected) => {
    expect(script.content?.recognises(head)).toBe(expected)
  })

  it('is locked by the lock that has its name', () => {
    expect(script.lockFile?.('tools/a.py')).toBe('tools/a.py.lock')
  })

  it.each([
    ['comment lines', `# /// script\n${'# \n'.repeat(350_000)}`],
    ['closing lines', `# /// script\n${'# ///\n'.repeat(170_000)}`],
    ['opening lines', '# /// script\n'.repeat(80_000)],
    ['blanks', `# /// script${' '.repeat(1 << 20)}`],
  ])('a megabyte of %s takes no time', async (_, text) => {
    const before = performance.now()
    await read(text).catch(() => undefined)
    expect(performance.now() - before).toBeLessThan(3000)
  })
})
