import type { Ecosystem } from '../../../model/ecosystem.ts'
import { LimitError } from '../../../base/errors.ts'
import type { ArtefactKind, PackageManifest, PackageNote } from '../artefact-facts.ts'
import type { FileRole } from '../package-file.ts'
import type { ArtefactEvent, ArtefactFile, ArtefactLink } from './artefact-event.ts'
import { type AskedRelease, identityNotes } from './identity-notes.ts'
import { isManifestPath, MANIFEST_BYTES, type ManifestInput, type NpmReading } from './manifest-input.ts'
import { withoutRepetition } from './note-keeper.ts'
import { readManifest } from './read-manifest.ts'
import { type RecordedFile, recordNotes } from './record-notes.ts'
import { rolesOf } from './roles.ts'
import { metadataFolder } from './wheel-manifest.ts'

/** What is known of a package once all its files were seen. */
export interface PackageContents {
  readonly kind: ArtefactKind
  /** The folder around everything, as the archive calls it. */
  readonly folder: string
  readonly manifest: PackageManifest | undefined
  /** By path, of every file. */
  readonly roles: ReadonlyMap<string, FileRole>
  /** Of an npm package. */
  readonly npm?: NpmReading
  /** What manifests, names and RECORD say against each other. */
  readonly notes: readonly PackageNote[]
}

/**
 * Keeps of the events of one artefact what has to be known of all its files before any has a role: the names, the digests, the bytes of
 * manifests. `add` is given every event while its bytes are valid, `finish` comes last.
 */
export class PackageIndex {
  readonly #name: string
  readonly #asked: AskedRelease | undefined
  readonly #ecosystem: Ecosystem | undefined
  #kind: ArtefactKind = 'archive'
  #folder = ''
  readonly #files: RecordedFile[] = []
  readonly #others: string[] = []
  readonly #links: ArtefactLink[] = []
  readonly #texts = new Map<string, Uint8Array>()
  readonly #notes: PackageNote[] = []

  /** `name`: the file name of the artefact. `asked`: the release that the registry was asked for. */
  constructor(name: string, ecosystem?: Ecosystem, asked?: AskedRelease) {
    this.#name = name
    this.#ecosystem = ecosystem
    this.#asked = asked
  }

  async add(event: ArtefactEvent): Promise<void> {
    if (event.type === 'artefact') {
      this.#kind = event.kind
      this.#folder = event.folder
    } else if (event.type === 'link') this.#links.push(event.link)
    else if (event.type === 'file') await this.#addFile(event.file)
  }

  finish(): PackageContents {
    const input: ManifestInput = {
      kind: this.#kind,
      name: this.#name,
      paths: [...this.#files.map(({ path }) => path), ...this.#links.map(({ path }) => path)],
      texts: this.#texts,
    }
    const { manifest, entries, notes, npm } = readManifest(input, this.#ecosystem)
    const paths = [...input.paths, ...this.#others]
    return {
      kind: this.#kind,
      folder: this.#folder,
      manifest,
      ...(npm === undefined ? {} : { npm }),
      roles: rolesOf({ kind: this.#kind, entries, paths, links: this.#links }),
      notes: withoutRepetition([
        ...this.#notes,
        ...notes,
        ...identityNotes(input, manifest, this.#asked),
        ...this.#recordNotes(input),
      ]),
    }
  }

  async #addFile({ path, size, sha256, source, nested, hidden }: ArtefactFile): Promise<void> {
    if (nested || hidden) {
      this.#others.push(path)
      return
    }
    this.#files.push({ path, size, sha256 })
    if (!isManifestPath(path)) return
    try {
      // Copied: the bytes of the event are valid until the next one.
      if (size <= MANIFEST_BYTES) this.#texts.set(path, new Uint8Array(await source.slice(0, size)))
      else this.#tooLarge(path, `${size} bytes`)
    } catch (error) {
      if (!(error instanceof LimitError)) throw error
      this.#tooLarge(path, error.message)
    }
  }

  #tooLarge(path: string, why: string): void {
    this.#notes.push({ kind: 'not-inspected', code: 'manifest', path, message: `not read: ${why}` })
  }

  #recordNotes(input: ManifestInput): readonly PackageNote[] {
    const isInstalled = this.#kind === 'folder'
    if (this.#kind !== 'wheel' && !isInstalled) return []
    const folder = metadataFolder(input)
    const path = `${folder}/RECORD`
    const bytes = this.#texts.get(path)
    if (bytes !== undefined) return recordNotes(path, bytes, this.#files, isInstalled)
    if (isInstalled) return []
    return [{ kind: 'unlisted', code: 'record-absent', path, message: 'a wheel without RECORD' }]
  }
}
