import { readdirSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  addDocument,
  addImage,
  archiveOf,
  dockerSave,
  type ImageFiles,
  type ImageSpec,
  INDEX,
  layerFile,
  layerLink,
  type LayerSpec,
  ociLayout,
  ociLayoutOfPlatforms,
  withIndex,
} from '../../../../test/support/image-writer.ts'
import { contents, messages, openedImage, textOf, WEB } from '../../../../test/support/opened-image.ts'
import { writeTar } from '../../../../test/support/tar-writer.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { type ImageOptions } from './open-image.ts'
import type { UnpackingProgress } from './unpacking-meter.ts'

describe('the shapes an image comes in', () => {
  const packed = (kind: LayerSpec['packed']): ImageSpec => ({
    ...WEB,
    layers: WEB.layers.map((layer) => ({ ...layer, ...(kind === undefined ? {} : { packed: kind }) })),
  })
  const save = dockerSave([{ tags: ['example/web:1'], image: WEB }])

  it.each<readonly [string, ImageFiles | Buffer]>([
    ['a layout folder, gzip', ociLayout([packed('gzip')])],
    ['a layout folder, zstd', ociLayout([packed('zstd')])],
    ['a layout folder, plain', ociLayout([packed('none')])],
    ['layers of many gzip members, as stargz writes them', ociLayout([inMembers(WEB)])],
    ['layers of many zstd frames with one that is skipped, as zstd:chunked writes them', ociLayout([inFrames(WEB)])],
    ['a layout in an archive', archiveOf(ociLayout([WEB]))],
    [
      'a layout in an archive, from `./`',
      archiveOf(Object.fromEntries(Object.entries(ociLayout([WEB])).map(([name, data]) => [`./${name}`, data]))),
    ],
    ['a layout in a packed archive', gzipSync(archiveOf(ociLayout([WEB])))],
    ['a layout in an archive packed by zstd', zstdCompressSync(archiveOf(ociLayout([packed('none')])))],
    ['docker save before version 25', archiveOf(save)],
    ['docker save before version 25, packed', gzipSync(archiveOf(save))],
    [
      'docker save since version 25',
      archiveOf({ ...ociLayout([packed('none')]), 'manifest.json': save['manifest.json'] ?? Buffer.of() }),
    ],
  ])('%s', async (_, image) => {
    const found = await openedImage(image)
    expect(messages(found)).toEqual([])
    expect(await contents(found.tree)).toEqual({ 'etc/os-release': 'ID=x', 'app/new.txt': 'new' })
    expect(found.layerOf('app/new.txt')).toBe('layer 2 of 2: RUN pip install torch')
    expect(found.layerOf('etc/os-release')).toBe('layer 1 of 2: COPY . .')
    expect(found.layerOf('not/there')).toBeUndefined()
  })

  it.each([
    ['a layout', ociLayout([packed('gzip')]), 0],
    ['a packed archive', gzipSync(archiveOf(ociLayout([packed('gzip')]))), 1],
  ] as const)('tells how far it is in %s', async (_name, image, before) => {
    const told: UnpackingProgress[] = []
    await openedImage(image, { onUnpacked: (progress) => told.push(progress) })
    expect([...new Set(told.map(({ layer, layers }) => `${layer} of ${layers}`))]).toEqual(
      ['0 of 0', '1 of 2', '2 of 2'].slice(1 - before),
    )
    const bytes = told.map((one) => one.bytes)
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
    expect(bytes.at(-1)).toBeGreaterThan(1000)
  })

  it('a docker save in which images share a layer by a link', async () => {
    const { 'manifest.json': manifest, ...files } = dockerSave([{ tags: ['a:1'], image: WEB }])
    const [config, ...layers] = [JSON.parse(String(manifest))[0].Config, ...JSON.parse(String(manifest))[0].Layers]
    const first = String(layers[0])
    const shared = {
      ...files,
      'manifest.json': Buffer.from(
        JSON.stringify([{ Config: config, RepoTags: ['a:1'], Layers: ['other/layer.tar', layers[1]] }]),
      ),
    }
    const found = await openedImage(archiveOf(shared, [layerLink('other/layer.tar', `../${first}`)]))
    expect(messages(found)).toEqual([])
    expect(Object.keys(await contents(found.tree))).toContain('etc/os-release')
  })

  it.each([
    [{ 'org.opencontainers.image.ref.name': 'v1' }, 'image:v1'],
    [{ 'org.opencontainers.image.ref.name': 'example/app:v1' }, 'example/app:v1'],
    [
      { 'io.containerd.image.name': 'docker.io/library/app:1', 'org.opencontainers.image.ref.name': '1' },
      'docker.io/library/app:1',
    ],
    [{ 'org.opencontainers.image.ref.name': `a/${'b'.repeat(500)}\u001b[31m` }, `a/${'b'.repeat(197)}…`],
  ])('is called by its reference: %j', async (annotations, name) => {
    expect((await openedImage(ociLayout([{ ...WEB, annotations }]))).name).toBe(name)
  })

  it('leaves nothing behind, and nobody else can read what is unpacked', async () => {
    const folder = temporaryFolder()
    const image = await openedImage(gzipSync(archiveOf(ociLayout([WEB]))), { scratch: folder })
    expect(await textOf(image.tree, 'app/new.txt')).toBe('new')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('several images', () => {
  const of = (platform: string): ImageSpec => ({ platform, layers: [{ members: [layerFile('which', platform)] }] })
  const named = (name: string): ImageSpec => ({
    layers: [{ members: [layerFile('which', name)] }],
    annotations: { 'org.opencontainers.image.ref.name': name },
  })
  const platforms = ociLayoutOfPlatforms([of('linux/arm64/v8'), of('linux/amd64')], {
    'org.opencontainers.image.ref.name': 'v1',
  })

  it.each<readonly [string, ImageFiles | Buffer, Partial<ImageOptions>, string]>([
    ['linux/amd64 where nothing is said', platforms, {}, 'linux/amd64'],
    ['the platform that is asked for', platforms, { platform: 'linux/arm64' }, 'linux/arm64/v8'],
    ['the only one, whatever it is for', ociLayout([of('linux/s390x')]), {}, 'linux/s390x'],
    [
      'a platform that only the configuration states',
      ociLayout([of('linux/amd64'), of('linux/arm64')]),
      { platform: 'arm64' },
      'linux/arm64',
    ],
    ['the first where none is for linux/amd64', ociLayout([of('linux/arm64'), of('linux/s390x')]), {}, 'linux/arm64'],
    ['by name', ociLayout([named('example/a:1'), named('example/b:1')]), { reference: 'example/b:1' }, 'example/b:1'],
    ['by the end of its name', ociLayout([named('h/a:1'), named('h/b:2')]), { reference: 'b:2' }, 'h/b:2'],
    ['by tag', ociLayout([named('h/a:1'), named('h/b:2')]), { reference: '2' }, 'h/b:2'],
    [
      'by name in a docker save',
      archiveOf(
        dockerSave([
          { tags: ['a:1'], image: named('a') },
          { tags: ['b:1', 'b:latest'], image: named('b') },
        ]),
      ),
      { reference: 'b:latest' },
      'b',
    ],
  ])('%s', async (_, image, over, expected) => {
    expect(await textOf((await openedImage(image, over)).tree, 'which')).toBe(expected)
  })

  it('those that were not looked at are named', async () => {
    const [line, ...rest] = messages(await openedImage(platforms))
    expect(rest).toEqual([])
    expect(line).toMatch(
      /^warning FORMAT_UNCOVERED: of 2 images v1 linux\/amd64 sha256:\w{12} was looked at, not v1 linux\/arm64\/v8/,
    )
    expect(messages(await openedImage(platforms, { platform: 'linux/amd64' }))[0]).toMatch(/^note /)
  })

  it.each([
    [{ platform: 'linux/riscv64' }, 'there is no image for linux/riscv64'],
    [{ platform: 'a/b/c/d' }, 'expected --platform OS/ARCHITECTURE[/VARIANT]'],
    [{ reference: 'nothing' }, 'there is no image called nothing'],
  ])('what is not there is refused: %j', async (over, message) => {
    await expect(openedImage(platforms, over)).rejects.toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(message) }),
    )
  })

  it('a platform whose image did not come along is told, and cannot be asked for', async () => {
    const files: ImageFiles = {}
    const here = addImage(files, { ...of('linux/amd64'), isPlatformListed: true })
    const gone = addImage({}, { ...of('linux/arm64'), isPlatformListed: true })
    const inner = addDocument(files, { manifests: [here, gone] }, INDEX)
    const layout = withIndex(files, [inner])
    expect(messages(await openedImage(layout))).toEqual([
      'note FORMAT_UNCOVERED: the image is listed for linux/arm64 too, but these did not come along',
    ])
    await expect(openedImage(layout, { platform: 'linux/arm64' })).rejects.toThrow('did not come along')
  })

  it('attestations, signatures and charts are no images', async () => {
    const files: ImageFiles = {}
    const image = addImage(files, of('linux/amd64'))
    const statement = (over: Partial<LayerSpec>): LayerSpec => ({ members: [], bytes: Buffer.from('{}'), ...over })
    const attestation = addImage(files, {
      platform: 'unknown/unknown',
      isPlatformListed: true,
      layers: [statement({ mediaType: 'application/vnd.in-toto+json' })],
    })
    const signature = addImage(files, {
      layers: [statement({ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' })],
    })
    const marked = {
      ...addImage(files, named('x')),
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    }
    const chart = addImage(files, { configType: 'application/vnd.cncf.helm.config.v1+json', layers: [] })
    const found = await openedImage(withIndex(files, [attestation, signature, marked, chart, image]))
    expect(messages(found)).toEqual([])
    expect(await textOf(found.tree, 'which')).toBe('linux/amd64')
  })
})

function inMembers(image: ImageSpec): ImageSpec {
  return { ...image, layers: image.layers.map((layer) => ({ ...layer, bytes: piecewise(layer, gzipSync) })) }
}

function inFrames(image: ImageSpec): ImageSpec {
  const skippable = Buffer.from('502a4d1804000000aabbccdd', 'hex')
  return {
    ...image,
    layers: image.layers.map((layer) => ({
      ...layer,
      mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd',
      bytes: Buffer.concat([piecewise(layer, zstdCompressSync), skippable]),
    })),
  }
}

function piecewise({ members }: LayerSpec, pack: (piece: Buffer) => Buffer): Buffer {
  const tar = writeTar(members)
  const pieces = Array.from({ length: Math.ceil(tar.length / 700) }, (_, at) =>
    pack(tar.subarray(at * 700, at * 700 + 700)),
  )
  return Buffer.concat(pieces)
}
