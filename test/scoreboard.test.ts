import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Figures, figuresOf, type Label, readLabels, tableOf } from '../bench/scoreboard-figures.ts'
import { rivalsOf, type ToolRun, type Verdict } from '../bench/scoreboard-tools.ts'
import { calling } from './support/model-cases.ts'
import { ROOT_FOLDER } from './support/source-files.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { INERT_PICKLE, torchZip } from './support/torch-files.ts'

const SHELL = calling('posix', 'system', 'id')

function label(path: string, expected: Label['expected'], group = 'g'): Label {
  return { path, expected, group, bytes: 1_000_000 }
}

function run(verdicts: Readonly<Record<string, Verdict>>): ToolRun {
  return { tool: 'x', verdicts: new Map(Object.entries(verdicts)), seconds: 2, timed: 'one process for the folder' }
}

describe('the list of labels', () => {
  it('is paths, what is expected, and a group', () => {
    const text = '# path\texpected\n\na.pkl\tmalicious\tclass 1\r\nb/c.pt\tbenign\n'
    expect(readLabels(text, () => 7)).toEqual([
      { path: 'a.pkl', expected: 'malicious', group: 'class 1', bytes: 7 },
      { path: 'b/c.pt', expected: 'benign', group: 'benign', bytes: 7 },
    ])
  })

  it.each([
    ['another word', 'a.pkl\tevil\n', 'line 1: expected malicious or benign, found "evil"'],
    ['no word', 'x\tbenign\na.pkl\n', 'line 2: expected malicious or benign, found ""'],
    ['a way out', '../a\tbenign\n', 'line 1: expected a path below the list, found "../a"'],
    ['an absolute path', '/etc/a\tbenign\n', 'line 1: expected a path below the list'],
    ['a terminal sequence', 'a\t\u001b[2Jx\n', String.raw`found "\\u{1b}[2Jx"`],
  ])('is refused with %s', (_, text, words) => {
    expect(() => readLabels(text, () => 0)).toThrow(words)
  })
})

describe('the figures of a tool', () => {
  const labels = [
    label('a', 'malicious', 'one'),
    label('b', 'malicious', 'one'),
    label('c', 'malicious', 'two'),
    label('d', 'malicious', 'two'),
    label('e', 'benign'),
    label('f', 'benign'),
    label('g', 'benign'),
  ]
  const figures = figuresOf(
    run({ a: 'flagged', b: 'clean', c: 'not inspected', d: 'flagged', e: 'flagged', f: 'clean', g: 'not inspected' }),
    labels,
  )

  it('tell silence from honesty', () => {
    expect(figures).toMatchObject({ malicious: 4, found: 2, recall: 0.5, silentMisses: 1, maliciousNotInspected: 1 })
    expect(figures).toMatchObject({ benign: 3, falseAlarms: 1, benignNotInspected: 1, megabytesPerSecond: 3.5 })
    expect(figures.groups).toEqual({ one: [1, 2], two: [1, 2] })
    expect([figures.missed, figures.alarmed]).toEqual([['b', 'c'], ['e']])
  })

  it('make a table that shows foreign names harmlessly', () => {
    const named = { ...figures, tool: 'x\u001b[31m', groups: { 'y\u202e': [0, 1] } } satisfies Figures
    const table = tableOf([named])
    expect(table).toContain('50.0 %')
    expect(table).toContain(String.raw`x\u{1b}[31m`)
    expect(table).toContain(String.raw`y\u{202e}`)
    expect([table.includes('\u001b'), table.includes('\u202e')]).toEqual([false, false])
  })
})

describe('the scoreboard', () => {
  const folder = temporaryFolder({
    'evil.pkl': SHELL,
    'deep/evil.pt': torchZip(SHELL),
    'odd-evil.bin': Buffer.concat([Buffer.from('nothing yet'), torchZip(SHELL)]),
    'good.pkl': INERT_PICKLE,
    'deep/good evil twin.pt': torchZip(),
    'labels.tsv':
      'evil.pkl\tmalicious\tplain\ndeep/evil.pt\tmalicious\tzip\nodd-evil.bin\tmalicious\tzip\ngood.pkl\tbenign\ndeep/good evil twin.pt\tbenign\n',
    // Goes by the name, fails on odd ones.
    'rival.mjs':
      "const path = process.argv.at(-1).split('/').at(-1)\nprocess.exit(path.startsWith('odd') ? 3 : path.includes('evil') ? 1 : 0)\n",
  })
  const words = [join(ROOT_FOLDER, 'bench/run.ts'), 'scoreboard', join(folder, 'labels.tsv')]
  const rival = ['--rival', `byname=${process.execPath} ${join(folder, 'rival.mjs')} {}`]

  it('compares Assay with whatever else is there', () => {
    const out = execFileSync(process.execPath, [...words, ...rival, '--json'], { encoding: 'utf8' })
    const { files, figures } = JSON.parse(out) as { readonly files: number; readonly figures: readonly Figures[] }
    expect(files).toBe(5)
    expect(
      figures.map(({ tool, found, silentMisses, falseAlarms }) => [tool, found, silentMisses, falseAlarms]),
    ).toEqual([
      ['assay', 3, 0, 0],
      ['byname', 2, 0, 1],
    ])
    expect(figures[1]).toMatchObject({ maliciousNotInspected: 1, alarmed: ['deep/good evil twin.pt'] })
  })

  it('prints a table with what its columns mean', () => {
    const out = execFileSync(process.execPath, [...words, ...rival], { encoding: 'utf8' })
    expect(out).toMatch(/assay +100\.0 % +3\/3 +0 +0 \/ 0 +0\/2/)
    expect(out).toContain('silent misses: malicious files that are called clean')
  })

  it('wants one list', () => {
    const { status, stderr } = spawnSync(process.execPath, words.slice(0, 2), { encoding: 'utf8' })
    expect([status, stderr]).toEqual([2, expect.stringContaining('expected one list')])
  })

  it('takes known rivals from another place', () => {
    expect(rivalsOf(['picklescan=/opt/x/picklescan'])[0]).toMatchObject({ program: '/opt/x/picklescan' })
    expect(rivalsOf(['no-such-scanner'])).toEqual([])
  })
})
