import type { Identification } from '../../models/containers/model-kind.ts'
import type { PackageNote } from '../artefact-facts.ts'
import { kindOfBytes, kindOfFirstLine } from './file-kind.ts'
import { extensionOf } from './member-path.ts'

/**
 * A note where a file is named like a text, picture, font, sound or film and begins like a program, script, archive, pickle or model; undefined
 * otherwise. Only what fixed bytes say counts.
 */
export function disguiseNote(
  path: string,
  head: Uint8Array,
  kinds: readonly Identification[],
): PackageNote | undefined {
  const extension = extensionOf(path)
  const isMedia = MEDIA.has(extension)
  if (!isMedia && !TEXTS.has(extension)) return undefined
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const kind = kindOfBytes(bytes, kinds) ?? (isMedia || extension === 'txt' ? kindOfFirstLine(bytes) : undefined)
  if (kind === undefined || (kind === 'archive' && GZIPPED.has(extension))) return undefined
  return {
    kind: 'unusual',
    code: 'disguised',
    path,
    message: `named like .${extension}, but it begins like ${WORDS[kind] ?? kind}`,
  }
}

const WORDS: Readonly<Record<string, string>> = {
  native: 'a program or library',
  wasm: 'WebAssembly',
  bytecode: 'compiled Python',
  archive: 'an archive',
  model: 'a model or pickle',
  python: 'a Python script',
  javascript: 'a script of Node.js',
  shell: 'a shell script',
  powershell: 'a PowerShell script',
}

const MEDIA: ReadonlySet<string> = new Set(
  'png jpg jpeg gif bmp ico webp avif svg tif tiff ttf otf woff woff2 eot wav mp3 ogg flac mp4 webm mov avi pdf'.split(
    ' ',
  ),
)
const TEXTS: ReadonlySet<string> = new Set(
  'txt md rst html htm css scss less json yml yaml toml ini cfg csv tsv xml map py pyi js cjs mjs jsx ts cts mts tsx sh bat ps1 pth c h cpp'.split(
    ' ',
  ),
)
/** Served packed: SVG, JSON and XML may be gzip under their own name. */
const GZIPPED: ReadonlySet<string> = new Set(['svg', 'xml', 'eot'])
