import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { noted, openedArtefact, tarballOf, wheelOf, zipOf } from '../../../../test/support/opened-artefact.ts'
import { sevenZipSample } from '../../../../test/support/sevenzip-samples.ts'
import { paxHeader, writeTar } from '../../../../test/support/tar-writer.ts'
import { writeZip } from '../../../../test/support/zip-writer.ts'

const PACKAGE_JSON = '{"name":"demo","version":"1.0.0"}'

describe('every file under its path in the package', () => {
  const cases: readonly {
    readonly what: string
    readonly name: string
    readonly bytes: Buffer
    readonly kind: string
    readonly paths: readonly string[]
  }[] = [
    {
      what: 'a wheel',
      name: 'demo-1.0-py3-none-any.whl',
      bytes: wheelOf({ 'demo/__init__.py': '', 'demo/core.py': 'x = 1\n' }),
      kind: 'wheel',
      paths: [
        'demo-1.0.dist-info/METADATA',
        'demo-1.0.dist-info/RECORD',
        'demo-1.0.dist-info/WHEEL',
        'demo/__init__.py',
        'demo/core.py',
      ],
    },
    {
      what: 'an npm tarball, whatever its first folder is called',
      name: 'demo-1.0.0.tgz',
      bytes: tarballOf({ 'package/package.json': PACKAGE_JSON, 'other/index.js': '1', './package/lib/./a.js': '2' }),
      kind: 'npm',
      paths: ['index.js', 'lib/a.js', 'package.json'],
    },
    {
      what: 'a source distribution',
      name: 'demo-1.0.tar.gz',
      bytes: tarballOf({ 'demo-1.0/PKG-INFO': 'Name: demo\nVersion: 1.0\n', 'demo-1.0/src/demo.py': '' }),
      kind: 'sdist',
      paths: ['PKG-INFO', 'src/demo.py'],
    },
    {
      what: 'a source distribution as a zip',
      name: 'demo-1.0.zip',
      bytes: zipOf({ 'demo-1.0/setup.py': '', 'demo-1.0/demo.py': '' }),
      kind: 'sdist',
      paths: ['demo.py', 'setup.py'],
    },
    {
      what: 'a source distribution with several folders at the top, which pip leaves as it is',
      name: 'demo-1.0.tar.gz',
      bytes: tarballOf({ 'demo-1.0/setup.py': '', 'else/demo.py': '' }),
      kind: 'sdist',
      paths: ['demo-1.0/setup.py', 'else/demo.py'],
    },
    {
      what: 'an egg',
      name: 'demo-1.0-py3.11.egg',
      bytes: zipOf({ 'EGG-INFO/PKG-INFO': 'Name: demo\nVersion: 1.0\n', 'demo.py': '' }),
      kind: 'egg',
      paths: ['EGG-INFO/PKG-INFO', 'demo.py'],
    },
    {
      what: 'a conda package: two archives in one, unpacked to one folder',
      name: 'demo-1.0-0.conda',
      bytes: writeZip([
        { name: 'metadata.json', data: '{}', method: 'stored' },
        {
          name: 'info-demo-1.0-0.tar.zst',
          data: zstdCompressSync(writeTar([{ name: 'info/index.json', data: '{}' }])),
          method: 'stored',
        },
        {
          name: 'pkg-demo-1.0-0.tar.zst',
          data: zstdCompressSync(writeTar([{ name: 'lib/a.py', data: '' }])),
          method: 'stored',
        },
      ]),
      kind: 'conda',
      paths: ['info/index.json', 'lib/a.py', 'metadata.json'],
    },
    {
      what: 'any other archive',
      name: 'things.zip',
      bytes: zipOf({ 'a/b.txt': 'b' }),
      kind: 'archive',
      paths: ['a/b.txt'],
    },
    {
      what: 'a 7z',
      name: 'things.7z',
      bytes: sevenZipSample('LZMA2'),
      kind: 'archive',
      paths: ['alpha.txt', 'béta.txt'],
    },
    {
      what: 'a stream of one file',
      name: 'a.js.gz',
      bytes: gzipSync('1'),
      kind: 'archive',
      paths: ['a.js'],
    },
  ]
  it.each(cases)('of $what', async ({ name, bytes, kind, paths }) => {
    const opened = await openedArtefact(name, bytes)
    expect(opened.contents.kind).toBe(kind)
    expect(Object.keys(opened.texts).toSorted()).toEqual(paths)
    expect(opened.hidden).toEqual([])
    expect(opened.notes.filter(({ kind: one }) => one !== 'not-inspected')).toEqual([])
  })
})

describe('archives in the artefact are folders', () => {
  const inner = zipOf({ 'deep/inner.py': 'print(1)' })
  it('of any depth, and handed out themselves', async () => {
    const bytes =
      wheelOf({}).length > 0 ? zipOf({ 'vendor/x.zip': inner, 'vendor/y.tar.gz': tarballOf({ 'z/a.py': '2' }) }) : inner
    const { texts, nested } = await openedArtefact('a.zip', bytes)
    expect(Object.keys(texts)).toEqual([
      'vendor/x.zip',
      'vendor/x.zip/deep/inner.py',
      'vendor/y.tar.gz',
      'vendor/y.tar.gz/z/a.py',
    ])
    expect(nested).toEqual(['vendor/x.zip/deep/inner.py', 'vendor/y.tar.gz/z/a.py'])
  })
  it('also those that are named like something else', async () => {
    const { texts } = await openedArtefact('a.zip', zipOf({ 'logo.png': inner }))
    expect(texts['logo.png/deep/inner.py']).toBe('print(1)')
  })
  it('and streams are folders of what they hold', async () => {
    const { texts } = await openedArtefact(
      'a.zip',
      zipOf({ 'a.js.gz': gzipSync('one'), blob: zstdCompressSync(Buffer.from('two')) }),
    )
    expect(texts).toMatchObject({ 'a.js.gz/a.js': 'one', 'blob/content': 'two' })
  })
  it('and code packed by zlib, which has no magic number, is found', async () => {
    const code = 'import os\n'.repeat(1000)
    const { texts } = await openedArtefact('a.zip', zipOf({ 'data.bin': deflateSync(code) }))
    expect(texts['data.bin/content']).toContain('import os')
  })
})

describe('what readers disagree about is handed out in every reading, and told', () => {
  it('a name that stands twice: the last one is installed', async () => {
    const opened = await openedArtefact(
      'a.tgz',
      tarballOf({ 'package/package.json': PACKAGE_JSON, 'package/i.js': 'first' }, [
        { name: 'package/i.js', data: 'last' },
      ]),
    )
    expect(opened.texts).toMatchObject({ 'i.js': 'last', '(replaced 1)/i.js': 'first' })
    expect(opened.hidden).toEqual(['(replaced 1)/i.js'])
    expect(noted(opened)).toEqual(['disagreement name-twice i.js'])
  })
  it('a name that stands twice with the same bytes is only odd', async () => {
    const files = { 'package/package.json': PACKAGE_JSON, 'package/i.js': '1' }
    const opened = await openedArtefact('a.tgz', tarballOf(files, [{ name: 'package/./i.js', data: '1' }]))
    expect(noted(opened)).toEqual(['unusual name-twice-same i.js'])
  })
  it('a local header with another name than the directory', async () => {
    const opened = await openedArtefact(
      'a.zip',
      zipOf({}, [{ name: 'good.py', data: '1', lie: { localName: 'evil.py' } }]),
    )
    expect(Object.keys(opened.texts)).toEqual(['good.py', '(local header)/evil.py'])
    expect(noted(opened)).toEqual(['disagreement zip-name-mismatch good.py'])
  })
  it('a tar in front of a zip', async () => {
    const bytes = Buffer.concat([
      writeTar([{ name: 'package/package.json', data: PACKAGE_JSON }]),
      zipOf({ 'demo.py': '' }),
    ])
    const asZip = await openedArtefact('demo-1.0-py3-none-any.whl', bytes)
    expect(Object.keys(asZip.texts)).toEqual(expect.arrayContaining(['demo.py', '(as tar)/package/package.json']))
    expect(noted(asZip)).toContain('disagreement several-formats')
    const asTar = await openedArtefact('demo-1.0.tar', bytes)
    expect(Object.keys(asTar.texts)).toEqual(expect.arrayContaining(['package.json', '(as zip)/demo.py']))
  })
  it('a name that says another format', async () => {
    const opened = await openedArtefact(
      'demo-1.0-py3-none-any.whl',
      writeTar([{ name: 'demo-1.0.dist-info/METADATA', data: 'Name: demo\nVersion: 1.0\n' }]),
    )
    expect(noted(opened)).toContain('disagreement format-name')
    expect(opened.contents.manifest?.name).toBe('demo')
  })
  it('a PKG-INFO in a package of npm does not make it one of Python', async () => {
    const bytes = tarballOf({ 'package/package.json': PACKAGE_JSON, 'package/PKG-INFO': 'Name: other\nVersion: 2\n' })
    expect((await openedArtefact('demo-1.0.0.tgz', bytes)).contents.kind).toBe('npm')
    expect((await openedArtefact('download', bytes, { ecosystem: 'npm' })).contents.kind).toBe('npm')
    expect((await openedArtefact('demo-1.0.tar.gz', bytes)).contents.kind).toBe('sdist')
  })
})

describe('names and entries that are not as an honest tool leaves them', () => {
  const cases: readonly { readonly what: string; readonly bytes: Buffer; readonly notes: readonly string[] }[] = [
    { what: 'a path that leads outside', bytes: zipOf({ '../up.py': '1' }), notes: ['outside path-outside ../up.py'] },
    {
      what: 'an absolute path',
      bytes: writeTar([{ name: '/etc/x', data: '1' }]),
      notes: ['outside path-outside etc/x'],
    },
    {
      what: 'a drive letter and backslashes',
      bytes: zipOf({ 'C:\\a.py': '1' }),
      notes: ['outside path-outside C:/a.py', 'disagreement name-backslash C:/a.py', 'unusual name-windows C:/a.py'],
    },
    {
      what: 'a link inside',
      bytes: writeTar([
        { name: 'a/b', data: '1' },
        { name: 'a/c', typeflag: '2', linkName: '../a/b' },
      ]),
      notes: ['link symlink a/c'],
    },
    {
      what: 'a link that leads out',
      bytes: writeTar([{ name: 'a/c', typeflag: '2', linkName: '../../etc/passwd' }]),
      notes: ['outside link-outside a/c'],
    },
    {
      what: 'a hard link, counted from the root',
      bytes: writeTar([{ name: 'a/c', typeflag: '1', linkName: '../x' }]),
      notes: ['outside link-outside a/c'],
    },
    {
      what: 'a file below a link',
      bytes: writeTar([
        { name: 'd', typeflag: '2', linkName: 'e' },
        { name: 'd/f', data: '1' },
      ]),
      notes: ['link symlink d', 'outside through-link d/f'],
    },
    {
      what: 'a link in a zip',
      bytes: zipOf({}, [{ name: 'l', data: '/etc/passwd', mode: 0o120777 }]),
      notes: ['outside link-outside l'],
    },
    { what: 'a device', bytes: writeTar([{ name: 'dev', typeflag: '3' }]), notes: ['device device dev'] },
    {
      what: 'an encrypted member',
      bytes: zipOf({}, [{ name: 'a.py', data: '1', encrypted: true }]),
      notes: ['encrypted encrypted a.py'],
    },
    {
      what: 'names that differ in capitals',
      bytes: zipOf({ 'A.py': '1', 'a.py': '2' }),
      notes: ['unusual name-case a.py'],
    },
    {
      what: 'names that differ in how Unicode writes them',
      bytes: zipOf({}, [
        { name: 'caf\u00e9.py', data: '1' },
        { name: 'cafe\u0301.py', data: '2' },
      ]),
      notes: ['unusual name-normalisation cafe\u0301.py'],
    },
    {
      what: 'a name that is shown in another order',
      bytes: zipOf({ 'a\u202egnp.py': '1' }),
      notes: ['unusual name-hidden-characters a\u202egnp.py'],
    },
    { what: 'a name of DOS', bytes: zipOf({ 'lib/aux.py': '1' }), notes: ['unusual name-windows lib/aux.py'] },
    {
      what: 'bytes behind the end',
      bytes: Buffer.concat([zipOf({ a: '1' }), Buffer.from('more')]),
      notes: ['unusual zip-suffix'],
    },
    {
      what: 'an archive that is cut off',
      bytes: gzipSync(writeTar([{ name: 'a', data: 'x'.repeat(5000) }])).subarray(0, 60),
      notes: ['damage stream-truncated'],
    },
    { what: 'no archive at all', bytes: Buffer.from('MZ nothing'), notes: ['not-inspected no-archive'] },
  ]
  it.each(cases)('$what', async ({ bytes, notes }) => {
    const found = noted(await openedArtefact('a', bytes)).filter((note) => !/tar-end|tar-header/.test(note))
    expect(found).toEqual(expect.arrayContaining([...notes]))
    expect(found.filter((note) => !notes.includes(note) && !note.startsWith('not-inspected manifest'))).toEqual([])
  })

  it('npm leaves out what stands beside the folder', async () => {
    const opened = await openedArtefact('a.tgz', tarballOf({ 'package/package.json': PACKAGE_JSON, 'evil.js': '1' }))
    expect(opened.hidden).toEqual(['(not installed)/evil.js'])
  })
  it('links give their target in words of the package', async () => {
    const { links } = await openedArtefact(
      'demo-1.0.tar.gz',
      tarballOf({ 'demo-1.0/PKG-INFO': 'Name: demo\nVersion: 1.0\n', 'demo-1.0/data/x.txt': '' }, [
        { name: 'demo-1.0/setup.py', typeflag: '2', linkName: 'data/x.txt' },
      ]),
    )
    expect(links).toEqual([{ path: 'setup.py', target: 'data/x.txt', symbolic: true }])
  })
  it('rights are those of the archive', async () => {
    const zip = await openedArtefact('a.zip', zipOf({}, [{ name: 'run', data: '1', mode: 0o100755 }]))
    expect(zip.modes['run']).toBe(0o755)
    const tar = await openedArtefact('a.tar', writeTar([{ name: 'run', data: '', mode: 0o750 }]))
    expect(tar.modes['run']).toBe(0o750)
  })
  it('a name of pax counts, with its path', async () => {
    const { texts } = await openedArtefact(
      'a.tar',
      writeTar([paxHeader({ path: 'real/name.py' }), { name: 'short', data: '1' }]),
    )
    expect(Object.keys(texts)).toEqual(['real/name.py'])
  })
})
