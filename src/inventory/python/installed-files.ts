import { type CoreMetadata, coreMetadata, metadataField } from '../../formats/core-metadata.ts'
import { json } from '../../formats/json.ts'
import { lineIndex } from '../../formats/line-index.ts'
import { text as textFormat } from '../../formats/text.ts'
import { at, type Location } from '../../model/location.ts'
import type { Origin } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { readDirectUrl } from './direct-url.ts'
import { type DistributionFolder, distributionFolder } from './distribution-folder.ts'
import { excerpt, type ExtractionBuilder, type MentionDraft } from './extraction-builder.ts'
import { readEggRequires } from './egg-requires.ts'
import { addRequirement } from './plain-requirement.ts'

/** Reads one file of a distribution's folder; says nothing of files that only share a name with them. */
export async function readInstalledFile(file: ScannedFile, builder: ExtractionBuilder): Promise<void> {
  if (file.path.endsWith('.egg-link')) return readEggLink(file, builder)
  const folder = distributionFolder(file.path)
  if (folder === undefined) return
  switch (folder.file) {
    case '':
    case 'METADATA':
    case 'PKG-INFO':
      return readMetadata(file.path, await file.read(coreMetadata), folder, builder)
    case 'INSTALLER':
      return readInstaller(file.path, await file.read(textFormat), folder, builder)
    case 'REQUESTED':
      // An empty file: pip and uv leave it with what the user named, and with nothing else.
      addPiece(folder, builder, { location: at(file.path, 1, 1), text: 'REQUESTED', direct: 'yes' })
      return
    case 'direct_url.json':
      return readOrigin(file, folder, builder)
    case 'requires.txt':
      return readEggRequires(file.path, await file.read(textFormat), folder, builder)
    default:
  }
}

/** A project's own: setuptools writes `name.egg-info` beside the code it describes. */
export function isSourceTree(folder: DistributionFolder): boolean {
  return folder.version === undefined
}

function readMetadata(
  path: string,
  metadata: CoreMetadata,
  folder: DistributionFolder,
  builder: ExtractionBuilder,
): void {
  const place = (offset: number): Location => {
    const { line, column } = metadata.lines.position(offset)
    return at(path, line, column)
  }
  const name = metadataField(metadata, 'name')
  const version = metadataField(metadata, 'version')
  if (name === undefined || version === undefined) {
    builder.partial('expected the headers Name and Version; the name of the folder is taken for them', at(path, 1, 1))
    if (folder.version !== undefined) addPiece(folder, builder, { location: at(path, 1, 1), text: folder.place })
    return
  }
  const key = addPiece(folder, builder, {
    name: name.value,
    version: { kind: 'exact', version: version.value },
    location: place(version.offset),
    text: `${name.value} ${version.value}`,
  })
  for (const field of metadata.fields) {
    if (field.name !== 'requires-dist') continue
    const text = field.value
    const required = addRequirement(text, builder, { direct: 'no', place: (offset) => place(field.offset + offset) })
    if (key !== undefined && required !== undefined) builder.edge(key, required)
  }
}

/** `pip`, `uv`, `conda`, `Poetry 1.8.2`, one word and perhaps a version. */
function readInstaller(path: string, text: string, folder: DistributionFolder, builder: ExtractionBuilder): void {
  const word = /^\s*([A-Za-z][\w.-]{0,40})/.exec(text)?.[1]?.toLowerCase()
  if (word === undefined) return
  addPiece(folder, builder, { location: at(path, 1, 1), text: `INSTALLER ${word}`, groups: [`installer:${word}`] })
}

async function readOrigin(file: ScannedFile, folder: DistributionFolder, builder: ExtractionBuilder): Promise<void> {
  const { root } = await file.read(json)
  const found = readDirectUrl(root)
  if (found === undefined) {
    const message = 'expected `url` with `vcs_info`, `dir_info` or `archive_info` (PEP 610); the origin is not known'
    return builder.partial(message, at(file.path, 1, 1))
  }
  const { origin, integrity } = found
  addPiece(folder, builder, { location: at(file.path, 1, 1), text: addressOf(origin), origin, integrity })
}

function addressOf(origin: Origin): string {
  return origin.kind === 'local' ? origin.path : origin.kind === 'registry' ? '' : origin.url
}

/** What one file says; what it does not say is in the name of the folder. */
function addPiece(
  folder: DistributionFolder,
  builder: ExtractionBuilder,
  said: Partial<MentionDraft> & Pick<MentionDraft, 'location' | 'text'>,
): string | undefined {
  const vendored = /(?:^|\/)_?vendor(?:ed)?$/.test(folder.site) ? ['vendored'] : []
  return builder.add({
    name: folder.name,
    version: folder.version === undefined ? { kind: 'unstated' } : { kind: 'exact', version: folder.version },
    origin: isSourceTree(folder) ? { kind: 'local', path: folder.site || '.' } : { kind: 'registry' },
    role: 'locks',
    scope: 'runtime',
    direct: 'unknown',
    integrity: [],
    ...said,
    groups: [...vendored, ...(said.groups ?? [])],
  })
}

/** `python setup.py develop` left a file with the path of the source tree; the name of the file is the name of the project. */
async function readEggLink(file: ScannedFile, builder: ExtractionBuilder): Promise<void> {
  const text = await file.read(textFormat)
  const path = text.trim().split(/\r?\n/, 1)[0] ?? ''
  const name = file.path.slice(file.path.lastIndexOf('/') + 1, -'.egg-link'.length)
  if (path === '') return builder.partial(`expected the path of ${excerpt(name)}, found nothing`, at(file.path, 1, 1))
  builder.add({
    name: packageName('PyPI', name),
    version: { kind: 'unstated' },
    origin: { kind: 'local', path: path.slice(0, 2000) },
    role: 'locks',
    scope: 'runtime',
    groups: [],
    direct: 'yes',
    location: placeOfInk(text, file.path),
    text: path,
    integrity: [],
  })
}

function placeOfInk(text: string, path: string): Location {
  const { line, column } = lineIndex(text).position(Math.max(0, text.search(/\S/)))
  return at(path, line, column)
}
