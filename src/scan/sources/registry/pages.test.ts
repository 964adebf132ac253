import { describe, expect, it } from 'vitest'
import { distributionName } from './distribution-name.ts'
import { simpleHtml } from './simple-html.ts'
import { simpleJson } from './simple-json.ts'
import { fragmentDigest, hexDigest, integrityDigests } from './stated-digests.ts'

const BASE = 'https://registry.example/simple/foo/'
const hrefs = (page: string): readonly string[] => simpleHtml(page, BASE, 1000).files.map(({ address }) => address)

describe('names of distributions', () => {
  it.each([
    ['foo-1.0-py3-none-any.whl', 'foo', 'wheel', '1.0'],
    ['foo-1.0-1-py3-none-any.whl', 'foo', 'wheel', '1.0'],
    ['Foo_Bar-1.0+cu118-cp311-cp311-linux_x86_64.whl', 'foo-bar', 'wheel', '1.0+cu118'],
    ['foo-1.0.tar.gz', 'foo', 'sdist', '1.0'],
    ['foo-1.0-1.tar.gz', 'foo', 'sdist', '1.0-1'],
    ['foo-bar-1.0.zip', 'foo-bar', 'sdist', '1.0'],
    ['foo_bar-1.0.tgz', 'foo-bar', 'sdist', '1.0'],
    ['foo.bar-1.0.tar.bz2', 'foo-bar', 'sdist', '1.0'],
    ['foo-2-bar-1.0.tar.gz', 'foo-2-bar', 'sdist', '1.0'],
    ['foo-1.0.tar.Z', 'foo', 'sdist', '1.0'],
    ['foo-1.0-py2.7.egg', 'foo', 'egg', '1.0'],
    ['foo-1.0.win-amd64-py3.8.exe', 'foo', 'installer', '1.0'],
    ['foo-1.0.win32.msi', 'foo', 'installer', '1.0'],
  ])('%s of %s: %s %s', (file, project, kind, version) =>
    expect(distributionName(file, project)).toEqual({ kind, version }),
  )

  it.each([
    ['bar-1.0.tar.gz', 'foo'],
    ['foo.tar.gz', 'foo'],
    ['foo-.tar.gz', 'foo'],
    ['foo-1.0.whl', 'foo'],
    ['foo-1.0.html', 'foo'],
    ['foobar-1.0-py3-none-any.whl', 'foo'],
    ['', 'foo'],
    [`${'-'.repeat(500)}.zip`, 'foo'],
    [`foo-${'1'.repeat(600)}.zip`, 'foo'],
  ])('%s of %s says nothing', (file, project) => expect(distributionName(file, project)).toBeUndefined())
})

describe('pages in HTML', () => {
  it.each([
    [
      'quotes of either kind and none',
      `<a href="a-1.zip"><a href='b-1.zip'><a href=c-1.zip>`,
      ['a-1.zip', 'b-1.zip', 'c-1.zip'],
    ],
    [
      'attributes in any order, on any line',
      `<a\n class=x data-a="b > c"\n HREF = "a-1.zip" href="b-1.zip" >`,
      ['a-1.zip'],
    ],
    ['references', `<a href="a&#45;1.zip&amp;x">`, ['a-1.zip&x']],
    [
      'comments, scripts and other elements',
      `<!-- <a href="a"> --><script><a href="b"></script><style><a href="c"></style><abbr href="d"><a name="e"><a href="f-1.zip">`,
      ['f-1.zip'],
    ],
    ['an end that is missing', `<a href="a-1.zip`, []],
    ['a comment without an end', `<html><!-- <a href="a">`, []],
  ])('%s', (_, page, names) => expect(hrefs(page)).toEqual(names.map((name) => BASE + name)))

  it('links begin at the base of the page', () => {
    expect(
      hrefs(
        '<base href="/other/"><a href="a-1.zip"><a href="https://cdn.example/b-1.zip"><a href="//cdn.example/c-1.zip">',
      ),
    ).toEqual(['https://registry.example/other/a-1.zip', 'https://cdn.example/b-1.zip', 'https://cdn.example/c-1.zip'])
  })

  it('a megabyte of anything takes no longer than a moment', () => {
    const nasty = [
      '<a ',
      '<a href="',
      '<a href=',
      '<',
      '<!--',
      '<script>',
      '&#',
      'a="',
      '<a b ',
      "<a x='y' ",
      '<a =',
      '<style',
    ]
    for (const piece of nasty) {
      for (const page of [
        `<a>${piece.repeat(Math.ceil(1e6 / piece.length))}`,
        `<a ${' '.repeat(1e6)}${piece}`,
        `<a b${' '.repeat(1e6)}=${' '.repeat(1e6)}`,
      ]) {
        const started = performance.now()
        try {
          simpleHtml(page, BASE, 1_000_000)
        } catch (error) {
          expect(error).toMatchObject({ code: 'LIMIT_ENTRIES' })
        }
        expect(performance.now() - started, JSON.stringify(page.slice(0, 20))).toBeLessThan(3000)
      }
    }
  })
})

describe('pages in JSON', () => {
  const page = (file: object): unknown =>
    simpleJson(JSON.stringify({ meta: { 'api-version': '1.0' }, files: [file] }), BASE, 10).files[0]

  it.each([
    ['metadata without digests', { 'core-metadata': true }, { metadata: [] }],
    [
      'metadata under its older name',
      { 'dist-info-metadata': { sha256: 'a'.repeat(64) } },
      { metadata: [{ algorithm: 'sha256', hex: 'a'.repeat(64) }] },
    ],
    ['taken back without a reason', { yanked: true }, { yanked: '' }],
    ['taken back with one', { yanked: 'bad' }, { yanked: 'bad' }],
    [
      'a digest that is none',
      { hashes: { sha256: 'zz', md5: 5, sha1: 'a'.repeat(40) } },
      { digests: [{ algorithm: 'sha1', hex: 'a'.repeat(40) }] },
    ],
    ['an address with a fragment', { url: 'x.zip#sha256=00' }, { address: `${BASE}x.zip` }],
  ])('%s', (_, fields, expected) =>
    expect(page({ filename: 'foo-1.zip', url: 'foo-1.zip', ...fields })).toMatchObject(expected),
  )

  it.each([
    ['no metadata', { 'core-metadata': false }, 'metadata'],
    ['not taken back', { yanked: false }, 'yanked'],
    ['a size that is none', { size: -1 }, 'size'],
  ])('%s', (_, fields, absent) =>
    expect(page({ filename: 'foo-1.zip', url: 'foo-1.zip', ...fields })).not.toHaveProperty(absent),
  )

  it.each([{}, { filename: 5, url: 'x' }, { filename: 'x', url: 'http://[' }])('%j is no file', (file) =>
    expect(page(file)).toBeUndefined(),
  )
})

describe('digests', () => {
  it.each([
    ['sha512-' + Buffer.alloc(64, 1).toString('base64'), ['sha512']],
    [`sha1-${Buffer.alloc(20).toString('base64')} sha256-${Buffer.alloc(32).toString('base64')}?x`, ['sha1', 'sha256']],
    ['sha512-AAAA', []],
    ['md4-AAAA', []],
    ['', []],
  ])('%s', (text, algorithms) => expect(integrityDigests(text).map(({ algorithm }) => algorithm)).toEqual(algorithms))

  it('in hex, of the right length only', () => {
    expect(fragmentDigest(`#SHA256=${'AB'.repeat(32)}`)).toEqual({ algorithm: 'sha256', hex: 'ab'.repeat(32) })
    expect(fragmentDigest('#egg=foo')).toBeUndefined()
    expect(hexDigest('sha256', 'ab')).toBeUndefined()
    expect(hexDigest('constructor', 'ab')).toBeUndefined()
  })
})
