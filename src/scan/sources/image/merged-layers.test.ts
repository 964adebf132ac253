import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  hexOf,
  type ImageFiles,
  layerFile,
  layerFolder,
  layerLink,
  ociLayout,
} from '../../../../test/support/image-writer.ts'
import { contents, layered, messages, openedImage, textOf } from '../../../../test/support/opened-image.ts'

describe('layers on one another', () => {
  it.each<readonly [string, ImageFiles, Readonly<Record<string, string>>]>([
    ['a file is replaced', layered([layerFile('a', '1')], [layerFile('a', '2')]), { a: '2' }],
    ['the later of two members counts', layered([layerFile('a', '1'), layerFile('./a', '2')]), { a: '2' }],
    ['a folder takes the place of a file', layered([layerFile('a', '1')], [layerFile('a/b', '2')]), { 'a/b': '2' }],
    ['a file takes the place of a folder', layered([layerFile('a/b', '1')], [layerFile('a', '2')]), { a: '2' }],
    ['a folder named again keeps what is in it', layered([layerFile('a/b', '1')], [layerFolder('a')]), { 'a/b': '1' }],
    [
      'a whiteout takes a file away',
      layered([layerFile('a/b', '1'), layerFile('a/c', '1')], [layerFile('a/.wh.b')]),
      { 'a/c': '1' },
    ],
    ['a whiteout takes a folder away', layered([layerFile('a/b/c', '1')], [layerFile('a/.wh.b')]), {}],
    ['a whiteout says nothing about its own layer', layered([], [layerFile('a', '1'), layerFile('.wh.a')]), { a: '1' }],
    [
      'a folder that was taken away and made anew holds only what is new',
      layered([layerFile('a/old', '1')], [layerFile('.wh.a'), layerFile('a/new', '2')]),
      { 'a/new': '2' },
    ],
    [
      'the same in the other order',
      layered([layerFile('a/old', '1')], [layerFile('a/new', '2'), layerFile('.wh.a')]),
      { 'a/new': '2' },
    ],
    [
      'an opaque folder hides what lies below, whatever the order',
      layered(
        [layerFile('a/b/old', '1')],
        [layerFile('a/b/new', '2'), layerFile('a/.wh..wh..opq'), layerFile('a/c', '2')],
      ),
      { 'a/b/new': '2', 'a/c': '2' },
    ],
    [
      'what was taken away comes back',
      layered([layerFile('a', '1')], [layerFile('.wh.a')], [layerFile('a', '3')]),
      { a: '3' },
    ],
    ['files of AUFS are none', layered([layerFile('.wh..wh.plnk/1', 'x'), layerFile('.wh..wh.aufs', 'x')]), {}],
    ['absolute names start at the root of the image', layered([layerFile('/etc/a', '1')]), { 'etc/a': '1' }],
    [
      'members go through links of lower layers',
      layered(
        [layerFile('usr/lib/a', '1'), layerLink('lib', 'usr/lib')],
        [layerFile('lib/b', '2'), layerFile('lib/.wh.a')],
      ),
      { 'usr/lib/b': '2', lib: 'link' },
    ],
    [
      'through absolute ones too, within the image',
      layered([layerFolder('data'), layerLink('var', '/../../data')], [layerFile('var/x', '1')]),
      { 'data/x': '1', var: 'link' },
    ],
    [
      'a folder in the place of a link is a folder',
      layered([layerFile('b/x', '1'), layerLink('a', 'b')], [layerFolder('a'), layerFile('a/y', '2')]),
      { 'b/x': '1', 'a/y': '2' },
    ],
    [
      'a hard link has the bytes of its target',
      layered([layerFile('a', '1')], [layerLink('b', 'a', 'hard')]),
      { a: '1', b: '1' },
    ],
    [
      'and keeps them when the target goes',
      layered([layerFile('a', '1'), layerLink('b', 'a', 'hard')], [layerFile('.wh.a')]),
      { b: '1' },
    ],
    ['a hard link may come first', layered([layerLink('b', './a', 'hard'), layerFile('a', '1')]), { a: '1', b: '1' }],
    ['a device is no file', layered([{ name: 'dev/null', typeflag: '3' }]), { 'dev/null': 'other' }],
    [
      'an empty image is empty',
      ociLayout([{ layers: [{ members: [], bytes: gzipSync(''), diffId: `sha256:${hexOf(Buffer.of())}` }] }]),
      {},
    ],
  ])('%s', async (_, image, expected) => {
    const found = await openedImage(image)
    expect(messages(found)).toEqual([])
    expect(await contents(found.tree)).toEqual(expected)
  })
})

describe('links of an image', () => {
  it('are followed within it and never beyond', async () => {
    const { tree } = await openedImage(
      layered([
        layerFile('etc/passwd', 'of the image'),
        layerLink('absolute', '/etc/passwd'),
        layerLink('above', '../../../../etc/passwd'),
        layerLink('chain', 'absolute'),
        layerLink('folder', 'etc'),
        layerLink('nowhere', '/root/secret'),
        layerLink('round', 'about'),
        layerLink('about', 'round'),
        layerLink('self/self', '../self'),
      ]),
    )
    for (const path of ['absolute', 'above', 'chain', 'folder/passwd', 'self/self/self/../etc/passwd']) {
      expect([path, await textOf(tree, path)]).toEqual([path, 'of the image'])
      expect((await tree.open(path)).links.symbolic).toBe(true)
    }
    expect(await tree.state('absolute')).toEqual({ kind: 'file', size: 12 })
    expect(await tree.state('folder')).toEqual({ kind: 'unreadable', skip: 'link', reason: 'link to a folder' })
    expect(await tree.state('nowhere')).toEqual({
      kind: 'unreadable',
      skip: 'link',
      reason: 'link to nothing in the image',
    })
    expect(await tree.state('round')).toEqual({
      kind: 'unreadable',
      skip: 'link',
      reason: 'link to nothing in the image',
    })
    await expect(tree.open('nowhere')).rejects.toThrow('not there')
    await expect(tree.open('etc')).rejects.toThrow('not a regular file')
    await expect(tree.list('folder')).rejects.toThrow('not a folder')
  })

  it('with a wanted name bring files that nobody wants by theirs', async () => {
    const big = 'x'.repeat(40_000)
    const members = [
      layerFile('data/blob', big),
      layerFile('data/other', big),
      layerLink('a.json', 'data/blob'),
      layerLink('b.json', 'data/other', 'hard'),
    ]
    const { tree } = await openedImage(layered(members), { wanted: (path) => path.endsWith('.json') })
    expect(await textOf(tree, 'a.json')).toBe(big)
    expect(await textOf(tree, 'b.json')).toBe(big)
  })

  it('leave large files alone that nobody wants', async () => {
    const { tree } = await openedImage(
      layered([layerFile('lib.so', 'x'.repeat(40_000)), layerFile('small.in', 'a==1')]),
      {
        wanted: () => false,
      },
    )
    expect(tree.place?.('lib.so')).toBeUndefined()
    await expect(tree.open('lib.so')).rejects.toThrow('not kept')
    expect(await textOf(tree, 'small.in')).toBe('a==1')
  })
})
