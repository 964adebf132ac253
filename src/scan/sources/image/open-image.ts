import { lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import type { Meter } from '../../../formats/compressed-stream.ts'
import { layerKind } from '../../../formats/oci/layer-kind.ts'
import type { Diagnostic } from '../../../model/diagnostic.ts'
import type { TreeSource } from '../../source.ts'
import { applyLayer, keepMissed, type Unpacking } from './apply-layer.ts'
import type { ImageWish } from './choose-image.ts'
import { createdByText } from './created-by.ts'
import { imageArchive } from './image-archive.ts'
import { type ImageContainer, layoutFolder } from './image-container.ts'
import { imageDocuments } from './image-documents.ts'
import { type ImagePlan, planImage } from './image-plan.ts'
import { imageTree, layerOfFile } from './image-tree.ts'
import { type ImageTroubles, imageTroubles } from './image-troubles.ts'
import { compressionOf, HEAD_BYTES } from './layer-stream.ts'
import { MergedTree } from './merged-tree.ts'
import { missedFiles } from './missed-files.ts'
import { bytesAt } from './placed-file.ts'
import { SCRATCH_BOUNDS, type ScratchBounds, ScratchFile } from './scratch-file.ts'
import { tellingMeter, type UnpackingListener, unpackingMeter } from './unpacking-meter.ts'

/** What an image is opened with. */
export interface ImageOptions extends ImageWish {
  /** Absolute path of a layout folder or an archive. */
  readonly path: string
  /** Absolute path of a folder for what has to be unpacked; made when it is not there. */
  readonly scratch: string
  /** Will anybody ask for a file of this path? Others are known by name and size alone where a layer is compressed. */
  readonly wanted: (path: string) => boolean
  readonly limits: Limits
  readonly signal: AbortSignal
  /** Absent: what is sensible. */
  readonly bounds?: ScratchBounds
  readonly meter?: Meter
  /** Told how far it is; an image of 10 GB takes a minute before the first file is seen. */
  readonly onUnpacked?: UnpackingListener
}

/** An image whose files can be read until it is closed. */
export interface OpenedImage {
  readonly tree: TreeSource
  /** Its reference, cut and escaped; the name of the folder or archive where it has none. */
  readonly name: string
  /** What is to be said of the image as a whole. */
  readonly diagnostics: readonly Diagnostic[]
  /** Which layer brought a file and which step of the build made it: `layer 3 of 7: RUN pip install torch`. */
  layerOf(path: string): string | undefined
  close(): void
}

/**
 * Opens an image and puts its layers on one another. Every layer is read once from front to end, whatever is looked for: its
 * digest is checked, its files become a tree. Throws UsageError when it does not hold what was asked for, FormatError when it is no
 * image, LimitError when an archive cannot be unpacked, EXTERNAL_DISK; trouble within a layer is a diagnostic.
 */
export async function openImage(options: ImageOptions): Promise<OpenedImage> {
  const { path, limits, signal, bounds = SCRATCH_BOUNDS, onUnpacked = () => {} } = options
  const meter = tellingMeter(options.meter ?? unpackingMeter(), onUnpacked)
  const scratch = new ScratchFile(options.scratch, bounds)
  const troubles = imageTroubles()
  let container: ImageContainer | undefined
  try {
    const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    container = isFolder ? layoutFolder(path) : await imageArchive(path, { scratch, meter, signal })
    const plan = await planImage(imageDocuments(container, limits, troubles), options, troubles)
    const tree = new MergedTree(limits.files)
    const wants = (file: string, size: number): boolean => size <= ALWAYS_KEPT_BYTES || options.wanted(file)
    const unpacking = { tree, scratch, wants, mostEntries: limits.files, meter, signal }
    const onLayer = (index: number): void => meter.at(index + 1, plan.layers.length)
    const names = await applyLayers(plan, container, unpacking, { troubles, onLayer })
    await keepLinked(plan, container, unpacking, options.wanted)
    return {
      tree: imageTree(tree, names, limits),
      name: imageName(plan, path),
      diagnostics: troubles.diagnostics,
      layerOf: (file) => layerNote(plan, layerOfFile(tree, file)),
      close: closing(container, scratch),
    }
  } catch (error) {
    container?.close()
    scratch.close()
    throw error
  }
}

/** Small files are kept whatever they are called: a requirements file may include any of them. */
const ALWAYS_KEPT_BYTES = 16 * 1024

/** Gives the name of each layer by what is in it. */
async function applyLayers(
  { layers }: ImagePlan,
  container: ImageContainer,
  unpacking: Unpacking,
  { troubles, onLayer }: { readonly troubles: ImageTroubles; readonly onLayer: (index: number) => void },
): Promise<readonly string[]> {
  const names: string[] = []
  for (const layer of layers) {
    names.push(layer.name)
    onLayer(layer.index)
    const label = `${layer.label} (${excerpt(layer.name, 40)})`
    const kind = layer.mediaType === undefined ? { foreign: false, encrypted: false } : layerKind(layer.mediaType)
    const blob = kind === undefined || kind.encrypted ? undefined : container.open(layer.path)
    if (blob === undefined) {
      troubles.add('FORMAT_LAYER', 'error', `${label}: ${whyNot(kind, layer.mediaType)}; nothing in it was looked at`)
      continue
    }
    const isPlain = compressionOf(await bytesAt(blob).slice(0, HEAD_BYTES)) === 'none'
    const outcome = await applyLayer(layer, blob, unpacking)
    names[layer.index] = outcome.name
    for (const { code, level, message } of outcome.troubles) troubles.add(code, level, `${label}: ${message}`)
    // The files of a plain layer are read where they are.
    if (!isPlain) container.release(blob)
  }
  return names
}

function whyNot(kind: ReturnType<typeof layerKind>, mediaType: string | undefined): string {
  if (kind === undefined) return `of the type ${excerpt(mediaType ?? '', 80)}, which is no layer of a file system`
  if (kind.encrypted) return 'it is encrypted'
  return kind.foreign ? 'it is kept elsewhere on purpose and not in the image' : 'it is not in the image'
}

/** Files with names nobody wants, under links with names that are wanted: one more reading of the layers that have some. */
async function keepLinked(
  { layers }: ImagePlan,
  container: ImageContainer,
  unpacking: Unpacking,
  wanted: (path: string) => boolean,
): Promise<void> {
  for (const [index, missed] of missedFiles(unpacking.tree, wanted)) {
    const layer = layers[index]
    const blob = layer === undefined ? undefined : container.open(layer.path)
    if (blob === undefined) continue
    await keepMissed(missed, blob, unpacking)
    container.release(blob)
  }
}

function imageName({ reference }: ImagePlan, path: string): string {
  const own = basename(path)
  if (reference === undefined) return own
  // A layout names its images by tag alone as a rule.
  return excerpt(/[:/@]/.test(reference) ? reference : `${own}:${reference}`, 200)
}

function layerNote({ layers }: ImagePlan, index: number | undefined): string | undefined {
  const layer = index === undefined ? undefined : layers[index]
  if (layer === undefined) return undefined
  return layer.createdBy === undefined ? layer.label : `${layer.label}: ${createdByText(layer.createdBy)}`
}

function closing(container: ImageContainer, scratch: ScratchFile): () => void {
  let closed = false
  return () => {
    if (closed) return
    closed = true
    container.close()
    scratch.close()
  }
}
