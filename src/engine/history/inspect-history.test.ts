import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runGit, type TestRepository, testRepository } from '../../../test/support/git-repository.ts'
import { gapsOf, lookThroughHistory, objectsWith, planted } from '../../../test/support/look-through-history.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'

const [FIRST, SECOND, THIRD] = [planted(1), planted(2), planted(3)]
const UNREACHABLE = { scope: { kind: 'all', unreachable: true } } as const

function textWith(value: string): string {
  return `one\nkey = "${value}"\nthree\n`
}

/** One line for each object with the value: where it stands, under which paths, brought and taken by which commits. */
async function told(repository: TestRepository, value: string, change = {}): Promise<readonly string[]> {
  const commits = new Map(
    repository
      .git('log', '--all', '--reflog', '--format=%H %s')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  )
  const named = (id: string | undefined): string => (id === undefined ? '-' : (commits.get(id) ?? 'unknown'))
  const inspection = await lookThroughHistory(repository.folder, change)
  return objectsWith(value, inspection).map(({ kind, origin }) => {
    const { standing, paths, first, last, ended } = origin
    return `${kind} ${standing} [${paths}] ${named(first?.id)} ${named(last?.id)} ${named(ended?.id)}`
  })
}

/** Commits everything under this subject, a minute after the one before. */
function step(repository: TestRepository, subject: string, files: Parameters<TestRepository['write']>[0] = {}): void {
  repository.write(files)
  repository.git('add', '-A')
  repository.git('commit', '-q', '--allow-empty', '-m', subject)
}

describe('a value in a file', () => {
  it('that still stands there', async () => {
    const repository = testRepository()
    step(repository, 'start')
    step(repository, 'leak', { 'a.py': textWith(FIRST) })
    step(repository, 'other', { 'b.py': 'b\n' })
    expect(await told(repository, FIRST)).toEqual(['blob head [a.py] leak - -'])
  })

  it('that was changed later: each content is told of once', async () => {
    const repository = testRepository()
    step(repository, 'leak', { 'a.py': textWith(FIRST) })
    step(repository, 'more', { 'a.py': `${textWith(FIRST)}four\n` })
    step(repository, 'clean', { 'a.py': 'one\n' })
    expect((await told(repository, FIRST)).toSorted()).toEqual([
      'blob history [a.py] leak - more',
      'blob history [a.py] more - clean',
    ])
  })

  it('that was deleted, moved, and brought back', async () => {
    const repository = testRepository()
    step(repository, 'leak', { 'a.py': textWith(FIRST), 'gone.py': textWith(SECOND), 'back.py': textWith(THIRD) })
    step(repository, 'move', { 'a.py': null, 'b/c.py': textWith(FIRST), 'gone.py': null, 'back.py': null })
    step(repository, 'again', { 'back.py': textWith(THIRD) })
    step(repository, 'drop', { 'back.py': null })
    expect(await told(repository, FIRST)).toEqual(['blob head [b/c.py] leak move -'])
    expect(await told(repository, SECOND)).toEqual(['blob history [gone.py] leak - move'])
    expect(await told(repository, THIRD)).toEqual(['blob history [back.py] leak again drop'])
  })

  it('under many paths with any characters', async () => {
    const repository = testRepository()
    const names = [':(glob)x', 'a b', 'tab\tand\nline', '"quoted"', 'ümläut', '-dash']
    step(repository, 'leak', Object.fromEntries(names.map((name) => [`d/${name}`, textWith(FIRST)])))
    step(repository, 'drop', Object.fromEntries(names.map((name) => [`d/${name}`, null])))
    const [object] = objectsWith(FIRST, await lookThroughHistory(repository.folder))
    expect(object?.origin.paths.toSorted()).toEqual(names.map((name) => `d/${name}`).toSorted())
  })

  it('tells author, address and time of the commit', async () => {
    const repository = testRepository()
    repository.write({ 'a.py': textWith(FIRST) })
    repository.git('add', '-A')
    repository.git(
      'commit',
      '-q',
      '-m',
      'x',
      '--author',
      'Ada Lo <ada@example.org>',
      '--date',
      '2021-02-03T04:05:06+0100',
    )
    const [object] = objectsWith(FIRST, await lookThroughHistory(repository.folder))
    expect(object?.origin.first).toEqual({
      id: repository.git('rev-parse', 'HEAD'),
      name: 'Ada Lo',
      email: 'ada@example.org',
      date: '2021-02-03T03:05:06Z',
    })
  })
})

describe('merges', () => {
  it('take nothing of what came with a parent, and own what only they bring', async () => {
    const repository = testRepository()
    step(repository, 'start', { 'a.py': 'a\n' })
    repository.git('checkout', '-q', '-b', 'side')
    step(repository, 'side', { 'side.py': textWith(FIRST) })
    repository.git('checkout', '-q', 'main')
    step(repository, 'main', { 'main.py': 'm\n' })
    repository.git('merge', '-q', '--no-commit', '--no-ff', 'side')
    step(repository, 'merge', { 'a.py': textWith(SECOND), 'evil.py': textWith(THIRD) })
    step(repository, 'clean', { 'a.py': 'a\n', 'evil.py': null })
    expect(await told(repository, FIRST)).toEqual(['blob head [side.py] side - -'])
    expect(await told(repository, SECOND)).toEqual(['blob history [a.py] merge - clean'])
    expect(await told(repository, THIRD)).toEqual(['blob history [evil.py] merge - clean'])
  })

  it('of many branches are read too', async () => {
    const repository = testRepository()
    step(repository, 'start', { 'a.py': 'a\n' })
    for (const name of ['x', 'y', 'z']) {
      repository.git('checkout', '-q', '-b', name, 'main')
      step(repository, name, { [`${name}.py`]: `${name}\n` })
    }
    repository.git('checkout', '-q', 'main')
    step(repository, 'main', { 'm.py': 'm\n' })
    repository.git('merge', '-q', '--no-commit', 'x', 'y', 'z')
    step(repository, 'octopus', { 'a.py': textWith(FIRST) })
    expect(repository.git('rev-list', '--parents', '-1', 'HEAD').split(' ')).toHaveLength(5)
    expect(await told(repository, FIRST)).toEqual(['blob head [a.py] octopus - -'])
  })
})

describe('what other things lead to', () => {
  it('is found on branches, orphans, tags, notes, stashes and other working trees', async () => {
    const repository = testRepository()
    step(repository, 'start', { 'a.py': 'a\n' })
    const values = Array.from({ length: 8 }, (_, number) => planted(10 + number))
    const [branch = '', orphan = '', tagged = '', note = '', older = '', newer = '', detached = '', onBlob = ''] =
      values
    repository.git('checkout', '-q', '-b', 'side')
    step(repository, 'side', { 'side.py': textWith(branch) })
    repository.git('checkout', '-q', '--orphan', 'alone')
    step(repository, 'alone', { 'alone.py': textWith(orphan) })
    repository.git('checkout', '-q', '-b', 'temporary', 'main')
    step(repository, 'tagged', { 'tagged.py': textWith(tagged) })
    repository.git('tag', 'v1')
    repository.git('checkout', '-q', 'main')
    repository.git('branch', '-q', '-D', 'temporary')
    repository.git('notes', 'add', '-m', `see ${note}`)
    for (const value of [older, newer]) {
      repository.write({ 'a.py': textWith(value) })
      repository.git('stash', '-q')
    }
    repository.git('worktree', 'add', '-q', '--detach', join(repository.folder, '..', 'second'))
    const second = join(repository.folder, '..', 'second')
    writeFileSync(join(second, 'w.py'), textWith(detached))
    runGit(second, ['add', '-A'])
    runGit(second, ['commit', '-q', '-m', 'detached'])
    const blob = runGit(repository.folder, ['hash-object', '-w', '--stdin'], textWith(onBlob))
    repository.git('update-ref', 'refs/tags/blob', blob)
    const inspection = await lookThroughHistory(repository.folder)
    const places = values.map((value) => {
      const [{ origin } = { origin: undefined }] = objectsWith(value, inspection)
      return [origin?.standing, ...(origin?.refs ?? [])].join(' ')
    })
    expect(places).toEqual([
      'elsewhere refs/heads/side',
      'elsewhere refs/heads/alone',
      'elsewhere refs/tags/v1',
      'elsewhere refs/notes/commits',
      'elsewhere',
      'elsewhere refs/stash',
      'elsewhere',
      'elsewhere',
    ])
    expect(inspection.gaps).toEqual([])
    expect(objectsWith(detached, await lookThroughHistory(second)).map(({ origin }) => origin.standing)).toEqual([
      'head',
    ])
  })

  it('is found in messages of commits and tags, and left out without them', async () => {
    const repository = testRepository()
    step(repository, `use ${FIRST}`, { 'a.py': 'a\n' })
    repository.git('tag', '-a', 'v1', '-m', `made with ${SECOND}`)
    const inspection = await lookThroughHistory(repository.folder)
    const [commit] = objectsWith(FIRST, inspection)
    const [tag] = objectsWith(SECOND, inspection)
    expect([commit?.kind, commit?.origin.standing, commit?.origin.first?.id]).toEqual(['commit', 'history', commit?.id])
    expect([tag?.kind, tag?.origin.first?.email]).toEqual(['tag', 'test@example.org'])
    expect((await lookThroughHistory(repository.folder, { messages: false })).objects).toEqual([])
  })

  it('is found after a force push only where nothing leads to it any more', async () => {
    const repository = testRepository()
    step(repository, 'start', { 'a.py': 'a\n' })
    step(repository, 'leak', { 'b.py': textWith(FIRST) })
    repository.git('reset', '-q', '--hard', 'HEAD~1')
    const loose = runGit(repository.folder, ['hash-object', '-w', '--stdin'], textWith(SECOND))
    expect((await lookThroughHistory(repository.folder)).objects).toEqual([])
    expect(await told(repository, FIRST, UNREACHABLE)).toEqual(['blob unreachable [b.py] leak - -'])
    const [object] = objectsWith(SECOND, await lookThroughHistory(repository.folder, UNREACHABLE))
    expect([object?.id, object?.origin.standing, object?.origin.first]).toEqual([loose, 'unreachable', undefined])
  })
})

describe('where objects lie', () => {
  const leaky = (): TestRepository => {
    const repository = testRepository()
    for (let number = 0; number < 20; number++)
      step(repository, `step ${number}`, { 'a.py': `${'line\n'.repeat(200)}${number}\n${number === 7 ? FIRST : ''}\n` })
    return repository
  }
  const standing = async (folder: string): Promise<string> => {
    const inspection = await lookThroughHistory(folder)
    const [object] = objectsWith(FIRST, inspection)
    return `${object?.origin.standing} ${object?.path} ${inspection.gaps.length} gaps`
  }
  const TOLD = 'history a.py 0 gaps'

  it('loose', async () => {
    expect(await standing(leaky().folder)).toBe(TOLD)
  })

  it('packed, and packed with loose ones', async () => {
    const repository = leaky()
    repository.git('repack', '-adq', '--depth=50')
    repository.git('pack-refs', '--all')
    expect(await standing(repository.folder)).toBe(TOLD)
    step(repository, 'later', { 'b.py': 'b\n' })
    repository.git('multi-pack-index', 'write')
    expect(await standing(repository.folder)).toBe(TOLD)
  })

  it('in a bare repository', async () => {
    const bare = join(temporaryFolder(), 'bare.git')
    runGit('.', ['clone', '-q', '--bare', leaky().folder, bare])
    expect(await standing(bare)).toBe(TOLD)
  })

  it('in another repository (alternates)', async () => {
    const clone = join(temporaryFolder(), 'clone')
    runGit('.', ['clone', '-q', '--shared', leaky().folder, clone])
    expect(await standing(clone)).toBe(TOLD)
  })

  it('with names of SHA-256', async () => {
    const folder = temporaryFolder()
    runGit(folder, ['init', '-q', '--object-format=sha256'])
    for (const text of [textWith(FIRST), 'clean\n']) {
      writeFileSync(join(folder, 'a.py'), text)
      runGit(folder, ['add', '-A'])
      runGit(folder, ['commit', '-q', '-m', 'x'])
    }
    expect(await standing(folder)).toBe(TOLD)
    expect(objectsWith(FIRST, await lookThroughHistory(folder))[0]?.id).toHaveLength(64)
  })

  it('nowhere yet', async () => {
    const inspection = await lookThroughHistory(testRepository().folder)
    expect([inspection.objects, inspection.gaps, inspection.counts.blobs]).toEqual([[], [], 0])
  })
})

describe('what is not here is never called clean', () => {
  it('a shallow clone', async () => {
    const repository = testRepository()
    step(repository, 'leak', { 'a.py': textWith(FIRST) })
    step(repository, 'clean', { 'a.py': 'a\n', 'b.py': textWith(SECOND) })
    step(repository, 'last', { 'c.py': 'c\n' })
    const clone = join(temporaryFolder(), 'clone')
    runGit('.', ['clone', '-q', '--depth=1', `file://${repository.folder}`, clone])
    const inspection = await lookThroughHistory(clone)
    expect(objectsWith(FIRST, inspection)).toEqual([])
    expect(objectsWith(SECOND, inspection).map(({ origin }) => origin.cutOff)).toEqual([true])
    expect(gapsOf(inspection)).toEqual(['1 shallow'])
  })

  it.each([
    ['blob:none', 2],
    ['tree:0', 2],
  ])('a partial clone (%s), from which nothing is fetched', async (filter, missing) => {
    const repository = testRepository()
    repository.git('config', 'uploadpack.allowFilter', 'true')
    step(repository, 'leak', { 'a.py': textWith(FIRST) })
    step(repository, 'clean', { 'a.py': 'a\n' })
    const clone = join(temporaryFolder(), 'clone')
    runGit('.', ['clone', '-q', '--no-checkout', `--filter=${filter}`, `file://${repository.folder}`, clone])
    const before = objectsBelow(clone)
    const inspection = await lookThroughHistory(clone)
    expect(inspection.gaps.map(({ kind, count }) => [kind, count])).toContainEqual(['missing', missing])
    expect(objectsBelow(clone)).toEqual(before)
  })

  it('a damaged pack: what can be read is, what cannot is told', async () => {
    const repository = testRepository()
    const noise = (number: number): string =>
      Array.from({ length: 400 }, (_, line) => planted(1000 * number + line).slice(5, 14)).join('\n')
    for (let number = 0; number < 8; number++) step(repository, `${number}`, { [`f${number}.py`]: noise(number) })
    step(repository, 'leak', { 'leak.py': textWith(FIRST) })
    repository.git('repack', '-adq')
    const folder = join(repository.folder, '.git/objects/pack')
    const pack = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '')
    const bytes = readFileSync(pack)
    const blob = repository.git('rev-parse', 'HEAD:f3.py')
    const idx = pack.replace(/pack$/, 'idx')
    const listing = execFileSync('git', ['show-index'], { input: readFileSync(idx), encoding: 'utf8' })
    const offset = Number(
      listing
        .split('\n')
        .find((line) => line.includes(blob))
        ?.split(' ')[0],
    )
    bytes.fill(0x55, offset + 20, offset + 60)
    chmodSync(pack, 0o644)
    writeFileSync(pack, bytes)
    const inspection = await lookThroughHistory(repository.folder)
    expect(objectsWith(FIRST, inspection)).toHaveLength(1)
    expect(inspection.gaps).toMatchObject([{ kind: 'damaged', count: 1, examples: ['f3.py'] }])
  })

  it.each(['commit', 'tree'])('a history with a %s that is gone: all that is there is looked at', async (what) => {
    const repository = testRepository()
    step(repository, 'leak', { 'old/a.py': textWith(FIRST) })
    step(repository, 'clean', { 'old/a.py': 'a\n' })
    step(repository, 'last', { 'b.py': textWith(SECOND) })
    const id = repository.git('rev-parse', what === 'commit' ? 'HEAD~1' : 'HEAD~2^{tree}')
    const file = join(repository.folder, '.git/objects', id.slice(0, 2), id.slice(2))
    chmodSync(file, 0o644)
    writeFileSync(file, 'this is no object')
    const inspection = await lookThroughHistory(repository.folder)
    expect(objectsWith(FIRST, inspection)).toHaveLength(1)
    expect(objectsWith(SECOND, inspection)).toHaveLength(1)
    expect(inspection.gaps.map(({ kind }) => kind)).toContain('damaged')
  })

  it('a ref that leads nowhere, and one that cannot be read', async () => {
    const repository = testRepository()
    step(repository, 'leak', { 'a.py': textWith(FIRST) })
    writeFileSync(join(repository.folder, '.git/refs/heads/nowhere'), `${'12'.repeat(20)}\n`)
    writeFileSync(join(repository.folder, '.git/refs/heads/nonsense'), 'nonsense\n')
    const inspection = await lookThroughHistory(repository.folder)
    expect(objectsWith(FIRST, inspection)).toHaveLength(1)
    expect(inspection.gaps.map(({ kind }) => kind)).toEqual(['broken-ref', 'broken-ref'])
  })

  it('submodules, pointers of Git LFS, and what a rule wants to hold and is too large', async () => {
    const repository = testRepository()
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`
    step(repository, 'start', { 'model.bin': pointer, 'big.whole': 'x'.repeat(5000), 'a.py': textWith(FIRST) })
    repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},vendor/lib`)
    repository.git('commit', '-q', '-m', 'submodule')
    const inspection = await lookThroughHistory(repository.folder, { limits: { ...DEFAULT_LIMITS, fileBytes: 4000 } })
    expect(inspection.gaps.map(({ kind, examples }) => [kind, ...examples]).toSorted()).toEqual([
      ['pointer', 'model.bin'],
      ['submodule', 'vendor/lib'],
    ])
    expect(objectsWith(FIRST, inspection)).toHaveLength(1)
    expect(inspection.objects.flatMap(({ outcome }) => outcome.diagnostics.map(({ code }) => code))).toEqual([
      'LIMIT_SIZE',
    ])
  })

  it('a blob that is too large to be held is read front to back', async () => {
    const repository = testRepository()
    step(repository, 'start', { 'big.csv': `${'x'.repeat(5_000_000)}\n${textWith(FIRST)}` })
    const inspection = await lookThroughHistory(repository.folder, {
      limits: { ...DEFAULT_LIMITS, fileBytes: 1_000_000 },
    })
    expect(objectsWith(FIRST, inspection).map(({ path }) => path)).toEqual(['big.csv'])
  })

  it.each([
    ['hang', 'LIMIT_TIME', 500],
    ['eat', 'LIMIT_MEMORY', 30_000],
  ])('content over which a worker would %s; the rest is looked at', async (what, code, fileMilliseconds) => {
    const repository = testRepository()
    const others = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`f${number}.py`, `${number}\n`]))
    step(repository, 'start', { ...others, 'bad.py': 'bad\n', 'leak.py': textWith(FIRST) })
    const limits = { ...DEFAULT_LIMITS, fileMilliseconds, workerMegabytes: 64 }
    const inspection = await lookThroughHistory(repository.folder, { settings: { [what]: 'bad.py' }, limits })
    const bad = inspection.objects.filter(({ outcome }) => outcome.diagnostics.length > 0)
    expect(bad.map(({ path, outcome }) => [path, outcome.diagnostics[0]?.code])).toEqual([['bad.py', code]])
    expect(objectsWith(FIRST, inspection)).toHaveLength(1)
  })

  it('a bug of ours is thrown', async () => {
    const repository = testRepository()
    step(repository, 'start', { 'a.py': 'a\n' })
    await expect(lookThroughHistory(repository.folder, { settings: { bug: 'a.py' } })).rejects.toThrow('ours')
  })
})

describe('what a repository could do to us', () => {
  it('trees that name each other until billions of files come out', async () => {
    const repository = testRepository()
    step(repository, 'leak', { 'a.py': textWith(FIRST) })
    let tree = runGit(repository.folder, ['mktree'], `100644 blob ${repository.git('rev-parse', 'HEAD:a.py')}\tf`)
    for (let level = 0; level < 8; level++) {
      const lines = Array.from({ length: 10 }, (_, number) => `040000 tree ${tree}\td${number}`).join('\n')
      tree = runGit(repository.folder, ['mktree'], lines)
    }
    const bomb = runGit(repository.folder, ['commit-tree', tree, '-m', 'bomb'])
    repository.git('update-ref', 'refs/heads/bomb', bomb)
    const limits = { ...DEFAULT_LIMITS, fileMilliseconds: 1500 }
    const inspection = await lookThroughHistory(repository.folder, { limits })
    expect(objectsWith(FIRST, inspection).map(({ origin }) => origin.standing)).toEqual(['head'])
    expect(inspection.gaps.map(({ kind }) => kind)).toEqual(['unknown-origin'])
  })

  it('objects that stand for others (replace refs, grafts) do not', async () => {
    const repository = testRepository()
    step(repository, 'leak', { 'a.py': textWith(FIRST) })
    const harmless = runGit(repository.folder, ['hash-object', '-w', '--stdin'], 'a\n')
    repository.git('replace', repository.git('rev-parse', 'HEAD:a.py'), harmless)
    step(repository, 'later', { 'b.py': 'b\n' })
    mkdirSync(join(repository.folder, '.git/info'), { recursive: true })
    writeFileSync(join(repository.folder, '.git/info/grafts'), `${repository.git('rev-parse', 'HEAD')}\n`)
    expect(await told(repository, FIRST)).toEqual(['blob head [a.py] leak - -'])
  })

  it('no program of its configuration runs', async () => {
    const repository = testRepository()
    repository.git('config', 'uploadpack.allowFilter', 'true')
    step(repository, 'leak', { 'a.py': textWith(FIRST), '.gitattributes': '* diff=evil filter=evil\n' })
    step(repository, 'clean', { 'a.py': 'a\n' })
    const folder = join(temporaryFolder(), 'clone')
    runGit('.', ['clone', '-q', '--filter=blob:none', `file://${repository.folder}`, folder])
    const marker = join(dirname(folder), 'ran')
    plantPrograms(folder, marker)
    const inspection = await lookThroughHistory(folder)
    expect(inspection.gaps.map(({ kind }) => kind)).toContain('missing')
    await lookThroughHistory(folder, UNREACHABLE)
    await lookThroughHistory(folder, { scope: { kind: 'since', revision: 'HEAD~1' } })
    expect(existsSync(marker)).toBe(false)
    // They would have run: the test can fail.
    spawnSync('git', ['-C', folder, 'status'])
    expect(existsSync(marker)).toBe(true)
  })
})

/** Every setting that names a program, in the configuration of a repository; each would write the marker. */
function plantPrograms(folder: string, marker: string): void {
  const program = join(dirname(folder), 'evil.sh')
  writeFileSync(program, `#!/bin/sh\necho "$0 $@" >> '${marker}'\n`, { mode: 0o755 })
  const hooks = join(dirname(folder), 'hooks')
  mkdirSync(hooks)
  for (const name of ['post-index-change', 'reference-transaction', 'pre-auto-gc', 'post-checkout'])
    writeFileSync(join(hooks, name), `#!/bin/sh\n${program} ${name}\n`, { mode: 0o755 })
  const settings = `
[core]
  fsmonitor = ${program}
  hooksPath = ${hooks}
  sshCommand = ${program}
  pager = ${program}
  editor = ${program}
  askPass = ${program}
  gitProxy = ${program}
  alternateRefsCommand = ${program}
  untrackedCache = true
[pager]
  rev-list = ${program}
  cat-file = ${program}
  diff-tree = true
[diff]
  external = ${program}
[diff "evil"]
  textconv = ${program}
  command = ${program}
[filter "evil"]
  clean = ${program}
  smudge = ${program}
  process = ${program}
  required = true
[gpg]
  program = ${program}
[log]
  showSignature = true
[alias]
  rev-list = !${program}
  cat-file = !${program}
[credential]
  helper = !${program}
[uploadpack]
  packObjectsHook = ${program}
[protocol "ext"]
  allow = always
[protocol "file"]
  allow = always
[remote "origin"]
  url = ext::${program} %S
  promisor = true
  partialclonefilter = blob:none
  uploadpack = ${program}
  vcs = evil
[submodule "x"]
  update = !${program}
  url = ext::${program}
[trace2]
  normalTarget = ${marker}
  eventTarget = ${marker}
[include]
  path = ${join(dirname(folder), 'included')}
`
  writeFileSync(join(dirname(folder), 'included'), `[core]\n  fsmonitor = ${program} included\n`)
  appendFileSync(join(folder, '.git/config'), settings)
}

function objectsBelow(folder: string): readonly string[] {
  return readdirSync(join(folder, '.git/objects'), { recursive: true, encoding: 'utf8' }).toSorted()
}
