/** What the media type of a layer says beside its compression, which the bytes tell. */
export interface LayerKind {
  /** Its bytes may lie somewhere else on purpose (Windows base layers). */
  readonly foreign: boolean
  readonly encrypted: boolean
}

const LAYER =
  /^application\/vnd\.(?:oci\.image\.layer\.(nondistributable\.)?v1\.tar|docker\.image\.rootfs\.(?:(foreign)\.)?diff\.tar)(?:[.+][a-z0-9.+-]{0,64})?$/

/**
 * The kind of a layer by its media type (OCI layer.md, Docker image manifest v2.2, ocicrypt's `+encrypted`). Undefined for
 * what is no layer of a file system: signatures, models and other artifacts travel in manifests too.
 */
export function layerKind(mediaType: string): LayerKind | undefined {
  const match = LAYER.exec(mediaType)
  if (match === null) return undefined
  return { foreign: match[1] !== undefined || match[2] !== undefined, encrypted: mediaType.endsWith('+encrypted') }
}
