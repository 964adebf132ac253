import type { ByteSource } from '../../../base/bytes.ts'
import { LimitError } from '../../../base/errors.ts'
import type { ContainerBudget } from '../../models/containers/budget.ts'
import type { ContainerArchive, ContainerMember, ContainerNote } from '../../models/containers/container-event.ts'
import { inspectContainer } from '../../models/containers/inspect.ts'
import type { ModelKind } from '../../models/containers/model-kind.ts'
import type { PackageNote } from '../artefact-facts.ts'
import type { ArtefactEvent } from './artefact-event.ts'
import { type ArtefactLayout, artefactLayout, type AskedFor, pathInPackage } from './artefact-layout.ts'
import { packageNote } from './container-notes.ts'
import { deepNote, outsideNotes, zipLinkNote } from './entry-notes.ts'
import type { ListedEntry } from './listed-entry.ts'
import {
  containerFormats,
  contentName,
  type Frame,
  isStreamContent,
  isWrapped,
  listingOf,
  placeIn,
  type SharedPath,
  trialFormats,
} from './member-frames.ts'
import { memberPath } from './member-path.ts'
import { linkTarget, nameNotes, sharedPathNote } from './name-notes.ts'
import { NoteKeeper } from './note-keeper.ts'
import { emptyFile, EMPTY_DIGEST, isEmptyFile, shrunk } from './file-events.ts'
import { formatNotes } from './format-notes.ts'
import { digested } from './whole-digest.ts'

/** What is asked for, and where the bytes stand. */
export interface OpenOptions extends AskedFor {
  /** The bytes are a file of a folder, called `name` there: it is handed out itself, and what is in it stands below it. */
  readonly inFolder?: boolean
}

type Events = AsyncGenerator<ArtefactEvent, void, void>

/**
 * Every file of a wheel, sdist, egg, npm tarball, conda package or any other archive, by content and in every reading, with the files of archives in
 * it, to any depth the budget allows. `name` is the file name of the artefact: it only decides where the bytes leave a choice, and a
 * name that says another format is told. Nothing is written, run or resolved. Limits, damage and what has no reader are notes,
 * never silence. Throws only what the source throws (ExternalError).
 */
export async function* openArtefact(
  source: ByteSource,
  name: string,
  budget: ContainerBudget,
  asked: OpenOptions = {},
): Events {
  const opening = new Opening(name, budget, asked)
  for await (const event of inspectContainer(source, budget)) {
    if (event.type === 'member') yield* opening.member(event)
    else if (event.type === 'archive') yield* opening.archive(event)
    else yield* opening.note(event)
  }
  yield* opening.end()
}

/** Follows the events of one artefact. It lives as long as the artefact is opened. */
class Opening {
  readonly #name: string
  readonly #budget: ContainerBudget
  readonly #asked: OpenOptions
  readonly #notes = new NoteKeeper()
  /** From the artefact itself to the innermost part that was met last; as many as labels of its path, and one. */
  readonly #frames: Frame[] = []
  #layout: ArtefactLayout | undefined

  constructor(name: string, budget: ContainerBudget, asked: OpenOptions) {
    this.#name = name
    this.#budget = budget
    this.#asked = asked
  }

  async *member(member: ContainerMember): Events {
    yield* this.#closeTo(member.depth)
    const formats = containerFormats(member.kinds)
    const parent = this.#frames.at(-1)
    if (parent === undefined) return yield* this.#root(member, formats)
    // What stands behind the header of an array of objects: readers of models find it in the array itself.
    if (member.reading === 'objects') return this.#open(member, parent.path, formats, true)
    const label = member.path.at(-1) ?? ''
    if (isStreamContent(member)) return yield* this.#content(member, parent, formats)
    const listed = member.entry === undefined ? undefined : parent.listing?.byEntry.get(member.entry)
    if (member.entry !== undefined) parent.listing?.seen.add(member.entry)
    if (listed === undefined && member.entry === undefined) {
      const path = `${parent.path === '' ? '' : `${parent.path}/`}(${label})`
      this.#open(member, path, formats, true)
      return yield* this.#file(member, path, { hidden: true, mode: 0 })
    }
    const { path, hidden } = placeIn(parent, label, listed, this.#layout)
    if (parent.path === '' && this.#layout?.kind === 'conda' && /^(?:pkg|info)-[^/]*\.tar\.zst$/.test(path)) {
      return this.#open(member, '', formats, hidden)
    }
    if (formats.length > 0) yield* this.#deep(path)
    this.#open(member, path, formats, hidden)
    if (listed?.type === 'symlink') yield* this.#zipLink(member, listed, path, parent)
    // A 7z lists its names one by one.
    if (listed === undefined) for (const note of outsideNotes(label, path)) yield* this.#told(note)
    const shared = parent.listing?.shared.get(listed?.sharedPath ?? '')
    yield* this.#file(member, path, { hidden, mode: listed?.mode ?? 0 }, shared)
  }

  async *archive(archive: ContainerArchive): Events {
    yield* this.#closeTo(archive.path.length + 1)
    const frame = this.#frames.at(-1)
    if (frame === undefined) return
    yield* this.#left(frame)
    frame.listing = listingOf(archive, frame)
    const entries = [...frame.listing.byEntry.values()]
    if (frame.path === '' && frame.listing.view === '' && this.#layout === undefined)
      yield* this.#settle(archive, entries)
    const pathOf = (entry: ListedEntry): string => placeIn(frame, entry.name, entry, this.#layout).path
    if (!this.#isUnread(frame, archive.format)) for (const note of nameNotes(entries, pathOf)) yield* this.#told(note)
    for (const entry of entries) {
      if (entry.linkName !== '') yield this.#link(entry, entry.linkName, pathOf(entry), frame)
      // Empty and honest about it: it comes as no part.
      if (isEmptyFile(entry)) {
        frame.listing.seen.add(entry.entry)
        frame.listing.shared.get(entry.sharedPath)?.contents.push(EMPTY_DIGEST)
        const { path, hidden } = placeIn(frame, entry.name, entry, this.#layout)
        yield emptyFile(path, entry.mode, frame.path !== '', hidden)
      }
    }
  }

  async *note(note: ContainerNote): Events {
    const depth = note.path.length
    const own = this.#frames[depth]
    const about = depth === 0 || own?.label === note.path.at(-1) ? own : undefined
    const isTrial = note.code.startsWith('stream-') && about?.trials.some((kind) => note.message.startsWith(`${kind}:`))
    if (isTrial === true) return
    const parent = this.#frames[depth - 1]
    const format = note.code.startsWith('zip-') ? 'zip' : undefined
    if (format !== undefined && [about, parent].some((frame) => frame !== undefined && this.#isUnread(frame, format)))
      return
    const label = note.path.at(-1) ?? ''
    const told = packageNote(note, about?.path ?? (parent === undefined ? '' : this.#pathOf(parent, label)))
    if (told !== undefined) yield* this.#told(told)
  }

  async *end(): Events {
    yield* this.#closeTo(0)
    if (this.#layout === undefined) yield { type: 'artefact', kind: 'archive', folder: '', paths: [] }
    for (const note of this.#notes.rest()) yield { type: 'note', note }
  }

  /**
   * A tar that was unpacked and ends with an archive of its tests can be read as a zip from its end. Nobody does: installers go by the first bytes of
   * the artefact, and those are of the compression. The archive in it is looked at where it lies.
   */
  #isUnread(frame: Frame, format: ModelKind): boolean {
    const around = this.#frames[this.#frames.indexOf(frame) - 1]
    return format === 'zip' && frame.format === 'tar' && around !== undefined && STREAMS.has(around.format ?? '')
  }

  #pathOf(parent: Frame, label: string): string {
    const listed = parent.listing?.byName.get(label)
    // What a note is about need not be told again as missing.
    if (listed !== undefined) parent.listing?.seen.add(listed.entry)
    return placeIn(parent, label, listed, this.#layout).path
  }

  async *#root(member: ContainerMember, formats: readonly ModelKind[]): Events {
    if (this.#asked.inFolder === true) {
      this.#layout = { kind: 'folder', folder: '' }
      this.#open(member, this.#name, formats, false)
      return yield* this.#file(member, this.#name, { hidden: false, mode: 0 })
    }
    const { notes, usual } = formatNotes(this.#name, formats)
    const trials = trialFormats(member.kinds)
    this.#frames.push({ label: '', path: '', format: usual, hidden: false, trials, listing: undefined })
    for (const note of notes) yield* this.#told(note)
    if (formats.length > 0) return
    // No archive at all: the file is all there is.
    yield* this.#file(member, memberPath(this.#name), { hidden: false, mode: 0 })
  }

  async *#content(member: ContainerMember, parent: Frame, formats: readonly ModelKind[]): Events {
    const label = member.path.at(-1) ?? ''
    const isUsual = parent.format === undefined || parent.format === label
    const view = isUsual ? '' : `(as ${label})`
    const base = view === '' ? parent.path : parent.path === '' ? view : `${parent.path}/${view}`
    const hidden = parent.hidden || !isUsual
    if (isWrapped(member.kinds)) return this.#open(member, base, formats, hidden)
    const name = contentName(parent.path === '' ? this.#name : parent.path)
    const path = base === '' ? name : `${base}/${name}`
    this.#open(member, path, formats, hidden)
    // Noise that unpacks for some bytes as if it were a stream without a magic number.
    const isTrial = parent.trials.some((kind) => kind === label)
    if (isTrial && member.source.size < LEAST_TRIAL_BYTES) return
    yield* this.#file(member, path, { hidden, mode: 0 })
  }

  #open(member: ContainerMember, path: string, formats: readonly ModelKind[], hidden: boolean): void {
    const label = member.path.at(-1) ?? ''
    this.#frames.push({
      label,
      path,
      format: formats[0],
      hidden,
      trials: trialFormats(member.kinds),
      listing: undefined,
    })
  }

  async *#file(
    { source, kinds }: ContainerMember,
    path: string,
    { hidden, mode }: { readonly hidden: boolean; readonly mode: number },
    shared?: SharedPath,
  ): Events {
    const nested = this.#frames.length > 1 && (this.#frames.at(-2)?.path ?? '') !== ''
    if (this.#layout === undefined) yield* this.#settleAs({ kind: 'archive', folder: '' }, [])
    try {
      const whole = await digested(source, this.#budget.limits.holdBytes)
      const { sha256 } = whole
      shared?.contents.push(sha256)
      yield {
        type: 'file',
        file: { path, size: whole.source.size, sha256, source: whole.source, mode, kinds, nested, hidden },
      }
      if (whole.read < source.size) yield* this.#told(shrunk(path))
    } catch (error) {
      if (!(error instanceof LimitError)) throw error
      const code = error.code.toLowerCase().replace('_', '-')
      const message = `not read to its end: ${error.message}`
      yield* this.#told({ kind: 'not-inspected', code, path, message })
    }
  }

  /** In a zip the target of a link is its content. */
  async *#zipLink({ source }: ContainerMember, entry: ListedEntry, path: string, archive: Frame): Events {
    const written = Buffer.from(await source.slice(0, LONGEST_TARGET)).toString('utf8')
    yield* this.#told(zipLinkNote(path, linkTarget(entry.name, written, true)))
    yield this.#link(entry, written, path, archive)
  }

  async *#deep(path: string): Events {
    const around = new Set(this.#frames.filter((frame) => frame.path !== '').map((frame) => frame.path)).size
    if (around >= 2) yield* this.#told(deepNote(path, around))
  }

  #link({ name, type }: ListedEntry, written: string, path: string, archive: Frame): ArtefactEvent {
    const symbolic = type === 'symlink'
    const inArchive = linkTarget(name, written, symbolic)
    const top = archive.path === '' ? this.#layout : undefined
    const inside = inArchive === undefined || top === undefined ? inArchive : pathInPackage(top, inArchive)
    const target = inside === undefined || archive.path === '' ? inside : `${archive.path}/${inside}`
    return { type: 'link', link: { path, target, symbolic } }
  }

  async *#settle(archive: ContainerArchive, entries: readonly ListedEntry[]): Events {
    const names = entries.filter(({ type, hidden }) => type !== 'directory' && !hidden).map(({ name }) => name)
    yield* this.#settleAs(artefactLayout(names, archive.format, this.#name, this.#asked), names)
  }

  async *#settleAs(layout: ArtefactLayout, names: readonly string[]): Events {
    this.#layout = layout
    const paths = names.map((name) => pathInPackage(layout, memberPath(name)) ?? memberPath(name))
    yield { type: 'artefact', kind: layout.kind, folder: layout.folder, paths }
  }

  /** Lets go of frames until `depth` are left. */
  async *#closeTo(depth: number): Events {
    while (this.#frames.length > depth) {
      const frame = this.#frames.pop()
      if (frame !== undefined) yield* this.#left(frame)
    }
  }

  /** What an archive listed and what never came: empty after unpacking, or not looked at. */
  async *#left(frame: Frame): Events {
    const { listing } = frame
    if (listing === undefined) return
    frame.listing = undefined
    for (const entry of listing.byEntry.values()) {
      if (listing.seen.has(entry.entry) || (entry.type !== 'file' && entry.type !== 'symlink') || entry.linkName !== '')
        continue
      const { path, hidden } = placeIn({ ...frame, listing }, entry.name, entry, this.#layout)
      if (entry.size === 0) listing.shared.get(entry.sharedPath)?.contents.push(EMPTY_DIGEST)
      if (entry.size === 0) yield emptyFile(path, entry.mode, frame.path !== '', hidden)
      else
        yield* this.#told({ kind: 'not-inspected', code: 'member', path, message: 'a member that was not looked at' })
    }
    for (const [own, shared] of listing.shared)
      yield* this.#told(sharedPathNote(placeIn({ ...frame, listing }, own, undefined, this.#layout).path, shared))
  }

  async *#told(note: PackageNote): Events {
    if (this.#notes.admits(note)) yield { type: 'note', note }
  }
}

/** Compressions that a tar is packed with. */
const STREAMS: ReadonlySet<string> = new Set<ModelKind>(['gzip', 'bzip2', 'xz', 'zstd', 'lzma', 'compress'])

const LONGEST_TARGET = 4096
const LEAST_TRIAL_BYTES = 4096
