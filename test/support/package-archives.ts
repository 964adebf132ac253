import { createHash } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { writeTar, type TarMember } from './tar-writer.ts'
import { writeZip, type ZipMember } from './zip-writer.ts'

/** Contents of an artefact by path. */
export type ArtefactFiles = Readonly<Record<string, string | Uint8Array>>

/** What a package of Python says of itself beside its name and version. */
export interface PythonWords {
  readonly summary?: string
  readonly requires?: readonly string[]
  readonly homepage?: string
  /** `tool = pkg.cli:main` */
  readonly scripts?: readonly string[]
  readonly tag?: string
}

/** `METADATA` and `PKG-INFO`. */
function metadataOf(name: string, version: string, words: PythonWords): string {
  const lines = [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    `Summary: ${words.summary ?? 'A library.'}`,
    ...(words.homepage === undefined ? [] : [`Home-page: ${words.homepage}`]),
    ...(words.requires ?? []).map((one) => `Requires-Dist: ${one}`),
  ]
  return `${lines.join('\n')}\n\n# ${name}\n`
}

/** The file name of a wheel. */
export function wheelName(name: string, version: string, tag = 'py3-none-any'): string {
  return `${name.replaceAll(/[-.]+/g, '_')}-${version}-${tag}.whl`
}

/** A wheel with METADATA, WHEEL and an honest RECORD. `more`: members that RECORD does not name. */
export function writeWheel(
  name: string,
  version: string,
  files: ArtefactFiles,
  words: PythonWords = {},
  more: readonly ZipMember[] = [],
): Buffer {
  const info = `${name.replaceAll(/[-.]+/g, '_')}-${version}.dist-info`
  const all: ArtefactFiles = {
    ...files,
    [`${info}/METADATA`]: metadataOf(name, version, words),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: bdist_wheel\nRoot-Is-Purelib: true\nTag: ${words.tag ?? 'py3-none-any'}\n`,
    ...(words.scripts === undefined
      ? {}
      : { [`${info}/entry_points.txt`]: `[console_scripts]\n${words.scripts.join('\n')}\n` }),
  }
  const rows = Object.entries(all).map(
    ([path, data]) =>
      `${path},sha256=${createHash('sha256').update(data).digest('base64url')},${Buffer.byteLength(data)}`,
  )
  const record = [...rows, `${info}/RECORD,,`, ''].join('\n')
  return writeZip([
    ...Object.entries({ ...all, [`${info}/RECORD`]: record }).map(([path, data]) => ({
      name: path,
      data,
      mode: 0o100644,
    })),
    ...more,
  ])
}

/** A source distribution: everything in one folder, with PKG-INFO. */
export function writeSdist(
  name: string,
  version: string,
  files: ArtefactFiles,
  words: PythonWords = {},
  more: readonly TarMember[] = [],
): Buffer {
  const folder = `${name.replaceAll(/[-.]+/g, '_')}-${version}`
  const all: ArtefactFiles = { 'PKG-INFO': metadataOf(name, version, words), ...files }
  return gzipSync(
    writeTar([...Object.entries(all).map(([path, data]) => ({ name: `${folder}/${path}`, data })), ...more]),
  )
}

/** A tarball of npm: everything in `package/`, the manifest first. */
export function writeNpm(
  name: string,
  version: string,
  files: ArtefactFiles,
  manifest: Readonly<Record<string, unknown>> = {},
  more: readonly TarMember[] = [],
): Buffer {
  const text = `${JSON.stringify({ name, version, ...manifest }, null, 2)}\n`
  const members = Object.entries({ 'package.json': text, ...files }).map(([path, data]) => ({
    name: `package/${path}`,
    data,
  }))
  return gzipSync(writeTar([...members, ...more]))
}

/** A `.conda` package: a zip of two tar archives, packed with Zstandard. */
export function writeConda(name: string, version: string, files: ArtefactFiles, summary = 'A library.'): Buffer {
  const build = 'py_0'
  const stem = `${name}-${version}-${build}`
  const tar = (contents: ArtefactFiles): Buffer =>
    zstdCompressSync(writeTar(Object.entries(contents).map(([path, data]) => ({ name: path, data }))))
  const index = { name, version, build, build_number: 0, depends: ['python >=3.9'], subdir: 'noarch' }
  return writeZip([
    { name: 'metadata.json', data: '{"conda_pkg_format_version": 2}', method: 'stored' },
    { name: `pkg-${stem}.tar.zst`, data: tar(files), method: 'stored' },
    {
      name: `info-${stem}.tar.zst`,
      data: tar({ 'info/index.json': JSON.stringify(index), 'info/about.json': JSON.stringify({ summary }) }),
      method: 'stored',
    },
  ])
}
