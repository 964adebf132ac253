import { createHash } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type TarMember, writeTar } from './tar-writer.ts'

/** A layer to write. What is left out is honest. */
export interface LayerSpec {
  readonly members: readonly TarMember[]
  readonly packed?: 'none' | 'gzip' | 'zstd'
  /** In place of what the members and the packing make. */
  readonly bytes?: Uint8Array
  /** What the configuration says of the unpacked bytes. */
  readonly diffId?: string
  /** What the manifest says of the stored bytes. */
  readonly digest?: string
  readonly mediaType?: string
  readonly createdBy?: string
  /** The manifest names it and it is not there. */
  readonly isAbsent?: boolean
}

/** An image to write. */
export interface ImageSpec {
  readonly layers: readonly LayerSpec[]
  /** `linux/amd64`; stands in the configuration. */
  readonly platform?: string
  /** Stands in the index too, as tools for several platforms write it. */
  readonly isPlatformListed?: boolean
  readonly annotations?: Readonly<Record<string, string>>
  readonly configType?: string
}

export type ImageFiles = Record<string, Buffer>

/** A file of a layer. */
export function layerFile(name: string, data: string | Uint8Array = ''): TarMember {
  return { name, data }
}

/** A whiteout, a folder, a link: members without data. */
export function layerFolder(name: string): TarMember {
  return { name: `${name}/`, typeflag: '5' }
}

export function layerLink(name: string, linkName: string, kind: 'symbolic' | 'hard' = 'symbolic'): TarMember {
  return { name, linkName, typeflag: kind === 'symbolic' ? '2' : '1' }
}

/** The files of an OCI image layout with these images on top of its index. */
export function ociLayout(images: readonly ImageSpec[]): ImageFiles {
  const files: ImageFiles = {}
  const manifests = images.map((image) => addImage(files, image))
  return withIndex(files, manifests)
}

/** The same with all images below one index, as builds for several platforms make it. */
export function ociLayoutOfPlatforms(
  images: readonly ImageSpec[],
  annotations: Readonly<Record<string, string>>,
): ImageFiles {
  const files: ImageFiles = {}
  const manifests = images.map((image) => addImage(files, { isPlatformListed: true, ...image }))
  const inner = addDocument(files, { schemaVersion: 2, mediaType: INDEX, manifests }, INDEX)
  return withIndex(files, [{ ...inner, annotations }])
}

/** A layout with this index. */
export function withIndex(files: ImageFiles, manifests: readonly object[]): ImageFiles {
  files['oci-layout'] = jsonOf({ imageLayoutVersion: '1.0.0' })
  files['index.json'] = jsonOf({ schemaVersion: 2, manifests })
  return files
}

/** What `docker save` wrote before Docker 25: a folder for each layer, plain tars, the configuration by its digest. */
export function dockerSave(
  images: readonly { readonly tags: readonly string[]; readonly image: ImageSpec }[],
): ImageFiles {
  const files: ImageFiles = {}
  const list = images.map(({ tags, image }) => {
    const layers = image.layers.map((layer) => {
      const { unpacked, stored } = packedLayer({ packed: 'none', ...layer })
      const name = `${hexOf(unpacked)}/layer.tar`
      if (layer.isAbsent !== true) files[name] = stored
      return name
    })
    const config = jsonOf(configOf(image))
    files[`${hexOf(config)}.json`] = config
    return { Config: `${hexOf(config)}.json`, RepoTags: tags, Layers: layers }
  })
  files['manifest.json'] = jsonOf(list)
  files['repositories'] = jsonOf({})
  return files
}

/** Files as one tar archive, in their order. */
export function archiveOf(files: ImageFiles, more: readonly TarMember[] = []): Buffer {
  return writeTar([...Object.entries(files).map(([name, data]) => ({ name, data })), ...more])
}

/** Adds the blobs of an image; gives the descriptor of its manifest. */
export function addImage(files: ImageFiles, image: ImageSpec): object {
  const layers = image.layers.map((layer) => {
    const { stored } = packedLayer(layer)
    const digest = layer.digest ?? `sha256:${hexOf(stored)}`
    if (layer.isAbsent !== true) files[`blobs/${digest.replace(':', '/')}`] = stored
    return { mediaType: layer.mediaType ?? LAYERS[layer.packed ?? 'gzip'], digest, size: stored.length }
  })
  const config = addDocument(files, configOf(image), image.configType ?? CONFIG)
  const manifest = addDocument(files, { schemaVersion: 2, mediaType: MANIFEST, config, layers }, MANIFEST)
  const { annotations } = image
  return {
    ...manifest,
    ...(image.isPlatformListed === true ? { platform: platformOf(image) } : {}),
    ...(annotations === undefined ? {} : { annotations }),
  }
}

/** Adds a JSON blob; gives its descriptor. */
export function addDocument(files: ImageFiles, document: object, mediaType: string): object {
  const bytes = jsonOf(document)
  files[`blobs/sha256/${hexOf(bytes)}`] = bytes
  return { mediaType, digest: `sha256:${hexOf(bytes)}`, size: bytes.length }
}

export function hexOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export const INDEX = 'application/vnd.oci.image.index.v1+json'
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const CONFIG = 'application/vnd.oci.image.config.v1+json'
const LAYER = 'application/vnd.oci.image.layer.v1.tar'
const LAYERS = { none: LAYER, gzip: `${LAYER}+gzip`, zstd: `${LAYER}+zstd` } as const

function packedLayer({ members, packed = 'gzip', bytes }: LayerSpec): {
  readonly unpacked: Buffer
  readonly stored: Buffer
} {
  const unpacked = writeTar(members)
  if (bytes !== undefined) return { unpacked, stored: Buffer.from(bytes) }
  if (packed === 'none') return { unpacked, stored: unpacked }
  return { unpacked, stored: packed === 'gzip' ? gzipSync(unpacked) : zstdCompressSync(unpacked) }
}

function configOf(image: ImageSpec): object {
  const history = image.layers.flatMap(({ createdBy = 'COPY . .' }) => [
    { created_by: createdBy },
    { created_by: 'ENV A=b', empty_layer: true },
  ])
  const diffs = image.layers.map((layer) => layer.diffId ?? `sha256:${hexOf(packedLayer(layer).unpacked)}`)
  return { ...platformOf(image), rootfs: { type: 'layers', diff_ids: diffs }, history }
}

function platformOf({ platform = 'linux/amd64' }: ImageSpec): object {
  const [os, architecture, variant] = platform.split('/')
  return { os, architecture, ...(variant === undefined ? {} : { variant }) }
}

function jsonOf(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}
