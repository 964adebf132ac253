import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { archiveOf, dockerSave, layerFile, ociLayout } from '../../test/support/image-writer.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { matchAny } from '../base/glob.ts'
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts'
import { directorySource } from './sources/directory.ts'
import { walk, type WalkOptions } from './walk.ts'

interface Walked {
  readonly files: readonly string[]
  readonly skipped: Readonly<Record<string, string>>
  readonly diagnostics: readonly string[]
}

async function walked(root: string, over: Partial<WalkOptions> = {}, limits: Limits = DEFAULT_LIMITS): Promise<Walked> {
  const files: string[] = []
  const skipped: Record<string, string> = {}
  const diagnostics: string[] = []
  const options = { limits, gitignore: true, excluded: () => false, signal: new AbortController().signal, ...over }
  for await (const event of walk(await directorySource(root, limits), options)) {
    if (event.kind === 'file') files.push(event.path)
    else if (event.kind === 'skipped') skipped[event.skipped.what] = event.skipped.reason
    else diagnostics.push(event.diagnostic.code)
  }
  return { files, skipped, diagnostics }
}

describe('the walk', () => {
  it('meets every file once, in the order of names', async () => {
    const root = temporaryFolder({ 'b/2.txt': '', 'b/1.txt': '', 'a.txt': '', 'b.txt': '', '.hidden/x': '' })
    expect((await walked(root)).files).toEqual(['.hidden/x', 'a.txt', 'b/1.txt', 'b/2.txt', 'b.txt'])
  })

  it('leaves out installed packages and environments, and says so', async () => {
    const root = temporaryFolder({
      'node_modules/x/package.json': '{}',
      'env/pyvenv.cfg': '',
      'env/lib/requirements.txt': '',
      '.git/config': '',
      'keep/requirements.txt': '',
    })
    const { files, skipped } = await walked(root)
    expect(files).toEqual(['keep/requirements.txt'])
    expect(Object.keys(skipped).toSorted()).toEqual(['.git', 'env', 'node_modules'])
    expect(skipped['env']).toContain('Python environment')
  })

  it.each([
    [
      'a Python environment',
      { 'pyvenv.cfg': '', '.gitignore': '*' },
      'lib/python3.12/site-packages/a-1.dist-info/METADATA',
    ],
    ['its lib folder', {}, 'python3.12/site-packages/a-1.dist-info/METADATA'],
    ['a conda environment', { 'conda-meta/history': '' }, 'lib/python3.12/site-packages/a-1.dist-info/METADATA'],
    ['node_modules', { '.package-lock.json': '{}' }, 'a/node_modules/b/package.json'],
    ['an unpacked image', { 'etc/passwd': '' }, 'usr/lib/python3.11/site-packages/a-1.dist-info/METADATA'],
  ])('opens installed packages when the target is %s', async (_, marks, path) => {
    const root = temporaryFolder({ ...marks, [path]: '', 'envs/x/pyvenv.cfg': '' })
    const { files, skipped } = await walked(root)
    expect(files).toContain(path)
    expect(Object.keys(skipped)).toEqual(['envs/x'])
  })

  it('opens every environment of an image, and no ignore rules apply in it', async () => {
    const root = temporaryFolder({
      '.gitignore': '*',
      'opt/venv/pyvenv.cfg': '',
      'opt/venv/.gitignore': '*',
      'opt/venv/lib/python3.12/site-packages/a-1.dist-info/METADATA': '',
      'app/.venv/lib/python3.12/site-packages/b-1.dist-info/METADATA': '',
      'app/node_modules/c/package.json': '{}',
      'app/package-lock.json': '{}',
      'usr/lib/python3/dist-packages/d-1.egg-info/PKG-INFO': '',
      'opt/conda/conda-meta/e-1-0.json': '{}',
      'opt/conda/pkgs/e-0/info/index.json': '{}',
      'srv/pkgs/requirements.txt': '',
      'app/__pycache__/x.pyc': '',
      'app/.git/config': '',
    })
    const { files, skipped } = await walked(root, { isImage: true })
    expect(files).toEqual([
      '.gitignore',
      'app/.venv/lib/python3.12/site-packages/b-1.dist-info/METADATA',
      'app/node_modules/c/package.json',
      'app/package-lock.json',
      'opt/conda/conda-meta/e-1-0.json',
      'opt/venv/.gitignore',
      'opt/venv/lib/python3.12/site-packages/a-1.dist-info/METADATA',
      'opt/venv/pyvenv.cfg',
      'srv/pkgs/requirements.txt',
      'usr/lib/python3/dist-packages/d-1.egg-info/PKG-INFO',
    ])
    expect(skipped).toEqual({
      'app/.git': 'version control',
      'app/__pycache__': 'compiled Python',
      'opt/conda/pkgs': 'package cache of conda',
    })
  })

  it('says of images in a project that they were not looked into', async () => {
    const layout = ociLayout([{ layers: [{ members: [layerFile('a', '1')] }] }])
    const archive = archiveOf(layout)
    const root = temporaryFolder({
      ...Object.fromEntries(Object.entries(layout).map(([name, data]) => [`dist/image/${name}`, data])),
      'dist/image.tar': archive,
      'dist/image.tar.gz': gzipSync(archive),
      'dist/saved.tar': archiveOf(dockerSave([{ tags: [], image: { layers: [{ members: [] }] } }])),
      'dist/image.oci': archive,
      'dist/other.bin': archive,
      'dist/plain.tar': archiveOf({ 'manifest.json': Buffer.from('[{"Layers": 1}]'), 'index.json': Buffer.from('{}') }),
      'dist/broken.tar.gz': gzipSync(archive).subarray(0, 40),
      'dist/empty.tar': '',
    })
    const { files, skipped } = await walked(root)
    expect(files.toSorted()).toEqual(
      [
        'broken.tar.gz',
        'empty.tar',
        'image.oci',
        'image.tar',
        'image.tar.gz',
        'other.bin',
        'plain.tar',
        'saved.tar',
      ].map((name) => `dist/${name}`),
    )
    expect(skipped).toEqual(
      Object.fromEntries(
        ['image', 'image.oci', 'image.tar', 'image.tar.gz', 'saved.tar'].map((name) => [
          `dist/${name}`,
          `an image; to scan it, run \`assay scan dist/${name}\``,
        ]),
      ),
    )
  })

  it('leaves out the package cache of conda', async () => {
    const root = temporaryFolder({ 'conda-meta/history': '', 'pkgs/a/lib/site-packages/a-1.dist-info/METADATA': '' })
    expect((await walked(root)).skipped).toEqual({ pkgs: 'package cache of conda' })
  })

  it('reads the list of an installer where there is no lock, here or above', async () => {
    const root = temporaryFolder({
      'open/package.json': '{}',
      'open/node_modules/.package-lock.json': '{}',
      'open/node_modules/a/package.json': '{}',
      'pnpm/node_modules/.pnpm/lock.yaml': '',
      'locked/package-lock.json': '{}',
      'locked/packages/web/node_modules/.package-lock.json': '{}',
    })
    const { files } = await walked(root)
    expect(files.filter((path) => path.includes('node_modules'))).toEqual([
      'open/node_modules/.package-lock.json',
      'pnpm/node_modules/.pnpm/lock.yaml',
    ])
    const { files: fewer } = await walked(root, { excluded: matchAny(['**/node_modules']) })
    expect(fewer.some((path) => path.includes('node_modules'))).toBe(false)
  })

  it('follows .gitignore as git does', async () => {
    const root = temporaryFolder({
      '.gitignore': '*.log\n/build/\n!keep.log\ndata/**\n!data/keep/\n',
      'a.log': '',
      'keep.log': '',
      'build/x': '',
      'sub/build/x': '',
      'sub/.gitignore': 'local.txt\n!deep.log\n',
      'sub/local.txt': '',
      'sub/deep.log': '',
      'local.txt': '',
      'data/x': '',
    })
    execFileSync('git', ['init', '-q', root])
    const kept = execFileSync('git', ['-C', root, 'ls-files', '--others', '--exclude-standard'], { encoding: 'utf8' })
    const { files, skipped } = await walked(root)
    expect(files.toSorted()).toEqual(kept.trim().split('\n').toSorted())
    expect(skipped['build']).toBe('ignored by .gitignore')
    expect((await walked(root, { gitignore: false })).files).toContain('build/x')
  })

  it('leaves out what the operator excludes', async () => {
    const root = temporaryFolder({ 'a/x': '', 'b/x': '', 'c.txt': '' })
    const { files, skipped } = await walked(root, { excluded: matchAny(['a/**', '**/*.txt']) })
    expect(files).toEqual(['b/x'])
    expect(skipped['c.txt']).toBe('excluded by the operator')
  })

  it('ends on links that go round, and never leaves the root', async () => {
    const outside = temporaryFolder({ 'requirements.txt': 'secret==1.0' })
    const root = temporaryFolder({ 'deps/list.txt': 'a==1' })
    symlinkSync(root, join(root, 'deps/loop'))
    symlinkSync(outside, join(root, 'outside'))
    symlinkSync(join(outside, 'requirements.txt'), join(root, 'requirements.txt'))
    symlinkSync('deps/list.txt', join(root, 'inside.txt'))
    symlinkSync('nowhere', join(root, 'broken.txt'))
    const tree = await directorySource(root, DEFAULT_LIMITS)
    expect((await walked(root)).files.toSorted()).toEqual(
      ['broken.txt', 'deps/list.txt', 'deps/loop', 'inside.txt', 'outside', 'requirements.txt'].toSorted(),
    )
    expect(await tree.state('inside.txt')).toEqual({ kind: 'file', size: 4 })
    expect(await tree.state('requirements.txt')).toEqual({
      kind: 'unreadable',
      skip: 'outside',
      reason: 'link that leaves the scanned folder',
    })
    expect(await tree.state('deps/loop')).toEqual({ kind: 'unreadable', skip: 'link', reason: 'link to a folder' })
    expect(await tree.state('broken.txt')).toEqual({
      kind: 'unreadable',
      skip: 'link',
      reason: 'link to nothing',
    })
    await expect(tree.open('requirements.txt')).rejects.toThrow('leaves the scanned folder')
    await expect(tree.open('../outside')).rejects.toThrow(/leaves the scanned folder|not there/)
  })

  it.each([
    ['node_modules/a/x', {}, 'installed'],
    ['.git/config', {}, 'tool'],
    ['a/x', { excluded: matchAny(['a/**']) }, 'excluded'],
    ['b/x', { gitignore: true }, 'ignored'],
    ['a/b/c/x', {}, 'limit'],
  ] as const)('says of what kind it is that %s is left out', async (path, over, kind) => {
    const root = temporaryFolder({ [path]: '', '.gitignore': '/b\n' })
    const options = { gitignore: true, excluded: () => false, signal: new AbortController().signal, ...over }
    const limits = { ...DEFAULT_LIMITS, depth: 2 }
    const kinds: string[] = []
    for await (const event of walk(await directorySource(root, limits), { ...options, limits })) {
      if (event.kind === 'skipped') kinds.push(event.skipped.kind)
    }
    expect(kinds).toEqual([kind])
  })

  it('opens no FIFO and no folder', async () => {
    const root = temporaryFolder()
    execFileSync('mkfifo', [join(root, 'package.json')])
    mkdirSync(join(root, 'uv.lock'))
    const tree = await directorySource(root, DEFAULT_LIMITS)
    expect((await walked(root)).skipped['package.json']).toBe('not a regular file')
    await expect(tree.open('package.json')).rejects.toThrow('not a regular file')
    await expect(tree.open('uv.lock')).rejects.toThrow('not a regular file')
  })

  it('bounds depth and number of files, and says so', async () => {
    const root = temporaryFolder({ 'a/b/c/d/x': '', '1': '', '2': '', '3': '' })
    const limits = { ...DEFAULT_LIMITS, depth: 2, files: 2 }
    const { files, skipped } = await walked(root, {}, limits)
    expect(files).toHaveLength(2)
    expect(Object.values(skipped)).toContain('more than 2 files')
    expect((await walked(root, {}, { ...limits, files: 9 })).skipped['a/b/c']).toBe('nested deeper than 2 folders')
  })

  it('stops when told to', async () => {
    const root = temporaryFolder({ a: '' })
    await expect(walked(root, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  it('refuses a root that is not there', async () => {
    await expect(directorySource('/nowhere/at/all', DEFAULT_LIMITS)).rejects.toThrow('not there')
  })

  it('reads no file beyond the size limit as a whole', async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, 'big'), 'x'.repeat(100))
    const file = await (await directorySource(root, { ...DEFAULT_LIMITS, fileBytes: 50 })).open('big')
    await expect(file.all()).rejects.toThrow('100 bytes, the limit is 50')
    expect(await file.slice(90, 50)).toHaveLength(10)
    await file.close()
  })
})
