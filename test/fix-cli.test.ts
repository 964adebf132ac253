import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeFiles } from '../src/cli/write-files.ts'
import { assay, type Run } from './support/assay.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** The starter set of advisories knows these. */
const PROJECT = {
  'requirements.txt': '# web\r\njinja2==3.1.2  # templates\r\nflask\r\n',
  'app/package.json': '{\n  "dependencies": {\n    "braces": "^3.0.1"\n  }\n}\n',
}

function fix(cwd: string, ...words: readonly string[]): Promise<Run> {
  return assay(['fix', '--quiet', ...words], { cwd })
}

describe('assay fix', () => {
  it('shows the plan and writes nothing', async () => {
    const cwd = temporaryFolder(PROJECT)
    const { code, stdout } = await fix(cwd, '--all')
    expect(code).toBe(0)
    for (const part of [
      'jinja2 3.1.2 -> 3.1.6',
      'ends CVE-2025-27516',
      'requirements.txt:2  3.1.2 -> 3.1.6',
      'flask any version -> 2.3.2',
      '--- a/requirements.txt\n+++ b/requirements.txt\n@@ -1,3 +1,3 @@\n # web\n-jinja2==3.1.2  # templates\n',
      '2 files to change; 3 of 3 advisories end.',
      'Nothing is written yet: add --apply.',
    ]) {
      expect(stdout).toContain(part)
    }
    expect(readFileSync(join(cwd, 'requirements.txt'), 'utf8')).toBe(PROJECT['requirements.txt'])
  })

  it('writes with --apply, byte for byte, and keeps the mode', async () => {
    const cwd = temporaryFolder(PROJECT)
    const path = join(cwd, 'requirements.txt')
    chmodSync(path, 0o640)
    const { code, stdout } = await fix(cwd, '--all', '--apply')
    expect(code).toBe(0)
    expect(stdout).toContain('2 files written')
    expect(readFileSync(path, 'utf8')).toBe('# web\r\njinja2==3.1.6  # templates\r\nflask>=2.3.2\r\n')
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(readdirSync(cwd).sort()).toEqual(['app', 'requirements.txt'])
    const again = await fix(cwd, '--all')
    expect([again.code, again.stdout]).toEqual([0, 'Nothing to fix: no advisory was selected.\n'])
  })

  it('writes a patch that git applies', async () => {
    const cwd = temporaryFolder(PROJECT)
    expect((await fix(cwd, '--all', '-o', 'fixes.patch')).stdout).toBe('')
    execFileSync('git', ['init', '--quiet'], { cwd })
    execFileSync('git', ['apply', 'fixes.patch'], { cwd })
    const patched = readFileSync(join(cwd, 'requirements.txt'), 'utf8')
    expect(patched).toBe('# web\r\njinja2==3.1.6  # templates\r\nflask>=2.3.2\r\n')
    expect((await fix(cwd, '--all', '--format', 'diff')).stdout).toBe('')
  })

  it('says everything in JSON', async () => {
    const cwd = temporaryFolder(PROJECT)
    const { stdout } = await fix(cwd, '--all', '--package', 'Jinja2', '--format', 'json')
    const plan = JSON.parse(stdout) as Record<string, unknown>
    expect(plan).toMatchObject({
      schemaVersion: 1,
      applied: false,
      steps: [
        {
          ecosystem: 'PyPI',
          name: 'jinja2',
          from: ['3.1.2'],
          to: '3.1.6',
          how: 'raise',
          major: false,
          ends: ['CVE-2025-27516'],
          edits: [{ path: 'requirements.txt', line: 2, before: '3.1.2', after: '3.1.6' }],
        },
      ],
      files: [{ path: 'requirements.txt' }],
      staying: [],
    })
  })

  it.each([
    [['--advisory', 'cve-2025-27516'], ['jinja2']],
    [['--advisory', 'CVE-1999-0001'], []],
    [['--package', 'braces'], ['braces']],
    [['--severity', 'critical'], []],
    [
      ['--severity', 'low'],
      ['flask', 'jinja2', 'braces'],
    ],
    [
      ['--exclude', 'app/**', '--all'],
      ['flask', 'jinja2'],
    ],
  ])('%j means %j', async (words, names) => {
    const cwd = temporaryFolder(PROJECT)
    const { stdout } = await fix(cwd, ...words, '--format', 'json')
    const { steps } = JSON.parse(stdout) as { steps: readonly { name: string }[] }
    expect(steps.map(({ name }) => name)).toEqual(names)
  })

  it('means what blocks when nothing is said', async () => {
    const cwd = temporaryFolder({ ...PROJECT, 'requirements.txt': 'torch==2.1.0\njinja2==3.1.2\n' })
    const { stdout } = await fix(cwd, '--format', 'json')
    const { steps, verdict } = JSON.parse(stdout) as {
      steps: { name: string }[]
      verdict: { before: string; after: string }
    }
    expect(steps.map(({ name }) => name)).toContain('torch')
    expect(verdict.before).toBe('block')
    expect(verdict.after).not.toBe('block')
  })

  it.each([
    ['nothing to do', { 'requirements.txt': 'nothing-known==1.0\n' }, [], 0],
    ['something stays', { Dockerfile: 'FROM a\nRUN pip install pillow\n' }, ['--all'], 1],
    ['a wrong severity', {}, ['--severity', 'awful'], 2],
    ['a wrong format', {}, ['--format', 'sarif'], 2],
    ['no such folder', {}, ['nowhere'], 2],
    ['no such option', {}, ['--aply'], 2],
  ] as const)('%s', async (_, files, words, code) => {
    const run = await fix(temporaryFolder(files), ...words)
    expect(run.code, run.stderr).toBe(code)
  })

  it('shows hostile files without their control characters', async () => {
    const cwd = temporaryFolder({ 'requirements.txt': '# \u001b[2J\u202e evil\njinja2==3.1.2\n' })
    const { stdout } = await fix(cwd, '--all')
    expect(stdout).toContain('# \\u{1b}[2J\\u{202e} evil')
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u001b\u202e]/)
  })

  it('has a help with examples', async () => {
    const { stdout, code } = await assay(['fix', '--help'])
    expect(code).toBe(0)
    for (const part of ['Usage: assay fix', '--apply', '--no-major', 'Examples:']) expect(stdout).toContain(part)
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})

describe('writing files', () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text)
  const write = (path: string, before: string | undefined, after: string) => ({
    path,
    before: before === undefined ? undefined : bytes(before),
    bytes: bytes(after),
  })

  it.each([
    [
      'changed since it was read',
      (root: string) => writeFileSync(join(root, 'b.txt'), 'other'),
      /changed since it was read/,
    ],
    ['read-only', (root: string) => chmodSync(join(root, 'b.txt'), 0o444), /read-only/],
    ['a folder', (root: string) => mkdirSync(join(root, 'b.txt')), /not a regular file/],
    ['not there', () => {}, /ENOENT/],
    [
      'a link that leaves',
      (root: string) => symlinkSync(join(temporaryFolder({ x: 'b' }), 'x'), join(root, 'b.txt')),
      /link leads out/,
    ],
  ])('%s: nothing is written at all', async (name, prepare, why) => {
    const makesItself = ['a folder', 'not there', 'a link that leaves'].includes(name)
    const root = temporaryFolder({ 'a.txt': 'a', ...(makesItself ? {} : { 'b.txt': 'b' }) })
    prepare(root)
    const writes = [write('a.txt', 'a', 'A'), write('b.txt', 'b', 'B')]
    await expect(writeFiles(root, writes)).rejects.toThrow(why)
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('a')
    expect(readdirSync(root).filter((entry) => entry.includes('assay'))).toEqual([])
  })

  it('writes through a link that stays inside', async () => {
    const root = temporaryFolder({ 'real/a.txt': 'a' })
    symlinkSync('real/a.txt', join(root, 'a.txt'))
    await writeFiles(root, [write('a.txt', 'a', 'A')])
    expect(readFileSync(join(root, 'real/a.txt'), 'utf8')).toBe('A')
  })

  it('makes a new file, and never over one that is there', async () => {
    const root = temporaryFolder({ 'there.txt': 'x' })
    await writeFiles(root, [write('new.txt', undefined, 'n')])
    expect(readFileSync(join(root, 'new.txt'), 'utf8')).toBe('n')
    await expect(writeFiles(root, [write('there.txt', undefined, 'n')])).rejects.toThrow(
      /made meanwhile; nothing was changed/,
    )
    expect(readFileSync(join(root, 'there.txt'), 'utf8')).toBe('x')
  })

  it('changes nothing for a new file that is in the way', async () => {
    const root = temporaryFolder({ 'a.txt': 'a', 'there.txt': 'x' })
    const writes = [write('a.txt', 'a', 'A'), write('there.txt', undefined, 'n')]
    await expect(writeFiles(root, writes)).rejects.toThrow(/nothing was changed/)
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('a')
  })

  it('says what is written and what is not when moving a file into place fails midway', async () => {
    const root = temporaryFolder({ 'a.txt': 'a', 'c.txt': 'c' })
    // The same new file twice: nothing is there when it is looked for, and the first one is in the way of the second.
    const writes = [
      write('a.txt', 'a', 'A'),
      write('new.txt', undefined, 'n'),
      write('new.txt', undefined, 'm'),
      write('c.txt', 'c', 'C'),
    ]
    const error = await writeFiles(root, writes).catch((thrown: unknown) => String(thrown))
    expect(error).toMatch(
      /new\.txt is not written: EEXIST; written before it: a\.txt, new\.txt; not written: new\.txt, c\.txt; /,
    )
    expect(error).toMatch(/the same command writes what is left/)
    expect(['a.txt', 'new.txt', 'c.txt'].map((name) => readFileSync(join(root, name), 'utf8'))).toEqual(['A', 'n', 'c'])
    expect(readdirSync(root).filter((entry) => entry.includes('assay'))).toEqual([])
  })

  it('leaves another name of the same file as it was', async () => {
    const root = temporaryFolder({ 'a.txt': 'a' })
    linkSync(join(root, 'a.txt'), join(root, 'twin.txt'))
    await writeFiles(root, [write('a.txt', 'a', 'A')])
    expect(readFileSync(join(root, 'twin.txt'), 'utf8')).toBe('a')
  })
})
