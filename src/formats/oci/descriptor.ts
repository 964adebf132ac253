import { FormatError } from '../../base/errors.ts'
import { entries, get, items, string, type Tree, type TreeValue } from '../tree.ts'
import { type OciDigest, ociDigest } from './digest.ts'
import { type Platform, platformOf } from './platform.ts'

/** How a manifest or an index names content (OCI image specification, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: OciDigest
  readonly size: number
  readonly platform?: Platform
  readonly annotations: ReadonlyMap<string, string>
}

/** Longest media type or annotation that is kept; longer ones say nothing to us. */
const TEXT_LENGTH = 4096

/** Reads a descriptor. Throws FORMAT_SHAPE without a digest of a registered algorithm or without a size. */
export function descriptorOf(value: TreeValue | undefined, tree: Tree, what: string): Descriptor {
  const position = tree.lines.position(value?.offset ?? 0)
  const text = string(get(value, 'digest'))
  const digest = ociDigest(text)
  if (digest === undefined) {
    const found = text === undefined ? 'none' : JSON.stringify(text.slice(0, 120))
    throw new FormatError('FORMAT_SHAPE', `expected a sha256 or sha512 digest of ${what}, found ${found}`, position)
  }
  const size = wholeNumber(get(value, 'size'))
  if (size === undefined) throw new FormatError('FORMAT_SHAPE', `expected the size of ${what} in bytes`, position)
  const platform = platformOf(get(value, 'platform'))
  return {
    mediaType: (string(get(value, 'mediaType')) ?? '').slice(0, TEXT_LENGTH),
    digest,
    size,
    ...(platform === undefined ? {} : { platform }),
    annotations: annotationsOf(value),
  }
}

/** Descriptors in an array. */
export function descriptorsOf(value: TreeValue | undefined, tree: Tree, what: string): readonly Descriptor[] {
  return items(value).map((item) => descriptorOf(item, tree, what))
}

/** The annotations that are text. */
export function annotationsOf(value: TreeValue | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { key, value: item } of entries(get(value, 'annotations'))) {
    const text = string(item)
    if (text !== undefined && text.length <= TEXT_LENGTH) found.set(key, text)
  }
  return found
}

function wholeNumber(value: TreeValue | undefined): number | undefined {
  const number = value?.kind === 'scalar' ? value.value : undefined
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
