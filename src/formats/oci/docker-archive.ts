import type { Format } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { json } from '../json.ts'
import { get, items, string, type Tree, type TreeValue } from '../tree.ts'

/** One image of `manifest.json`, as `docker save`, podman, skopeo, crane, kaniko and Bazel write it. Names are members of the archive. */
export interface ArchivedImage {
  readonly config: string
  readonly tags: readonly string[]
  /** Lowest first. */
  readonly layers: readonly string[]
}

/** Reads `manifest.json` of `docker save` (Docker image specification v1.2). Throws FORMAT_SHAPE where it is none. */
export const dockerArchive: Format<readonly ArchivedImage[]> = {
  id: 'oci/docker-archive',
  parse: (bytes, limits) => {
    const tree = json.parse(bytes, limits)
    if (tree.root.kind !== 'array' || tree.root.items.length === 0) throw wrong('a list of images', tree, tree.root)
    return tree.root.items.map((item) => imageOf(item, tree))
  },
}

function imageOf(value: TreeValue, tree: Tree): ArchivedImage {
  const config = string(get(value, 'Config'))
  if (config === undefined) throw wrong('an image with `Config` and `Layers`', tree, value)
  const layers = items(get(value, 'Layers')).map((layer) => {
    const name = string(layer)
    if (name === undefined) throw wrong('the name of a layer', tree, layer)
    return name
  })
  const tags = items(get(value, 'RepoTags')).flatMap((tag) => string(tag) ?? [])
  return { config, tags, layers }
}

function wrong(expected: string, tree: Tree, { offset }: TreeValue): FormatError {
  return new FormatError('FORMAT_SHAPE', `manifest.json: expected ${expected}`, tree.lines.position(offset))
}
