import { createHash } from 'node:crypto'
import type { RegistryServer } from './registry-server.ts'

/** One release on a local registry: its files by name. */
export interface ServedRelease {
  readonly version: string
  readonly files: Readonly<Record<string, Uint8Array>>
  /** RFC 3339. */
  readonly published?: string
  /** Names of files whose stated digest is another one. */
  readonly lies?: readonly string[]
  /** Names of files that are stated and that the server does not have. */
  readonly gone?: readonly string[]
  /** What the registry of npm says of the release. */
  readonly manifest?: Readonly<Record<string, unknown>>
}

const PUBLISHED = '2026-11-20T08:00:00Z'
const SINCE = '2019-03-01T00:00:00Z'

/** Serves a project as an index of Python does (PEP 691), below `/simple/`. */
export function servePython(server: RegistryServer, name: string, releases: readonly ServedRelease[]): void {
  const files = releases.flatMap(({ files: all, published = PUBLISHED, lies = [], gone = [] }) =>
    Object.entries(all).map(([filename, bytes]) => {
      if (!gone.includes(filename)) server.replies.set(`/files/${filename}`, bytes)
      const sha256 = createHash('sha256')
        .update(lies.includes(filename) ? 'other' : bytes)
        .digest('hex')
      return { filename, url: `../../files/${filename}`, hashes: { sha256 }, 'upload-time': published }
    }),
  )
  const versions = releases.map(({ version }) => version)
  server.replies.set(`/simple/${name}/`, JSON.stringify({ meta: { 'api-version': '1.1' }, name, files, versions }))
}

/** Serves a project as a registry of npm does, below `/npm/`. Each release has one file. */
export function serveNpm(
  server: RegistryServer,
  name: string,
  releases: readonly ServedRelease[],
  since = SINCE,
): void {
  const versions = releases.map(({ version, files, lies = [], gone = [], manifest = {} }) => {
    const [[filename, bytes] = ['', new Uint8Array()]] = Object.entries(files)
    const path = `/npm/${name}/-/${filename}`
    if (!gone.includes(filename)) server.replies.set(path, bytes)
    const digest = createHash('sha512')
      .update(lies.includes(filename) ? 'other' : bytes)
      .digest('base64')
    const dist = { tarball: `${server.address.slice(0, -1)}${path}`, integrity: `sha512-${digest}` }
    return [version, { name, version, dist, ...manifest }] as const
  })
  const times = releases.map(({ version, published = PUBLISHED }) => [version, published] as const)
  const packument = {
    name,
    'dist-tags': { latest: releases.at(-1)?.version },
    versions: Object.fromEntries(versions),
    time: { created: since, ...Object.fromEntries(times) },
  }
  server.replies.set(`/npm/${name.replace('/', '%2f')}`, JSON.stringify(packument))
}
