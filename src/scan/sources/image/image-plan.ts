import { FormatError, LimitError } from '../../../base/errors.ts'
import type { Descriptor } from '../../../formats/oci/descriptor.ts'
import { digestText, type OciDigest, ociDigest, shortDigest } from '../../../formats/oci/digest.ts'
import { type ArchivedImage, dockerArchive } from '../../../formats/oci/docker-archive.ts'
import { type ImageConfig, imageConfig } from '../../../formats/oci/image-config.ts'
import { indexOrManifest } from '../../../formats/oci/image-index.ts'
import { type Platform, platformText } from '../../../formats/oci/platform.ts'
import { type Choice, chooseImage, type ImageWish } from './choose-image.ts'
import { findImages, type FoundImage, imageLabel } from './find-images.ts'
import { blobPath, type ImageDocuments } from './image-documents.ts'
import type { ImageTroubles } from './image-troubles.ts'
import type { Layer } from './layer-blob.ts'

/** The chosen image: where its layers are and what they should be. */
export interface ImagePlan {
  /** Its full name; undefined where it was given none. */
  readonly reference: string | undefined
  readonly layers: readonly (Layer & { readonly path: string })[]
}

/** An overlay of Linux takes 500 at most, Docker makes 127. */
const MOST_LAYERS = 1000

/**
 * Reads what the container says of its images and chooses one. A layout is asked first, it has the digests; `manifest.json`
 * of `docker save` where there is none. Throws UsageError, FormatError where neither can be read, LimitError, EXTERNAL_DISK.
 */
export async function planImage(
  documents: ImageDocuments,
  wish: ImageWish,
  troubles: ImageTroubles,
): Promise<ImagePlan> {
  const index = await documents.named('index.json', indexOrManifest)
  const archive = index === undefined ? await documents.named('manifest.json', dockerArchive) : undefined
  if (archive !== undefined) return planArchived(archive, documents, wish, troubles)
  if (index === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected an image: index.json or manifest.json, found neither')
  const top = index.kind === 'index' ? index.manifests : []
  const { images, absent } = await findImages(top, documents, troubles)
  const choices = images.map((image) => choiceOf(image))
  const chosen = chooseImage(choices, wish, absent)
  if (chosen === undefined) throw new FormatError('FORMAT_SHAPE', 'expected an image, found an index without one')
  tellOthers(choices, chosen, wish, absent, troubles)
  return planFound(chosen.image, documents, troubles)
}

function choiceOf(image: FoundImage): Choice & { readonly image: FoundImage } {
  const { names, platform, descriptor } = image
  return { label: imageLabel(image), names, platform, digest: digestText(descriptor.digest), image }
}

async function planFound(
  { manifest, names }: FoundImage,
  documents: ImageDocuments,
  troubles: ImageTroubles,
): Promise<ImagePlan> {
  const config = await documents.described(manifest.config, imageConfig)
  const stored = manifest.layers.map((descriptor) => ({
    name: shortDigest(descriptor.digest),
    path: blobPath(descriptor.digest),
    descriptor,
  }))
  return { reference: names[0], layers: layersOf(stored, config, troubles) }
}

async function planArchived(
  images: readonly ArchivedImage[],
  documents: ImageDocuments,
  wish: ImageWish,
  troubles: ImageTroubles,
): Promise<ImagePlan> {
  const choices: (Choice & { readonly image: ArchivedImage; readonly settings: ImageConfig | undefined })[] = []
  for (const image of images) {
    if (choices.length === MOST_LAYERS)
      throw new LimitError('LIMIT_ENTRIES', `manifest.json names more than ${MOST_LAYERS} images`)
    const digest = digestIn(image.config)
    const settings = await documents.named(image.config, imageConfig, digest)
    const platform = settings?.platform
    const parts = [image.tags[0]?.slice(0, 120), platform && platformText(platform), digest && shortDigest(digest)]
    choices.push({
      label: parts.filter((part) => part !== undefined).join(' ') || image.config.slice(0, 120),
      names: image.tags,
      platform,
      digest: digest === undefined ? undefined : digestText(digest),
      image,
      settings,
    })
  }
  const chosen = chooseImage(choices, wish, [])
  if (chosen === undefined) throw new FormatError('FORMAT_SHAPE', 'manifest.json: expected an image, found none')
  tellOthers(choices, chosen, wish, [], troubles)
  const stored = chosen.image.layers.map((path) => ({ name: path.slice(0, 120), path }))
  return { reference: chosen.image.tags[0], layers: layersOf(stored, chosen.settings, troubles) }
}

/** `<hex>.json` of Docker, `sha256:<hex>` of crane, `blobs/sha256/<hex>` of both since. */
function digestIn(name: string): OciDigest | undefined {
  return ociDigest(`sha256:${/(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(name.slice(-100))?.[1] ?? ''}`)
}

interface Stored {
  readonly name: string
  readonly path: string
  readonly descriptor?: Descriptor
}

function layersOf(
  stored: readonly Stored[],
  config: ImageConfig | undefined,
  troubles: ImageTroubles,
): ImagePlan['layers'] {
  const count = stored.length
  if (count > MOST_LAYERS)
    throw new LimitError('LIMIT_ENTRIES', `the image has ${count} layers, the limit is ${MOST_LAYERS}`)
  const { diffIds = [], createdBy = [] } = config ?? {}
  if (config === undefined)
    troubles.add(
      'FORMAT_DIGEST',
      'error',
      'the configuration of the image is not there: its layers cannot be held against it',
    )
  else if (diffIds.length !== count) {
    troubles.add('FORMAT_DIGEST', 'error', `the configuration names ${diffIds.length} layers, the manifest ${count}`)
  }
  return stored.map(({ name, path, descriptor }, index) => ({
    index,
    label: `layer ${index + 1} of ${count}`,
    name,
    path,
    mediaType: descriptor?.mediaType,
    ...(descriptor === undefined ? {} : { stored: { digest: descriptor.digest, size: descriptor.size } }),
    diffId: diffIds[index],
    // A history of another length cannot be told which step made which layer.
    createdBy: createdBy.length === count ? createdBy[index] : undefined,
  }))
}

/** Other images were not looked at: that is said, with the way to look at them. */
function tellOthers(
  choices: readonly Choice[],
  chosen: Choice,
  wish: ImageWish,
  absent: readonly Platform[],
  troubles: ImageTroubles,
): void {
  const others = choices.filter((one) => one !== chosen)
  if (others.length > 0) {
    const some = others
      .slice(0, MOST_TOLD)
      .map(({ label }) => label)
      .join('; ')
    const more = others.length > MOST_TOLD ? ` and ${others.length - MOST_TOLD} more` : ''
    const message = `of ${choices.length} images ${chosen.label} was looked at, not ${some}${more}; choose with --platform or --image`
    // What was asked for by name needs no warning about the rest.
    troubles.add('FORMAT_UNCOVERED', isExact(wish) ? 'note' : 'warning', message)
  }
  if (absent.length > 0) {
    const platforms = [...new Set(absent.map(platformText))].slice(0, MOST_TOLD).join(', ')
    troubles.add('FORMAT_UNCOVERED', 'note', `the image is listed for ${platforms} too, but these did not come along`)
  }
}

const MOST_TOLD = 10

function isExact({ platform, reference }: ImageWish): boolean {
  return platform !== undefined || reference !== undefined
}
