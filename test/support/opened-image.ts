import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { DEFAULT_LIMITS } from '../../src/base/limits.ts'
import { type ImageOptions, openImage, type OpenedImage } from '../../src/scan/sources/image/open-image.ts'
import type { TreeSource } from '../../src/scan/source.ts'
import { type ImageFiles, type ImageSpec, layerFile, ociLayout } from './image-writer.ts'
import type { TarMember } from './tar-writer.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Writes a layout as a folder, or bytes as an archive, and opens it. */
export async function openedImage(image: ImageFiles | Buffer, over: Partial<ImageOptions> = {}): Promise<OpenedImage> {
  const folder = temporaryFolder()
  const path = join(folder, 'image')
  if (Buffer.isBuffer(image)) writeFileSync(path, image)
  else {
    for (const [name, data] of Object.entries(image)) {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), data)
    }
  }
  const signal = new AbortController().signal
  const scratch = join(folder, 'scratch')
  const found = await openImage({ path, scratch, wanted: () => true, limits: DEFAULT_LIMITS, signal, ...over })
  afterAll(() => found.close())
  return found
}

/** An image of these layers, lowest first. */
export function layered(...layers: readonly (readonly TarMember[])[]): ImageFiles {
  return ociLayout([{ layers: layers.map((members) => ({ members })) }])
}

/** All files and what is in them; links with `->`. */
export async function contents(tree: TreeSource, folder = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { name, kind } of await tree.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`
    if (kind === 'directory') Object.assign(found, await contents(tree, path))
    else if (kind === 'file') found[path] = await textOf(tree, path)
    else found[path] = kind
  }
  return found
}

export async function textOf(tree: TreeSource, path: string): Promise<string> {
  const file = await tree.open(path)
  return Buffer.from(await file.all()).toString()
}

export const messages = ({ diagnostics }: OpenedImage): readonly string[] =>
  diagnostics.map(({ code, level, message }) => `${level} ${code}: ${message}`)

/** Two layers; the second replaces a file. */
export const WEB: ImageSpec = {
  layers: [
    { members: [layerFile('etc/os-release', 'ID=x'), layerFile('app/old.txt', 'old')] },
    {
      members: [layerFile('app/new.txt', 'new'), layerFile('app/.wh.old.txt')],
      createdBy: '/bin/sh -c pip install torch',
    },
  ],
}
