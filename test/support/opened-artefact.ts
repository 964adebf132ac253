import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { systemClock, type Clock } from '../../src/base/clock.ts'
import { memorySource } from '../../src/formats/zip-source.ts'
import type { PackageNote } from '../../src/analysis/packages/artefact-facts.ts'
import type { ArtefactEvent, ArtefactLink } from '../../src/analysis/packages/contents/artefact-event.ts'
import { openArtefact } from '../../src/analysis/packages/contents/open-artefact.ts'
import { type PackageContents, PackageIndex } from '../../src/analysis/packages/contents/package-index.ts'
import { PACKAGE_LIMITS } from '../../src/analysis/packages/contents/package-limits.ts'
import type { AskedRelease } from '../../src/analysis/packages/contents/identity-notes.ts'
import { ContainerBudget, type ContainerLimits } from '../../src/analysis/models/containers/budget.ts'
import type { Ecosystem } from '../../src/model/ecosystem.ts'
import { writeTar, type TarMember } from './tar-writer.ts'
import { writeZip, type ZipMember } from './zip-writer.ts'

/** An artefact after it was opened, with what its files hold as text. */
export interface OpenedArtefact {
  readonly texts: Readonly<Record<string, string>>
  readonly modes: Readonly<Record<string, number>>
  readonly hidden: readonly string[]
  readonly nested: readonly string[]
  readonly links: readonly ArtefactLink[]
  /** Of the archive, then of manifests. */
  readonly notes: readonly PackageNote[]
  readonly contents: PackageContents
}

export interface OpeningOptions {
  readonly limits?: Partial<ContainerLimits>
  readonly clock?: Clock
  readonly ecosystem?: Ecosystem
  readonly asked?: AskedRelease
}

/** Opens an artefact in memory, as the conductor does, and checks the digest of every file on the way. */
export async function openedArtefact(
  name: string,
  bytes: Uint8Array,
  options: OpeningOptions = {},
): Promise<OpenedArtefact> {
  const budget = new ContainerBudget({ ...PACKAGE_LIMITS, ...options.limits }, options.clock ?? systemClock)
  const asked = options.ecosystem === undefined ? {} : { ecosystem: options.ecosystem }
  return collected(
    openArtefact(memorySource(bytes), name, budget, asked),
    new PackageIndex(name, options.ecosystem, options.asked),
  )
}

export async function collected(events: AsyncIterable<ArtefactEvent>, index: PackageIndex): Promise<OpenedArtefact> {
  const texts: Record<string, string> = {}
  const modes: Record<string, number> = {}
  const hidden: string[] = []
  const nested: string[] = []
  const links: ArtefactLink[] = []
  const notes: PackageNote[] = []
  for await (const event of events) {
    await index.add(event)
    if (event.type === 'note') notes.push(event.note)
    if (event.type === 'link') links.push(event.link)
    if (event.type !== 'file') continue
    const { path, source, sha256, mode } = event.file
    const content = Buffer.from(await source.slice(0, Math.min(source.size, 4096)))
    if (source.size <= 4096 && createHash('sha256').update(content).digest('hex') !== sha256)
      throw new Error(`the digest of ${path} is wrong`)
    if (path in texts) throw new Error(`${path} came twice`)
    texts[path] = content.toString('latin1')
    modes[path] = mode
    if (event.file.hidden) hidden.push(path)
    if (event.file.nested) nested.push(path)
  }
  const contents = index.finish()
  return { texts, modes, hidden, nested, links, notes: [...notes, ...contents.notes], contents }
}

/** `kind code path` of each note. */
export function noted({ notes }: Pick<OpenedArtefact, 'notes'>): readonly string[] {
  return notes.map(({ kind, code, path }) => `${kind} ${code} ${path}`.trim())
}

/** A wheel with METADATA and an honest RECORD. */
export function wheelOf(files: Readonly<Record<string, string>>, metadata: string = METADATA): Buffer {
  const folder = 'demo-1.0.dist-info'
  const all: Record<string, string> = {
    ...files,
    [`${folder}/METADATA`]: metadata,
    [`${folder}/WHEEL`]: 'Wheel-Version: 1.0\n',
  }
  const record = recordOf(all, `${folder}/RECORD`)
  return writeZip(
    Object.entries({ ...all, [`${folder}/RECORD`]: record }).map(([name, data]) => ({ name, data, mode: 0o100644 })),
  )
}

export const METADATA = 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: A demo\n\n# Demo\n'

/** RECORD as a build tool writes it. */
export function recordOf(files: Readonly<Record<string, string>>, own: string): string {
  const rows = Object.entries(files).map(([path, data]) => {
    return `${path},sha256=${createHash('sha256').update(data).digest('base64url')},${Buffer.byteLength(data)}`
  })
  return [...rows, `${own},,`, ''].join('\n')
}

/** An npm tarball or a source distribution. */
export function tarballOf(files: Readonly<Record<string, string>>, more: readonly TarMember[] = []): Buffer {
  return gzipSync(writeTar([...Object.entries(files).map(([name, data]) => ({ name, data })), ...more]))
}

/** A zip of plain files. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, more: readonly ZipMember[] = []): Buffer {
  return writeZip([...Object.entries(files).map(([name, data]) => ({ name, data })), ...more])
}
