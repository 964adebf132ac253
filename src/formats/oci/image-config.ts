import type { Format } from '../../base/bytes.ts'
import { json } from '../json.ts'
import { boolean, get, getPath, items, string } from '../tree.ts'
import { type OciDigest, ociDigest } from './digest.ts'
import { type Platform, platformOf } from './platform.ts'

/** What an image configuration says of its layers (OCI image specification, config.md; Docker writes the same). */
export interface ImageConfig {
  readonly platform?: Platform
  /** Of the unpacked layers, lowest first; undefined in place of what is no digest. */
  readonly diffIds: readonly (OciDigest | undefined)[]
  /** What made each layer, lowest first; steps that made none are left out. Undefined where it is not said. */
  readonly createdBy: readonly (string | undefined)[]
}

/** The media types under which configurations of images of file systems travel. */
export const CONFIG_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
])

/** Reads a configuration; what is missing in it is missing in the outcome. Throws FormatError where it is no JSON. */
export const imageConfig: Format<ImageConfig> = {
  id: 'oci/image-config',
  parse: (bytes, limits) => {
    const { root } = json.parse(bytes, limits)
    const platform = platformOf(root)
    return {
      ...(platform === undefined ? {} : { platform }),
      diffIds: items(getPath(root, 'rootfs', 'diff_ids')).map((item) => ociDigest(string(item))),
      createdBy: items(get(root, 'history'))
        .filter((step) => boolean(get(step, 'empty_layer')) !== true)
        .map((step) => string(get(step, 'created_by'))),
    }
  },
}
