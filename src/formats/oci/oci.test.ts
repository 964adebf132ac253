import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { digestText, ociDigest, shortDigest } from './digest.ts'
import { dockerArchive } from './docker-archive.ts'
import { imageConfig } from './image-config.ts'
import { indexOrManifest } from './image-index.ts'
import { layerKind } from './layer-kind.ts'
import { isPlatform, parsePlatform, platformText } from './platform.ts'

const HEX = 'ab'.repeat(32)

describe('a digest', () => {
  it.each([`sha256:${HEX}`, `sha512:${HEX}${HEX}`])('is read: %s', (text) => {
    const digest = ociDigest(text)
    expect(digest === undefined ? '' : digestText(digest)).toBe(text)
  })

  it.each([
    ['a path', 'sha256:../../etc/passwd'],
    ['a path of the right length', `sha256:../${'a'.repeat(61)}`],
    ['too short', `sha256:${HEX.slice(1)}`],
    ['upper case', `sha256:${HEX.toUpperCase()}`],
    ['a line break behind it', `sha256:${HEX}\n`],
    ['another algorithm', `md5:${HEX}`],
    ['nothing', ''],
    ['undefined', undefined],
  ])('is refused: %s', (_, text) => {
    expect(ociDigest(text)).toBeUndefined()
  })

  it('is shortened for people', () => {
    expect(shortDigest({ algorithm: 'sha256', hex: HEX })).toBe('sha256:abababababab')
  })
})

describe('a platform', () => {
  it.each([
    ['linux/arm64', 'linux/arm64'],
    ['arm64', 'linux/arm64'],
    ['linux/aarch64', 'linux/arm64'],
    ['LINUX/x86_64', 'linux/amd64'],
    ['linux/arm/v7', 'linux/arm/v7'],
  ])('%s is %s', (text, expected) => {
    const platform = parsePlatform(text)
    expect(platform === undefined ? '' : platformText(platform)).toBe(expected)
  })

  it.each(['', 'a/b/c/d', 'linux/', 'linux/ x', `linux/${'a'.repeat(40)}`])('%j is none', (text) => {
    expect(parsePlatform(text)).toBeUndefined()
  })

  it.each([
    ['linux/arm64/v8', 'linux/arm64', true],
    ['linux/arm64', 'linux/arm64/v8', true],
    ['linux/arm/v6', 'linux/arm/v7', false],
    ['linux/amd64', 'linux/arm64', false],
    ['windows/amd64', 'linux/amd64', false],
  ])('%s for who asks for %s: %s', (found, asked, expected) => {
    const [has, wants] = [parsePlatform(found), parsePlatform(asked)]
    expect(has !== undefined && wants !== undefined && isPlatform(has, wants)).toBe(expected)
  })
})

describe('the media type of a layer', () => {
  it.each([
    ['application/vnd.oci.image.layer.v1.tar', false, false],
    ['application/vnd.oci.image.layer.v1.tar+gzip', false, false],
    ['application/vnd.oci.image.layer.v1.tar+zstd', false, false],
    ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', true, false],
    ['application/vnd.oci.image.layer.v1.tar+gzip+encrypted', false, true],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', false, false],
    ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', true, false],
  ])('%s', (mediaType, foreign, encrypted) => {
    expect(layerKind(mediaType)).toEqual({ foreign, encrypted })
  })

  it.each(['application/vnd.in-toto+json', 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', '', 'text/plain'])(
    '%j is none of a file system',
    (mediaType) => expect(layerKind(mediaType)).toBeUndefined(),
  )
})

const parse = <T>(format: { parse(bytes: Uint8Array, limits: typeof DEFAULT_LIMITS): T }, value: unknown): T =>
  format.parse(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), DEFAULT_LIMITS)

describe('the documents of an image', () => {
  const descriptor = { mediaType: 'x', digest: `sha256:${HEX}`, size: 3 }

  it('an index is told from a manifest by what is in it', () => {
    expect(parse(indexOrManifest, { manifests: [descriptor] })).toMatchObject({
      kind: 'index',
      manifests: [{ size: 3 }],
    })
    expect(parse(indexOrManifest, { config: descriptor, layers: [descriptor] })).toMatchObject({
      kind: 'manifest',
      layers: [{ digest: { hex: HEX } }],
    })
  })

  it.each([
    ['no JSON', '{', 'FORMAT_SYNTAX'],
    ['neither', {}, 'FORMAT_SHAPE'],
    ['a blob by path', { manifests: [{ ...descriptor, digest: 'sha256:../../x' }] }, 'FORMAT_SHAPE'],
    ['no size', { manifests: [{ ...descriptor, size: '3' }] }, 'FORMAT_SHAPE'],
    ['a negative size', { config: { ...descriptor, size: -1 } }, 'FORMAT_SHAPE'],
    ['Docker schema 1', { schemaVersion: 1, fsLayers: [] }, 'FORMAT_VERSION'],
    ['nested deeply', `${'['.repeat(300)}${']'.repeat(300)}`, 'LIMIT_DEPTH'],
  ])('%s is refused', (_, value, code) => {
    expect(() => parse(indexOrManifest, value)).toThrow(expect.objectContaining({ code }))
  })

  it('a configuration gives its layers and the steps that made them', () => {
    const config = parse(imageConfig, {
      os: 'linux',
      architecture: 'arm64',
      rootfs: { diff_ids: [`sha256:${HEX}`, 'sha256:../x'] },
      history: [{ created_by: 'ADD x' }, { created_by: 'ENV', empty_layer: true }, {}],
    })
    expect(config).toEqual({
      platform: { os: 'linux', architecture: 'arm64' },
      diffIds: [{ algorithm: 'sha256', hex: HEX }, undefined],
      createdBy: ['ADD x', undefined],
    })
  })

  it('manifest.json of docker save is a list of images', () => {
    expect(parse(dockerArchive, [{ Config: 'c.json', RepoTags: null, Layers: ['a/layer.tar'] }])).toEqual([
      { config: 'c.json', tags: [], layers: ['a/layer.tar'] },
    ])
  })

  it.each([
    ['an object', { Config: 'c' }],
    ['an empty list', []],
    ['no configuration', [{}]],
    ['a layer by number', [{ Config: 'c', Layers: [1] }]],
  ])('manifest.json is refused when it is %s', (_, value) =>
    expect(() => parse(dockerArchive, value)).toThrow('manifest.json: expected'),
  )
})
