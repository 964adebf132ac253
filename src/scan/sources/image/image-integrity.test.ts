import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  addDocument,
  addImage,
  archiveOf,
  CONFIG,
  dockerSave,
  hexOf,
  type ImageFiles,
  type ImageSpec,
  INDEX,
  layerFile,
  layerLink,
  type LayerSpec,
  MANIFEST,
  ociLayout,
  withIndex,
} from '../../../../test/support/image-writer.ts'
import { contents, layered, messages, openedImage, textOf, WEB } from '../../../../test/support/opened-image.ts'
import { paxHeader } from '../../../../test/support/tar-writer.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { openImage } from './open-image.ts'
import { unpackingMeter } from './unpacking-meter.ts'

describe('layers that cannot be looked at', () => {
  it.each<readonly [string, LayerSpec, string]>([
    [
      'absent',
      { members: [], isAbsent: true },
      'error FORMAT_LAYER: layer 2 of 2 (sha256:…): it is not in the image; nothing in it was looked at',
    ],
    [
      'foreign and absent',
      { members: [], isAbsent: true, mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' },
      'error FORMAT_LAYER: layer 2 of 2 (sha256:…): it is kept elsewhere on purpose and not in the image; nothing in it was looked at',
    ],
    [
      'encrypted',
      { members: [], mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted' },
      'error FORMAT_LAYER: layer 2 of 2 (sha256:…): it is encrypted; nothing in it was looked at',
    ],
    [
      'of another kind',
      { members: [], mediaType: 'application/octet-stream' },
      'error FORMAT_LAYER: layer 2 of 2 (sha256:…): of the type application/octet-stream, which is no layer of a file system; nothing in it was looked at',
    ],
    [
      'no tar',
      { members: [], bytes: Buffer.from('hello'.repeat(500)), packed: 'none' },
      'error FORMAT_LAYER: layer 2 of 2 (sha256:…): no header where one should be, at byte 0',
    ],
    [
      'cut off',
      { members: [layerFile('a', 'x'.repeat(9999))], bytes: gzipSync('x'.repeat(9999)).subarray(0, 30) },
      'error FORMAT_LAYER: layer 2 of 2 (sha256:…): its compressed data is truncated',
    ],
  ])('%s', async (_, layer, expected) => {
    const found = await openedImage(ociLayout([{ layers: [{ members: [layerFile('kept', '1')] }, layer] }]))
    expect(messages(found).map((line) => line.replace(/sha256:\w{12}\b/, 'sha256:…'))).toContain(expected)
    expect(await contents(found.tree)).toMatchObject({ kept: '1' })
  })
})

describe('digests', () => {
  const image: ImageSpec = { layers: [{ members: [layerFile('a', '1')] }] }

  it('a layer that was changed is told and looked at', async () => {
    const files = ociLayout([image])
    const blob = Object.keys(files).find((name) => files[name]?.[0] === 0x1f) ?? ''
    const other = ociLayout([{ layers: [{ members: [layerFile('a', 'evil')] }] }])
    const changed = Object.keys(other).find((name) => other[name]?.[0] === 0x1f) ?? ''
    const found = await openedImage({ ...files, [blob]: other[changed] ?? Buffer.of() })
    const found1 = messages(found).join('\n')
    expect(found1).toMatch(/error FORMAT_DIGEST: layer 1 of 1 .*: it has \d+ bytes, its descriptor says \d+/)
    expect(found1).toMatch(/error FORMAT_DIGEST: layer 1 of 1 .*: its bytes have the digest sha256:\w{64}/)
    expect(found1).toMatch(/error FORMAT_DIGEST: layer 1 of 1 .*: unpacked it has the digest/)
    expect(await contents(found.tree)).toEqual({ a: 'evil' })
  })

  it('so is a layer of docker save, by its configuration', async () => {
    const found = await openedImage(
      archiveOf(
        dockerSave([
          { tags: [], image: { layers: [{ members: [layerFile('a')], diffId: `sha256:${'0'.repeat(64)}` }] } },
        ]),
      ),
    )
    expect(messages(found).join('\n')).toMatch(/error FORMAT_DIGEST: layer 1 of 1 .*: unpacked it has the digest/)
  })

  it('so are documents', async () => {
    const files = ociLayout([image])
    const config = Object.keys(files).find((name) => String(files[name]).includes('rootfs')) ?? ''
    const found = await openedImage({
      ...files,
      [config]: Buffer.from(String(files[config]).replace('amd64', 'arm64')),
    })
    expect(messages(found).join('\n')).toMatch(/error FORMAT_DIGEST: the document sha256:\w{64} has the digest \w{64}/)
  })

  it('a configuration that names fewer layers does not go unnoticed', async () => {
    const files: ImageFiles = {}
    addImage(files, image)
    const name = Object.keys(files).find((one) => String(files[one]).includes('"layers":[')) ?? ''
    const config = addDocument(files, { os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [] } }, CONFIG)
    const manifest = addDocument(files, { ...JSON.parse(String(files[name])), config }, MANIFEST)
    expect(messages(await openedImage(withIndex(files, [manifest])))).toContain(
      'error FORMAT_DIGEST: the configuration names 0 layers, the manifest 1',
    )
  })
})

describe('hostile images', () => {
  it('nothing is opened by a digest that is a path', async () => {
    const secret = temporaryFolder({ secret: '{}' })
    const digest = `sha256:../../${secret}/secret`
    const layout = withIndex({}, [{ mediaType: '', digest, size: 2 }])
    await expect(openedImage(layout)).rejects.toThrow('expected a sha256 or sha512 digest')
  })

  it('nothing is opened through a link that leaves a layout folder', async () => {
    const folder = temporaryFolder()
    for (const [name, data] of Object.entries(ociLayout([WEB]))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      if (data[0] !== 0x1f) writeFileSync(join(folder, name), data)
      else {
        const outside = join(temporaryFolder(), 'blob')
        writeFileSync(outside, data)
        symlinkSync(outside, join(folder, name))
      }
    }
    const signal = new AbortController().signal
    const options = { path: folder, scratch: folder, wanted: () => true, limits: DEFAULT_LIMITS, signal }
    await expect(openImage(options)).rejects.toThrow('leaves the image')
  })

  it('paths that lead outside are left out and told', async () => {
    const found = await openedImage(
      layered([
        layerFile('../../etc/cron', 'x'),
        layerFile('a/../../b', 'x'),
        layerFile('ok', '1'),
        layerFile('a/.wh...', ''),
      ]),
    )
    expect(await contents(found.tree)).toEqual({ ok: '1' })
    expect(messages(found)).toEqual([
      expect.stringMatching(
        /^error FORMAT_LAYER: .*: 2 members were left out: a path that leads outside, first "..\/..\/etc\/cron"$/,
      ),
      expect.stringMatching(/: a member was left out: a whiteout of nothing/),
    ])
  })

  it('folders that are links in circles are left out and told', async () => {
    const found = await openedImage(layered([layerLink('a', 'b'), layerLink('b', 'a'), layerFile('a/x', '1')]))
    expect(messages(found)).toEqual([expect.stringContaining('links that lead in circles')])
  })

  it('a gzip bomb ends the layer, not the scan', async () => {
    const bomb = layerFile('zeros', Buffer.alloc(8 * 1024 * 1024))
    const meter = unpackingMeter(1024 ** 3, 1024 * 1024)
    const found = await openedImage(layered([layerFile('a', '1')], [bomb]), { meter })
    expect(messages(found)).toEqual([
      expect.stringMatching(/^error LIMIT_RATIO: layer 2 of 2 .* at 1:\d+, the limit is 1:200$/),
    ])
    expect(await contents(found.tree)).toMatchObject({ a: '1' })
  })

  it('layers together may not unpack to too much', async () => {
    const noise = Array.from({ length: 4 }, (_, at) => [
      layerFile(`f${at}`, hexOf(Buffer.from(String(at))).repeat(2000)),
    ])
    const found = await openedImage(layered(...noise), { meter: unpackingMeter(300_000) })
    expect(messages(found).join('\n')).toContain('LIMIT_SIZE: layer 3 of 4')
  })

  it('a disk that is short costs the files, and says so for each', async () => {
    const files = Array.from({ length: 5 }, (_, at) => layerFile(`f${at}`, 'x'.repeat(1000)))
    const found = await openedImage(layered(files), { bounds: { bytes: 2500, reserve: 0 } })
    expect(messages(found)).toEqual([expect.stringMatching(/^error LIMIT_SIZE: .* larger than 2500 bytes$/)])
    expect(await textOf(found.tree, 'f1')).toHaveLength(1000)
    await expect(found.tree.open('f2')).rejects.toThrow('not kept')
    expect((await found.tree.list('')).map(({ name }) => name)).toHaveLength(5)
  })

  it('a packed archive that does not fit is refused', async () => {
    const archive = gzipSync(archiveOf(ociLayout([WEB])))
    await expect(openedImage(archive, { bounds: { bytes: 1000, reserve: 0 } })).rejects.toThrow(
      expect.objectContaining({ code: 'LIMIT_SIZE' }),
    )
    await expect(openedImage(archive, { bounds: { bytes: 1e9, reserve: 1e18 } })).rejects.toThrow(
      'the disk is too full',
    )
  })

  it('more files than a scan reads end the layer', async () => {
    const many = Array.from({ length: 300 }, (_, at) => layerFile(`d${at}/f`, ''))
    const found = await openedImage(layered(many), { limits: { ...DEFAULT_LIMITS, files: 100 } })
    expect(messages(found)).toEqual([expect.stringContaining('error LIMIT_ENTRIES')])
  })

  it('one member with a path of ten thousand folders is left out', async () => {
    const long = paxHeader({ path: `${'a/'.repeat(10_000)}b` })
    const found = await openedImage(layered([long, layerFile('short', '1')]))
    expect(messages(found)).toEqual([expect.stringContaining('a path of more than 4096 characters')])
  })

  it('indexes in indexes and manifests in circles end', async () => {
    const files: ImageFiles = {}
    let inner = addImage(files, WEB)
    for (let depth = 0; depth < 12; depth++) inner = addDocument(files, { manifests: [inner] }, INDEX)
    await expect(openedImage(withIndex({ ...files }, [inner]))).rejects.toThrow('found an index without one')
    // With a wrong digest an index can name itself.
    const own = { mediaType: INDEX, digest: `sha256:${'1'.repeat(64)}`, size: 1 }
    const image = addImage(files, WEB)
    files[`blobs/sha256/${'1'.repeat(64)}`] = Buffer.from(JSON.stringify({ manifests: [own, own, image] }))
    const found = await openedImage(withIndex({ ...files }, [own]))
    expect(messages(found).filter((line) => line.includes('FORMAT_DIGEST'))).toHaveLength(1)
    expect(Object.keys(await contents(found.tree))).toContain('app/new.txt')
  })

  it('a broken document does not hide the images beside it', async () => {
    const files: ImageFiles = {}
    const good = addImage(files, WEB)
    files[`blobs/sha256/${'2'.repeat(64)}`] = Buffer.from('{{{')
    const found = await openedImage(
      withIndex(files, [{ mediaType: '', digest: `sha256:${'2'.repeat(64)}`, size: 3 }, good]),
    )
    expect(messages(found).join('\n')).toContain('FORMAT_SYNTAX')
    expect(Object.keys(await contents(found.tree))).toContain('app/new.txt')
  })

  it.each<readonly [string, ImageFiles | Buffer, string]>([
    [
      'an empty archive',
      archiveOf({ x: Buffer.of() }),
      'expected an image: index.json or manifest.json, found neither',
    ],
    ['an index without images', ociLayout([]), 'found an index without one'],
    [
      'a manifest.json of something else',
      archiveOf({ 'manifest.json': Buffer.from('{"name":"x"}') }),
      'manifest.json: expected a list of images',
    ],
    ['an index.json of 9 MB', { 'index.json': Buffer.alloc(9_000_000, 0x20) }, 'the limit for such a document'],
    [
      'a packed archive that is cut off',
      gzipSync(archiveOf(ociLayout([WEB]))).subarray(0, 200),
      'the gzip data of the archive is truncated',
    ],
  ])('%s is refused', async (_, image, message) => {
    await expect(openedImage(image)).rejects.toThrow(message)
  })

  it('stops when told to', async () => {
    await expect(
      openedImage(layered([layerFile('a', '1')]), { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough')
  })
})
