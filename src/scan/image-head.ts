import { decoderFor } from '../formats/compressed.ts'
import { cappedMeter } from '../formats/compressed-engine.ts'
import { type Compression, compressionsOf } from '../formats/compression-kind.ts'
import { isExpected } from '../base/errors.ts'
import type { ByteSource } from '../base/bytes.ts'
import { isTarHead, tarEntries } from '../formats/tar.ts'
import type { TreeSource } from './source.ts'

/** Do items of these names make a folder an OCI image layout (image-layout.md)? */
export function isLayout(names: ReadonlySet<string>): boolean {
  return names.has('oci-layout') && names.has('index.json')
}

/** Names under which archives of images travel: others are not opened for this. */
const ARCHIVE = /\.(?:tar|tgz|tzst|oci|tar\.(?:gz|zst|zstd))$/i

/** Is a file of a tree an archive of an image? Looked at where its name may be one, and no further than its first members. */
export async function isImageArchive(tree: TreeSource, path: string): Promise<boolean> {
  if (!ARCHIVE.test(path)) return false
  try {
    const file = await tree.open(path)
    try {
      return await holdsImage(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!isExpected(error)) throw error
    // Whoever wants the file meets the same and says so.
    return false
  }
}

/** Members that are looked at: the documents of an image stand in front or behind a few hundred blobs. */
const MOST_MEMBERS = 1000

/** Of a compressed archive only the front can be looked at. */
const FRONT_PACKED_BYTES = 256 * 1024
const FRONT_BYTES = 1024 * 1024

/**
 * Does a file hold an OCI layout or a `docker save`, by its content? A `manifest.json` alone is none: it must name layers. Of a
 * compressed archive a megabyte is unpacked. Never throws FormatError; passes on what the source throws.
 */
export async function holdsImage(file: ByteSource): Promise<boolean> {
  const head = await file.slice(0, 512)
  const archive = isTarHead(head) ? file : await frontOf(file, head)
  if (archive === undefined || !isTarHead(await archive.slice(0, 512))) return false
  const seen = new Set<string>()
  try {
    for await (const { name, type, dataOffset, size } of tarEntries(archive, 0, MOST_MEMBERS)) {
      const path = name.replace(/^(?:\.\/)+/, '')
      // Blobs come first in what `docker save` writes, named by their digests.
      if (/^(?:blobs\/sha256\/|sha256:)[0-9a-f]{64}$/.test(path)) return true
      // skopeo and podman name layers so; of a packed archive the documents behind them are out of reach.
      if (archive !== file && seen.size === 0 && /^[0-9a-f]{64}\.tar$/.test(path)) return true
      seen.add(path)
      if (isLayout(seen)) return true
      if (path === 'manifest.json' && type === 'file' && (await namesLayers(archive, dataOffset, size))) return true
      if (/^[0-9a-f]{64}\/layer\.tar$/.test(path)) return true
    }
  } catch (error) {
    if (!isExpected(error)) throw error
  }
  return false
}

async function namesLayers(archive: ByteSource, offset: number, size: number): Promise<boolean> {
  const text = new TextDecoder().decode(await archive.slice(offset, Math.min(size, 64 * 1024)))
  return /^\s*\[/.test(text) && text.includes('"Layers"') && text.includes('"Config"')
}

const KINDS: ReadonlySet<Compression> = new Set<Compression>(['gzip', 'zstd', 'bzip2', 'xz'])

/** The front of a compressed file, unpacked; undefined where it is none. */
async function frontOf(file: ByteSource, head: Uint8Array): Promise<ByteSource | undefined> {
  const kind = compressionsOf(head).find((one) => KINDS.has(one))
  const decoder = kind === undefined ? undefined : decoderFor(kind, {})
  if (decoder === undefined) return undefined
  const parts: Uint8Array[] = []
  let bytes = 0
  const range = { from: 0, to: Math.min(file.size, FRONT_PACKED_BYTES) }
  try {
    for await (const part of decoder(file, range, cappedMeter(2 * FRONT_BYTES))) {
      parts.push(part)
      bytes += part.length
      if (bytes >= FRONT_BYTES) break
    }
  } catch (error) {
    if (!isExpected(error)) throw error
  }
  const front = Buffer.concat(parts)
  return {
    size: front.length,
    all: async () => front,
    slice: async (offset, length) => front.subarray(offset, offset + length),
  }
}
