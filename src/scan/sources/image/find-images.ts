import { FormatError, LimitError } from '../../../base/errors.ts'
import type { Descriptor } from '../../../formats/oci/descriptor.ts'
import { digestText, shortDigest } from '../../../formats/oci/digest.ts'
import { CONFIG_TYPES, imageConfig } from '../../../formats/oci/image-config.ts'
import { type IndexOrManifest, indexOrManifest } from '../../../formats/oci/image-index.ts'
import { layerKind } from '../../../formats/oci/layer-kind.ts'
import { type Platform, platformText } from '../../../formats/oci/platform.ts'
import type { ImageDocuments } from './image-documents.ts'
import type { ImageTroubles } from './image-troubles.ts'

export type Manifest = Extract<IndexOrManifest, { kind: 'manifest' }>

/** An image of a layout that could be scanned. */
export interface FoundImage {
  readonly descriptor: Descriptor
  readonly manifest: Manifest
  readonly platform: Platform | undefined
  /** The names it was given, the full one first. */
  readonly names: readonly string[]
}

/** What a layout holds. */
export interface FoundImages {
  readonly images: readonly FoundImage[]
  /** Platforms that an index lists and that did not come along: `docker save` and `skopeo copy` take one of many. */
  readonly absent: readonly Platform[]
}

/** Indexes in indexes: registries allow it, tools write two at most. */
const MOST_DEPTH = 8

/** Documents of one layout that are read. */
const MOST_DOCUMENTS = 2000

/**
 * All images of a layout, in its order. Signatures, attestations and other artifacts are none; what cannot be read is a
 * trouble. Throws FormatError when index.json itself cannot be read, LIMIT_ENTRIES, EXTERNAL_DISK.
 */
export async function findImages(
  top: readonly Descriptor[],
  documents: ImageDocuments,
  troubles: ImageTroubles,
): Promise<FoundImages> {
  const images: FoundImage[] = []
  const absent: Platform[] = []
  const visited = new Set<string>()
  const todo: Waiting[] = top.toReversed().map((descriptor) => ({ descriptor, depth: 1, names: namesOf(descriptor) }))
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { descriptor, depth } = next
    const key = digestText(descriptor.digest)
    if (isAttestation(descriptor) || visited.has(key)) continue
    visited.add(key)
    if (visited.size > MOST_DOCUMENTS)
      throw new LimitError('LIMIT_ENTRIES', `the index names more than ${MOST_DOCUMENTS} images`)
    const document = await orTrouble(() => documents.described(descriptor, indexOrManifest), descriptor, troubles)
    if (document === 'unreadable') continue
    if (document === undefined) missing(descriptor, depth, absent, troubles)
    else if (document.kind === 'manifest') {
      const image = await imageOf(next, document, documents, troubles)
      if (image !== undefined) images.push(image)
    } else if (depth === MOST_DEPTH) {
      troubles.add('LIMIT_DEPTH', 'error', `indexes nested deeper than ${MOST_DEPTH} levels were not followed`)
    } else {
      for (const inner of document.manifests.toReversed()) {
        const own = namesOf(inner)
        todo.push({ descriptor: inner, depth: depth + 1, names: own.length > 0 ? own : next.names })
      }
    }
  }
  return { images, absent }
}

interface Waiting {
  readonly descriptor: Descriptor
  readonly depth: number
  readonly names: readonly string[]
}

/** What BuildKit adds to an image: provenance and SBOM, as manifests for a platform nobody has. */
function isAttestation({ annotations, platform }: Descriptor): boolean {
  return (
    annotations.has('vnd.docker.reference.type') || (platform?.os === 'unknown' && platform.architecture === 'unknown')
  )
}

/** An image that is listed on top was meant to be there; of those below an index most stay behind. */
function missing(descriptor: Descriptor, depth: number, absent: Platform[], troubles: ImageTroubles): void {
  if (depth > 1 && descriptor.platform !== undefined) absent.push(descriptor.platform)
  else troubles.add('FORMAT_LAYER', 'error', `the manifest ${shortDigest(descriptor.digest)} is named and not there`)
}

async function imageOf(
  { descriptor, names }: Waiting,
  manifest: Manifest,
  documents: ImageDocuments,
  troubles: ImageTroubles,
): Promise<FoundImage | undefined> {
  if (!isImage(manifest)) return undefined
  if (descriptor.platform !== undefined) return { descriptor, manifest, platform: descriptor.platform, names }
  const config = await orTrouble(() => documents.described(manifest.config, imageConfig), manifest.config, troubles)
  return { descriptor, manifest, platform: config === 'unreadable' ? undefined : config?.platform, names }
}

/** One broken document must not hide the images beside it. */
async function orTrouble<T>(
  read: () => Promise<T>,
  { digest }: Descriptor,
  troubles: ImageTroubles,
): Promise<T | 'unreadable'> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    troubles.add(error.code, 'error', `${shortDigest(digest)}: ${error.message}`)
    return 'unreadable'
  }
}

/** Signatures of cosign have the configuration of an image, and layers of another kind. */
function isImage({ config, layers }: Manifest): boolean {
  if (layers.length === 0) return CONFIG_TYPES.has(config.mediaType)
  return layers.some(({ mediaType }) => layerKind(mediaType) !== undefined)
}

/** containerd has the full name, the layout specification a name without a form: `latest`, `v1`, all of it. */
function namesOf({ annotations }: Descriptor): readonly string[] {
  const names = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'].flatMap(
    (key) => annotations.get(key) ?? [],
  )
  return [...new Set(names)].filter((name) => name !== '')
}

/** `app:1 linux/arm64 sha256:0123456789ab`, for messages. */
export function imageLabel({ names, platform, descriptor }: FoundImage): string {
  const parts = [names[0]?.slice(0, 120), platform === undefined ? undefined : platformText(platform)]
  return [...parts, shortDigest(descriptor.digest)].filter((part) => part !== undefined).join(' ')
}
