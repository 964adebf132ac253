import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Comparison } from '../src/cli/diff/comparison.ts'
import { assay } from './support/assay.ts'
import { runGit, testRepository, type TestRepository } from './support/git-repository.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const OLD = 'jinja2==2.10\nnumpy==1.26.0\nrequests==2.19.0\n'
const NEW = 'jinja2==3.1.6\nnumpy==1.24.0\npillow==9.0.0\n'

async function compare(cwd: string, ...words: readonly string[]): Promise<Comparison> {
  const { stdout, stderr } = await assay(['diff', ...words, '-q', '-f', 'json'], { cwd })
  try {
    return JSON.parse(stdout) as Comparison
  } catch {
    throw new Error(stderr)
  }
}

/** Node keeps its compiled code in the folder for temporary files. */
function leftBehind(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name !== 'node-compile-cache')
}

function packages({ components }: Comparison): readonly string[] {
  return components.map((change) => {
    const { name } = 'after' in change ? change.after : change.before
    return `${change.kind} ${name}`
  })
}

function findings(comparison: Comparison, kind: string): readonly string[] {
  return comparison.findings
    .filter((change) => change.kind === kind)
    .map((change) => ('after' in change ? change.after : change.before).title)
}

describe('two revisions', { timeout: 60_000 }, () => {
  let repository: TestRepository
  let first: string
  beforeAll(() => {
    repository = testRepository()
    first = repository.commit({ 'svc/requirements.txt': OLD, 'readme.txt': 'x' })
    repository.git('tag', 'v1')
    repository.commit({ 'svc/requirements.txt': NEW })
  })

  it.each([
    ['HEAD~1', 'HEAD'],
    ['v1..main', undefined],
    ['v1..', undefined],
    ['v1', undefined],
  ])('%s %s: packages, findings', async (before, after) => {
    const comparison = await compare(repository.folder, before, ...(after === undefined ? [] : [after]))
    expect(packages(comparison)).toEqual(['upgraded jinja2', 'downgraded numpy', 'added pillow', 'removed requests'])
    expect(findings(comparison, 'new').join()).toMatch(/pillow 9\.0\.0/)
    expect(findings(comparison, 'fixed').join()).toMatch(/jinja2 2\.10.*requests 2\.19\.0/)
    expect(comparison.notes).toEqual([])
  })

  it('tells the same by the id of the commit, within one folder and in Markdown', async () => {
    const inFolder = await compare(join(repository.folder, 'svc'), first)
    expect(packages(inFolder)).toContain('added pillow')
    const { stdout, code } = await assay(['diff', first, 'HEAD', '-q', '-f', 'markdown'], { cwd: repository.folder })
    expect(code).toBe(0)
    expect(stdout).toContain('| downgraded | `numpy 1.26.0 -> 1.24.0` | PyPI |')
    expect(stdout).toContain('### Fixed')
  })

  it.each([
    [['HEAD~1', 'HEAD', '--fail-on', 'new'], 1],
    [['HEAD', 'HEAD~1', '--fail-on', 'new'], 1],
    [['HEAD', 'HEAD', '--fail-on', 'new'], 0],
    [['HEAD', 'HEAD', '--fail-on', 'any'], 1],
    [['HEAD~1', 'HEAD'], 0],
  ])('%j ends with %i', async (words, code) => {
    expect((await assay(['diff', ...words, '-q'], { cwd: repository.folder })).code).toBe(code)
  })

  it('takes HEAD before the first commit for a folder without files', async () => {
    const fresh = testRepository()
    mkdirSync(join(fresh.folder, 'svc'))
    writeFileSync(join(fresh.folder, 'svc/requirements.txt'), OLD)
    for (const cwd of [fresh.folder, join(fresh.folder, 'svc')]) {
      const comparison = await compare(cwd, 'HEAD')
      expect(packages(comparison)).toEqual(['added jinja2', 'added numpy', 'added requests'])
      expect(findings(comparison, 'new')).not.toEqual([])
    }
    expect((await assay(['diff', 'HEAD~1'], { cwd: fresh.folder })).stderr).toContain('Git knows no commit HEAD~1')
  })

  it('says what it does not understand', async () => {
    const told = async (...words: string[]): Promise<string> =>
      (await assay(['diff', ...words], { cwd: repository.folder })).stderr
    expect(await told('nowhere')).toContain('Git knows no commit nowhere')
    expect(await told('--', '--output=x')).toContain('Git knows no commit --output=x')
    expect(await told('a...b')).toContain('three dots')
    expect(await told()).toContain('expected two results or two revisions')
    expect(await told('readme.txt', 'HEAD')).toContain('only be compared with another result')
    const outside = await assay(['diff', 'HEAD'], { cwd: temporaryFolder() })
    expect(outside.stderr).toContain('not in a Git repository')
    expect(outside.code).toBe(2)
  })

  it('leaves nothing behind and the repository as it was', async () => {
    const before = repository.git('status', '--porcelain', '--ignored')
    const temporary = temporaryFolder()
    await assay(['diff', 'HEAD~1'], { cwd: repository.folder, env: { TMPDIR: temporary } })
    expect(repository.git('status', '--porcelain', '--ignored')).toBe(before)
    expect(leftBehind(temporary)).toEqual([])
  })
})

describe('a hostile repository', { timeout: 60_000 }, () => {
  it('runs nothing: hooks, filters, text converters, the file monitor, remote helpers', async () => {
    const repository = testRepository()
    const proof = join(temporaryFolder(), 'ran')
    const command = `touch ${proof}`
    repository.commit({
      'requirements.txt': OLD,
      '.gitattributes': '* filter=evil diff=evil text eol=crlf ident export-ignore\n',
    })
    repository.commit({ 'requirements.txt': NEW })
    const settings = {
      'core.fsmonitor': command,
      'core.pager': command,
      'core.sshCommand': command,
      'core.hooksPath': join(repository.folder, 'hooks'),
      'filter.evil.smudge': command,
      'filter.evil.clean': command,
      'diff.evil.textconv': command,
      'diff.external': command,
      'alias.ls-tree': `!${command}`,
      'alias.cat-file': `!${command}`,
    }
    for (const [name, value] of Object.entries(settings)) repository.git('config', name, value)
    mkdirSync(join(repository.folder, 'hooks'))
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
      writeFileSync(join(repository.folder, 'hooks', hook), `#!/bin/sh\n${command}\n`, { mode: 0o755 })
    }
    const comparison = await compare(repository.folder, 'HEAD~1', 'HEAD')
    expect(packages(comparison)).toContain('added pillow')
    expect(existsSync(proof)).toBe(false)
  })

  it('fetches nothing of a partial clone and says what is missing', async () => {
    const repository = testRepository()
    const proof = join(temporaryFolder(), 'ran')
    repository.commit({ 'requirements.txt': OLD })
    repository.commit({ 'requirements.txt': NEW })
    const blob = repository.git('rev-parse', 'HEAD~1:requirements.txt')
    rmSync(join(repository.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)), { force: true })
    repository.git('config', 'extensions.partialClone', 'origin')
    repository.git('config', 'remote.origin.url', `ext::touch ${proof}`)
    repository.git('config', 'remote.origin.promisor', 'true')
    const comparison = await compare(repository.folder, 'HEAD~1', 'HEAD')
    expect(comparison.notes.join()).toContain('1 files are not in this partial clone')
    expect(existsSync(proof)).toBe(false)
  })

  it('cannot write outside the folder, whatever its trees are called', async () => {
    const repository = testRepository()
    repository.commit({ 'requirements.txt': OLD })
    const temporary = temporaryFolder()
    const blob = runGit(repository.folder, ['hash-object', '-w', '--stdin'], 'owned')
    const link = runGit(repository.folder, ['hash-object', '-w', '--stdin'], temporary)
    const raw = (entries: readonly (readonly [string, string, string])[]): string => {
      const bytes = entries.map(([mode, name, id]) =>
        Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
      )
      const file = join(temporaryFolder(), 'tree')
      writeFileSync(file, Buffer.concat(bytes))
      return runGit(repository.folder, ['hash-object', '-t', 'tree', '-w', '--literally', file])
    }
    const inner = raw([['100644', 'escape.txt', blob]])
    const tree = raw([
      ['40000', '..', inner],
      ['120000', 'a', link],
      ['40000', 'a', inner],
      ['100644', 'requirements.txt', runGit(repository.folder, ['rev-parse', 'HEAD:requirements.txt'])],
    ])
    const commit = runGit(repository.folder, ['commit-tree', '-m', 'evil', tree])
    const { stdout, stderr } = await assay(['diff', commit, 'HEAD', '-q', '-f', 'json'], {
      cwd: repository.folder,
      env: { TMPDIR: temporary },
    })
    expect(stderr).not.toContain('bug')
    expect(JSON.parse(stdout).notes.join()).toMatch(/2 entries of the tree cannot be written/)
    expect(leftBehind(temporary)).toEqual([])
    expect(leftBehind(join(temporary, '..')).filter((name) => name === 'escape.txt')).toEqual([])
  })

  it('says that submodules and Git LFS are not looked into, and refuses links that leave', async () => {
    const repository = testRepository()
    symlinkSync('/etc/passwd', join(repository.folder, 'requirements.txt'))
    const first = repository.commit({
      'model.pkl': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    })
    repository.git('update-index', '--add', '--cacheinfo', `160000,${first},sub`)
    repository.git('commit', '-q', '-m', 'submodule')
    const { notes } = await compare(repository.folder, first, 'HEAD')
    expect(notes).toContain('HEAD: 1 submodules were not looked into')
    expect(notes.join()).toContain('pointers of Git LFS')
  })
})

describe('two results', { timeout: 60_000 }, () => {
  let folder: string
  beforeAll(async () => {
    folder = temporaryFolder({
      'old/requirements.txt': OLD,
      'new/requirements.txt': NEW,
      'bad.json': '{"schemaVersion":1}',
    })
    for (const side of ['old', 'new'])
      await assay(['scan', side, '-q', '-f', 'json', '-o', `${side}.json`], { cwd: folder })
  })

  it('are compared like revisions, and the decision of the policy counts', async () => {
    expect(packages(await compare(folder, 'old.json', 'new.json'))).toHaveLength(4)
    const { code, stdout } = await assay(['diff', 'old.json', 'new.json', '--fail-on', 'new'], { cwd: folder })
    expect(code).toBe(1)
    expect(stdout).toMatch(/ BLOCK .*pillow 9\.0\.0/)
    expect((await assay(['diff', 'new.json', 'new.json', '--fail-on', 'new'], { cwd: folder })).code).toBe(0)
  })

  it('are told apart from what is no result', async () => {
    const { stderr, code } = await assay(['diff', 'old.json', 'bad.json'], { cwd: folder })
    expect(stderr).toContain('bad.json has no text at tool (USAGE_RESULT)')
    expect(code).toBe(2)
  })

  it('call nothing fixed that was not looked at', async () => {
    const old = JSON.parse(readFileSync(join(folder, 'old.json'), 'utf8'))
    const location = { path: 'requirements.txt' }
    const unread = {
      ...old,
      findings: [],
      components: [],
      verdict: { ...old.verdict, findings: [] },
      diagnostics: [{ code: 'LIMIT_TIME', level: 'error', message: 'took longer than 20 s', location }],
    }
    writeFileSync(join(folder, 'unread.json'), JSON.stringify(unread))
    const comparison = await compare(folder, 'old.json', 'unread.json')
    expect(findings(comparison, 'fixed')).toEqual([])
    expect(findings(comparison, 'unseen').length).toBe(old.findings.length)
  })

  it('say when severity, exploitation or places got worse', async () => {
    const old = JSON.parse(readFileSync(join(folder, 'old.json'), 'utf8'))
    const [finding, ...rest] = old.findings
    const knownExploited = { dateAdded: '2026-01-01', dueDate: '2026-02-01', ransomware: false }
    const worse = {
      ...finding,
      severity: 'critical',
      advisory: { ...finding.advisory, knownExploited },
      evidence: [...finding.evidence, { location: { path: 'b/requirements.txt' }, note: 'x' }],
    }
    const milder = { ...finding, severity: 'low' }
    writeFileSync(join(folder, 'worse.json'), JSON.stringify({ ...old, findings: [worse, ...rest] }))
    writeFileSync(join(folder, 'milder.json'), JSON.stringify({ ...old, findings: [milder, ...rest] }))
    const change = (await compare(folder, 'milder.json', 'worse.json')).findings.find(({ kind }) => kind === 'worse')
    expect(change).toMatchObject({
      because: ['low became critical', 'it is being exploited now', 'it is in b/requirements.txt too'],
    })
  })
})
