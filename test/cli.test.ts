import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay } from './support/assay.ts'
import { HOSTILE } from './support/sample-result.ts'
import { ROOT_FOLDER } from './support/source-files.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const CLEAN = { 'requirements.txt': 'left-pad-of-python==1.0\n' }
const VULNERABLE = { 'requirements.txt': 'torch==2.1.0\n' }

async function scanJson(folder: string, ...more: readonly string[]): Promise<ScanResult> {
  const { stdout } = await assay(['scan', folder, '--format', 'json', '--quiet', ...more])
  return JSON.parse(stdout) as ScanResult
}

describe('help and versions', () => {
  it.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['--help'], 0, /Usage: assay COMMAND/],
    [['scan', '--help'], 0, /Examples:/],
    [['help', 'policy'], 0, /assay policy check/],
    [[], 2, /Usage: assay COMMAND/],
  ] as const)('assay %j', async (words, code, text) => {
    const run = await assay(words)
    expect(run.code).toBe(code)
    expect(run.stdout).toMatch(text)
    expect(run.stderr).toBe('')
  })

  it.each(['scan', 'model', 'advisories', 'policy', 'explain', 'init'])(
    '%s --help has usage, options and examples',
    async (command) => {
      const { stdout } = await assay([command, '--help'])
      for (const part of ['Usage: assay', 'Options:', '--help', 'Examples:']) expect(stdout).toContain(part)
      expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
    },
  )
})

describe('exit codes', () => {
  it.each([
    ['allowed', CLEAN, [], 0],
    ['blocked', VULNERABLE, [], 1],
    ['incomplete where completeness is demanded', CLEAN, ['--policy', 'complete.yaml'], 3],
    ['no such folder', {}, ['nowhere'], 2],
    ['no such option', {}, ['--formt', 'json'], 2],
    ['no such format', {}, ['--format', 'pdf'], 2],
    ['two reports on standard output', {}, ['--format', 'json', '--format', 'sarif'], 2],
    ['a database that is not there', {}, ['--advisories', 'nowhere.db'], 2],
    ['a policy with a mistake', {}, ['--policy', 'wrong.yaml'], 2],
  ] as const)('%s: %j %j', async (_, files, words, code) => {
    const cwd = temporaryFolder({
      ...files,
      'complete.yaml': 'version: 1\nextends: permissive\nrequire-complete: true\n',
      'wrong.yaml': 'version: 1\nextnds: strict\n',
    })
    const run = await assay(['scan', ...words], { cwd })
    expect(run.code, run.stderr).toBe(code)
    if (code === 2) {
      expect(run.stderr).toMatch(/^assay: .+ \([A-Z_]+\)\n {2}.+\n$/)
      expect(run.stdout).toBe('')
    }
  })

  it('an unknown command names the ones there are', async () => {
    const run = await assay(['scna', '.'])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('Commands are scan, model, package, secrets')
  })
})

describe('what was not looked at', () => {
  it('a broken file is a diagnostic, counts as failed and leaves the rest of the scan alone', async () => {
    const result = await scanJson(
      temporaryFolder({ ...VULNERABLE, 'uv.lock': '[[package]\n', 'a/package-lock.json': 'PK\u0003\u0004\u0000' }),
    )
    expect(result.coverage.complete).toBe(false)
    expect(result.coverage.files).toMatchObject({ seen: 3, parsed: 1, failed: 2 })
    expect(result.diagnostics.map((one) => [one.location?.path, one.code])).toEqual([
      ['a/package-lock.json', 'FORMAT_ENCODING'],
      // It begins like a zip archive: what is in it could not be looked through for secrets either.
      ['a/package-lock.json', 'FORMAT_PARTIAL'],
      ['uv.lock', 'FORMAT_SYNTAX'],
    ])
    expect(result.findings.length).toBeGreaterThan(0)
  })

  it('a scan without a database says so, loudly', async () => {
    const run = await assay(['scan', temporaryFolder(CLEAN)])
    expect(run.stderr).toContain('NO ADVISORY DATABASE')
    expect(run.stdout).toContain('STARTER SET ONLY')
    expect(run.stdout).toContain('INCOMPLETE')
  })

  it('a file that no extractor knows is not reported as clean', async () => {
    const folder = temporaryFolder({ 'notes.md': '# nothing' })
    const result = await scanJson(join(folder, 'notes.md'))
    expect(result.coverage.complete).toBe(false)
    expect(result.diagnostics[0]?.message).toContain('no extractor knows')
  })

  it('an included file outside the folder is named and not read', async () => {
    const folder = temporaryFolder({
      'project/requirements.txt': '-r ../secret.txt\n-r missing.txt\n',
      'secret.txt': 'torch==2.1.0\n',
    })
    const result = await scanJson(join(folder, 'project'))
    expect(result.components).toEqual([])
    expect(result.diagnostics.map((one) => one.code)).toEqual(['FORMAT_OUTSIDE', 'FORMAT_OUTSIDE'])
    expect(result.coverage.complete).toBe(false)
  })

  it('included files are read whatever their names, once, cycles or not', async () => {
    const folder = temporaryFolder({
      'requirements.txt': '-r deps/base.list\n',
      'deps/base.list': 'torch==2.1.0\n-r ../requirements.txt\n',
    })
    const result = await scanJson(folder)
    expect(result.components.map((one) => one.purl)).toEqual(['pkg:pypi/torch@2.1.0'])
    expect(result.components[0]?.evidence[0]?.location).toMatchObject({
      path: 'deps/base.list',
      lines: { start: 1, end: 1 },
    })
  })
})

describe('files known by their content', () => {
  it.each([
    [
      'deps.txt',
      '# This file was autogenerated by uv via the following command:\n#    uv pip compile\ntorch==2.1.0\n',
      1,
    ],
    ['prod.lock', '# generated by rye\ntorch==2.1.0\n', 1],
    ['gpu.txt', '--extra-index-url https://registry.example/whl/cu118\ntorch==2.1.0+cu118\n', 1],
    ['notes.txt', 'we use torch==2.1.0 here\n', 0],
    ['data.txt', 'PK\u0003\u0004 torch==2.1.0', 0],
    ['yarn.lock.txt', 'nothing', 0],
  ])('%s', async (name, text, packages) => {
    const result = await scanJson(temporaryFolder({ [name]: text }), '--no-secrets')
    expect(result.components).toHaveLength(packages)
    expect(result.coverage.files).toMatchObject({ seen: 1, parsed: packages, failed: 0 })
  })
})

describe('Ctrl-C', () => {
  it('ends with 130 and no report', async () => {
    const folder = temporaryFolder()
    for (let i = 0; i < 3000; i++) writeFileSync(join(folder, `requirements-${i}.txt`), 'torch==2.1.0\n'.repeat(200))
    const { code, stdout, stderr } = await assay(['scan', folder], { interruptAfter: 250 })
    expect([code, stdout]).toEqual([130, ''])
    expect(stderr).toContain('interrupted; nothing was reported as clean')
  })
})

describe('determinism', () => {
  it.each(['json', 'sarif', 'cyclonedx', 'table'])(
    '%s: the same input gives the same bytes, whatever the number of workers',
    async (format) => {
      const target = join(ROOT_FOLDER, 'examples/rag-service')
      const [one, two, three] = await Promise.all([
        assay(['scan', target, '--format', format]),
        assay(['scan', target, '--format', format, '--workers', '1']),
        assay(['scan', target, '--format', format, '--workers', '7']),
      ])
      expect(one?.stdout.length).toBeGreaterThan(1000)
      expect(two?.stdout).toBe(one?.stdout)
      expect(three?.stdout).toBe(one?.stdout)
    },
  )
})

describe('reports', () => {
  it('writes several at once and shows the table', async () => {
    const cwd = temporaryFolder(VULNERABLE)
    const run = await assay(
      ['scan', '-f', 'table', '-f', 'sarif', '-o', 'a.sarif', '-o', 'b.cdx.json', '-o', 'c.json'],
      { cwd },
    )
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('What to do first')
    const read = (name: string): Record<string, unknown> =>
      JSON.parse(readFileSync(join(cwd, name), 'utf8')) as Record<string, unknown>
    expect(read('a.sarif')['version']).toBe('2.1.0')
    expect(read('b.cdx.json')['specVersion']).toBe('1.6')
    expect(read('c.json')['schemaVersion']).toBe(1)
  })

  it('has colours only where they are wanted', async () => {
    const cwd = temporaryFolder(VULNERABLE)
    const escape = '\u001b['
    expect((await assay(['scan'], { cwd })).stdout).not.toContain(escape)
    expect((await assay(['scan'], { cwd, env: { FORCE_COLOR: '1' } })).stdout).toContain(escape)
    expect((await assay(['scan'], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(escape)
  })

  it('lets no name of the project change the structure of an output', async () => {
    const name = HOSTILE.replaceAll('\u0000', '').replaceAll('/', '_').toWellFormed()
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, name))
    writeFileSync(join(cwd, name, 'requirements.txt'), 'torch==2.1.0\n')
    for (const format of ['table', 'json', 'sarif', 'cyclonedx']) {
      const { stdout, stderr } = await assay(['scan', '--format', format], { cwd })
      // oxlint-disable-next-line no-control-regex
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^::error/m)
      if (format !== 'table') expect(() => JSON.parse(stdout) as unknown).not.toThrow()
    }
  })
})

describe('baseline', () => {
  it('blocks only on what is new', async () => {
    const cwd = temporaryFolder(VULNERABLE)
    expect((await assay(['scan', '--write-baseline', 'base.json'], { cwd })).code).toBe(1)
    expect((await assay(['scan', '--baseline', 'base.json', '--fail-on', 'new'], { cwd })).code).toBe(0)
    writeFileSync(join(cwd, 'requirements.txt'), '# moved\n\ntorch==2.1.1\n')
    expect((await assay(['scan', '--baseline', 'base.json', '--fail-on', 'new'], { cwd })).code).toBe(0)
    writeFileSync(join(cwd, 'requirements.txt'), 'torch==2.1.1\ngradio==3.40.0\n')
    expect((await assay(['scan', '--baseline', 'base.json', '--fail-on', 'new'], { cwd })).code).toBe(1)
  })
})

describe('init and policy', () => {
  it('writes a policy that passes its own check, and never overwrites one', async () => {
    const cwd = temporaryFolder()
    expect((await assay(['init'], { cwd })).code).toBe(0)
    const check = await assay(['policy', 'check'], { cwd })
    expect([check.code, check.stdout]).toEqual([0, expect.stringContaining('no mistakes')])
    expect((await assay(['init', '--preset', 'strict'], { cwd })).code).toBe(2)
    // The commented-out parts are right too.
    const text = readFileSync(join(cwd, 'assay.yaml'), 'utf8').replace(/^# ((?:rules|waivers|tests):| {2,})/gm, '$1')
    writeFileSync(join(cwd, 'assay.yaml'), text)
    const full = await assay(['policy', 'check'], { cwd })
    expect([full.code, full.stdout]).toEqual([0, expect.stringContaining('1 waivers, 1 tests')])
    expect((await assay(['policy', 'test'], { cwd })).stdout).toContain('1 of 1 policy tests hold')
  })

  it('shows every mistake with its place', async () => {
    const cwd = temporaryFolder({
      'assay.yaml':
        'version: 1\nextnds: strict\nrules:\n  - id: x\n    when: finding.severty == "high"\n    decision: blok\n',
    })
    const { code, stdout } = await assay(['policy', 'check'], { cwd })
    expect(code).toBe(2)
    expect(stdout).toMatch(/^assay\.yaml:2:1: /m)
    expect(stdout).toMatch(/^assay\.yaml:5:\d+: /m)
    expect(stdout).toMatch(/^assay\.yaml:6:15: /m)
    expect(stdout).toContain('severity')
  })

  it('explains presets in plain words', async () => {
    const { stdout } = await assay(['policy', 'explain', '--preset', 'strict'])
    expect(stdout).toContain('preset strict')
    expect(stdout).toContain('An incomplete scan exits with 3.')
  })
})

describe('explain', () => {
  it.each([
    ['FORMAT_SYNTAX', 'What to do:'],
    ['vulnerabilities/open-range', 'usual severity'],
  ])('%s from the catalogue', async (id, text) => {
    const { code, stdout } = await assay(['explain', id])
    expect([code, stdout]).toEqual([0, expect.stringContaining(text)])
  })

  it.each(['CVE-2025-32434', 'ghsa-53q9-r3pm-6pq6', 'torch', 'pkg:pypi/torch@2.1.0'])('%s from a scan', async (id) => {
    const { code, stdout } = await assay(['explain', id, temporaryFolder(VULNERABLE)])
    expect(code).toBe(0)
    expect(stdout).toContain('requirements.txt:1:8')
    expect(stdout).toContain('CVE-2025-32434')
    expect(stdout).toContain('decision: block')
  })

  it('what is not there is an error, not silence', async () => {
    expect((await assay(['explain', 'CVE-1999-0001', temporaryFolder(VULNERABLE)])).code).toBe(2)
  })
})

describe('decision 0004', () => {
  it('a scan does not fetch from an address that the scanned project brought along', async () => {
    const cwd = temporaryFolder({
      ...CLEAN,
      'assay.yaml': 'version: 1\nadvisories:\n  osv: ["http://127.0.0.1:9/osv"]\n',
    })
    const run = await assay(['scan'], { cwd })
    expect(run.stderr).toContain('advisory sources in the scanned assay.yaml are not used')
    expect(run.stderr).not.toContain('could not be used')
  })

  it('a configured source that cannot be reached is said, and the starter set used', async () => {
    const run = await assay(['scan', '--osv', 'http://127.0.0.1:9/osv'], {
      cwd: temporaryFolder(CLEAN),
      env: { XDG_DATA_HOME: temporaryFolder() },
    })
    expect(run.stderr).toContain('the configured advisory source could not be used')
    expect(run.stderr).toContain('NO ADVISORY DATABASE')
    expect(run.code).toBe(0)
  })
})
