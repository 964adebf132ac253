import { describe, expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import { makefile } from './makefile.ts'

it('reads recipes with the variables of the file', async () => {
  const bytes = fixturesIn(fixtureFolder('commands/makefile'))[0]?.bytes ?? new Uint8Array()
  const extraction = await makefile.extract(fileOf('app/Makefile', bytes))
  expect(pointedAt(bytes, extraction)).toEqual([
    'PyPI:pip@24.2 [target:setup] 9 > 24.2',
    'PyPI:torch@2.4.1 [target:setup] 11 > $(TORCH',
    'PyPI:own@? [target:setup] 12 > own==$(TAG',
    'npm:pyright@1.1.380 [target:setup global] 13 > 1.1.380',
    'PyPI:pytest >=8 [target:test] 17 > 8',
  ])
  expect(extraction.includes.map(({ path }) => path)).toEqual(['app/requirements.txt'])
  expect(extraction.mentions.every(({ scope }) => scope === 'development')).toBe(true)
})

describe('one recipe', () => {
  it.each([
    ['a:\n\tpip install a==1\n', ['PyPI:a@1']],
    ['a: b\n\t@+-pip install a\n', ['PyPI:a']],
    ['P = a==1\nx:\n\tpip install $(P) ${P}\n', ['PyPI:a@1', 'PyPI:a@1']],
    ['P = a\nP = b\nx:\n\tpip install $(P)\n', []],
    ['x:\n\tpip install $(shell cat list)\n', []],
    ['x:\n\tV=1; pip install a==$$V\n', ['PyPI:a@1']],
    ['pip install a\n', []],
    ['A = pip install a\n', []],
  ])('%j', async (text, expected) => {
    expect((await makefile.extract(fileOf('Makefile', text))).mentions.map(shown)).toEqual(expected)
  })
})

it.each([
  ['variables of variables', `A = ${'$(A)'.repeat(200)}\nx:\n${'\tpip install $(A)\n'.repeat(40_000)}`],
  ['a long value', `A = ${'a '.repeat(490)}\nx:\n${'\tpip install $(A)\n'.repeat(40_000)}`],
  ['assignments', 'A=1\n'.repeat(250_000)],
  ['one line', `x:\n\t${'pip install a; '.repeat(60_000)}`],
  ['continued lines', `x:\n\t${'pip \\\n'.repeat(180_000)}`],
])('%s end in time', async (_, text) => {
  const started = performance.now()
  await makefile.extract(fileOf('Makefile', text))
  expect(performance.now() - started).toBeLessThan(10_000)
})
