import type { Ecosystem } from '../../../model/ecosystem.ts'
import { compareText } from '../../../base/compare.ts'
import type { Limits } from '../../../base/limits.ts'
import type { ArtefactFacts, FileFacts, PackageNote, RuleMatch } from '../artefact-facts.ts'
import type { Behaviour, BehaviourMoment } from '../behaviour.ts'
import type { ArtefactEvent, ArtefactFile } from '../contents/artefact-event.ts'
import { disguiseNote } from '../contents/disguise.ts'
import { fileKind } from '../contents/file-kind.ts'
import { PackageIndex } from '../contents/package-index.ts'
import type { FileRole } from '../package-file.ts'
import type { YaraMatcher } from '../yara/yara-matcher.ts'
import { isWorthLinking } from '../flow/worth-linking.ts'
import { type Carrier, NOTHING_FOUND, type WaitingModule } from './file-inspection.ts'
import { inspectCarrier } from './inspect-code.ts'
import { inspectFile } from './inspect-file.ts'
import { linkedBehaviours, treeOf } from './linked-behaviours.ts'
import { manifestCode } from './manifest-code.ts'

/** What an artefact is looked through with. */
export interface ArtefactInspection {
  readonly limits: Limits
  /** Decides where a folder holds packages of several ecosystems. */
  readonly ecosystem?: Ecosystem
  /** Rules of the operator's own. */
  readonly yara?: YaraMatcher
  /** Files that are not to be looked at, and why: what the facts say of them. */
  readonly leaveOut: ReadonlyMap<string, PackageNote>
  /** Called before each file is looked at. */
  readonly onFile: (path: string) => void
}

/**
 * Everything that is known of an artefact, from what opening it gives (contents/open-artefact, contents/package-folder): each file is looked at
 * once, as it comes; what the files do together and when is told at the end, when all names and the manifest are known. Facts without
 * opinion. `name` is what the artefact is called. Throws only ExternalError of the source.
 */
export async function inspectArtefact(
  events: AsyncIterable<ArtefactEvent>,
  name: string,
  options: ArtefactInspection,
): Promise<ArtefactFacts> {
  const look = new Look(name, options)
  for await (const event of events) await look.see(event)
  return look.facts(name)
}

/** Texts of files that hold nothing themselves wait until it is known whether data goes through them. */
const MOST_CARRIED = 16 * 1024 * 1024

/** A head long enough for every magic number and first line. */
const HEAD_BYTES = 64 * 1024

/** One artefact while it is looked through. It lives as long as the artefact is open. */
class Look {
  readonly #options: ArtefactInspection
  readonly #index: PackageIndex
  #own: ReadonlySet<string> = new Set()
  /** Of the top of the package. */
  #npmManifest: Uint8Array | undefined
  readonly #notes: PackageNote[] = []
  readonly #files: FileFacts[] = []
  readonly #behaviours: Behaviour[] = []
  readonly #modules: WaitingModule[] = []
  readonly #carriers: Carrier[] = []
  #carriedCharacters = 0
  readonly #matches: RuleMatch[] = []

  constructor(name: string, options: ArtefactInspection) {
    this.#options = options
    this.#index = new PackageIndex(name, options.ecosystem)
  }

  async see(event: ArtefactEvent): Promise<void> {
    await this.#index.add(event)
    if (event.type === 'file') await this.#file(event.file)
    else if (event.type === 'artefact') this.#own = ownNames(event.paths)
    else if (event.type === 'note') this.#notes.push(event.note)
  }

  async #file(file: ArtefactFile): Promise<void> {
    const { limits, onFile, leaveOut, yara } = this.#options
    const { path, size, sha256, mode } = file
    onFile(path)
    const facts = { path, size, sha256, role: 'library', executable: (mode & 0o111) !== 0 } as const
    const leftOut = leaveOut.get(path)
    if (leftOut !== undefined) {
      this.#notes.push(leftOut)
      this.#files.push({ ...facts, kind: 'data', looked: 'not' })
      return
    }
    const head = await file.source.slice(0, HEAD_BYTES)
    const kind = fileKind(path, head, file.kinds)
    const disguise = disguiseNote(path, head, file.kinds)
    if (disguise !== undefined) this.#notes.push(disguise)
    if (path === 'package.json' && size <= limits.fileBytes) this.#npmManifest = await file.source.all()
    const known = { file, kind, limits, ownName: this.#ownName(), own: this.#own }
    const { behaviours, modules, carriers, notes, looked } = await inspectFile(known)
    this.#behaviours.push(...behaviours)
    this.#modules.push(...modules)
    for (const carrier of carriers) this.#wait(carrier)
    this.#notes.push(...notes)
    if (yara !== undefined) this.#matches.push(...(await this.#matched(file, yara)))
    this.#files.push({ ...facts, kind, looked })
  }

  #wait(carrier: Carrier): void {
    this.#carriedCharacters += carrier.text.length
    if (this.#carriedCharacters <= MOST_CARRIED) this.#carriers.push(carrier)
  }

  /** Files that only carry data, where it may be somebody's secret that they carry. */
  #carried(): readonly WaitingModule[] {
    const waiting = this.#modules.filter(({ language }) => language === 'javascript').map(({ summary }) => summary)
    if (this.#carriers.length === 0 || !isWorthLinking(waiting)) return []
    if (this.#carriedCharacters > MOST_CARRIED) {
      const message = `ways of data through files that only carry it: ${this.#carriedCharacters} characters, the limit is ${MOST_CARRIED}`
      this.#notes.push({ kind: 'not-inspected', code: 'carriers', path: '', message })
    }
    const { limits } = this.#options
    const ownName = this.#ownName()
    return this.#carriers.flatMap((carrier) => inspectCarrier(carrier, limits, ownName).modules)
  }

  /** npm packs the manifest first, and whoever does not is found by relative paths all the same. */
  #ownName(): string | undefined {
    if (this.#npmManifest === undefined) return undefined
    return /"name"\s*:\s*"([^"\\]{1,214})"/.exec(Buffer.from(this.#npmManifest).toString('utf8'))?.[1]
  }

  async #matched(file: ArtefactFile, yara: YaraMatcher): Promise<readonly RuleMatch[]> {
    if (file.size <= this.#options.limits.fileBytes) return yara.matches(await file.source.all(), file.path)
    const message = `${file.size} bytes are too many for YARA rules, the limit is ${this.#options.limits.fileBytes}`
    this.#notes.push({ kind: 'not-inspected', code: 'yara-size', path: file.path, message })
    return []
  }

  facts(name: string): ArtefactFacts {
    const { limits, yara } = this.#options
    const { kind, manifest, roles, notes } = this.#index.finish()
    const paths = this.#files.map(({ path }) => path)
    const tree = this.#npmManifest === undefined ? undefined : treeOf(this.#npmManifest, limits)
    const code = tree === undefined ? NOTHING_FOUND : manifestCode(tree, paths, limits)
    const linked = linkedBehaviours([...this.#modules, ...this.#carried(), ...code.modules], {
      roles,
      paths,
      manifest: tree,
    })
    const roleOf = (path: string): FileRole => linked.roles.get(path) ?? roles.get(path) ?? 'library'
    const alone = this.#behaviours.map((one) => atItsMoment(one, roleOf))
    return {
      name,
      kind,
      size: this.#files.reduce((sum, { size }) => sum + size, 0),
      ...(manifest === undefined ? {} : { manifest }),
      files: this.#files
        .map((file) => ({ ...file, role: roleOf(file.path) }))
        .toSorted((a, b) => compareText(a.path, b.path)),
      behaviours: [...alone, ...code.behaviours, ...linked.behaviours].toSorted(inOrder),
      ...(yara === undefined ? {} : { matches: this.#matches }),
      notes: [...this.#notes, ...notes],
    }
  }
}

/** `pkg/net.py`, `src/pkg/net.py` and `_net.py` give `pkg`, `src`, `_net`. */
function ownNames(paths: readonly string[]): ReadonlySet<string> {
  const python = paths.filter((path) => /\.pyi?$/.test(path))
  return new Set(
    python.flatMap((path) =>
      path
        .replace(/\.pyi?$/, '')
        .split('/')
        .slice(0, 2),
    ),
  )
}

/** Files that are not linked were read as parts of a library: what they do as a whole happens when their role says. */
function atItsMoment(behaviour: Behaviour, roleOf: (path: string) => FileRole): Behaviour {
  if (behaviour.when !== 'import' && behaviour.when !== 'unknown') return behaviour
  const when = MOMENTS[roleOf(behaviour.place.path)]
  return when === undefined || (behaviour.when === 'import' && when === 'call') ? behaviour : { ...behaviour, when }
}

const MOMENTS: Readonly<Partial<Record<FileRole, BehaviourMoment>>> = {
  install: 'install',
  start: 'import',
  import: 'import',
  command: 'call',
}

function inOrder({ place: a }: Behaviour, { place: b }: Behaviour): number {
  return compareText(a.path, b.path) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
}
