import type { Format } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { json } from '../json.ts'
import { get, string, type Tree } from '../tree.ts'
import { type Descriptor, descriptorOf, descriptorsOf } from './descriptor.ts'

/** An image index (image-index.md), a manifest list of Docker, or an image manifest: registries keep both under one kind of name. */
export type IndexOrManifest =
  | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] }
  | {
      readonly kind: 'manifest'
      readonly config: Descriptor
      readonly layers: readonly Descriptor[]
      readonly artifactType?: string
    }

/**
 * Tells by its content which of the two it is: the media type may be missing in either. Throws FormatError for anything else,
 * FORMAT_VERSION for the schema 1 of Docker, whose layers are named otherwise.
 */
export const indexOrManifest: Format<IndexOrManifest> = {
  id: 'oci/index-or-manifest',
  parse: (bytes, limits) => read(json.parse(bytes, limits)),
}

function read(tree: Tree): IndexOrManifest {
  const { root } = tree
  if (get(root, 'manifests')?.kind === 'array') {
    return { kind: 'index', manifests: descriptorsOf(get(root, 'manifests'), tree, 'a manifest') }
  }
  if (get(root, 'fsLayers') !== undefined) {
    throw new FormatError('FORMAT_VERSION', 'expected schema version 2, found a manifest of Docker schema 1', {
      line: 1,
    })
  }
  if (get(root, 'config') === undefined) {
    throw new FormatError('FORMAT_SHAPE', 'expected an image index or an image manifest', { line: 1 })
  }
  const artifactType = string(get(root, 'artifactType'))
  return {
    kind: 'manifest',
    config: descriptorOf(get(root, 'config'), tree, 'the configuration'),
    layers: descriptorsOf(get(root, 'layers'), tree, 'a layer'),
    ...(artifactType === undefined ? {} : { artifactType }),
  }
}
