import type { Ecosystem } from '../../../model/ecosystem.ts'
import { compareText } from '../../../base/compare.ts'
import type { Limits } from '../../../base/limits.ts'
import type { Tree } from '../../../formats/tree.ts'
import type { ArtefactFacts, FileFacts, PackageNote, RuleMatch } from '../artefact-facts.ts'
import type { Behaviour, BehaviourMoment } from '../behaviour.ts'
import type { ArtefactEvent, ArtefactFile } from '../contents/artefact-event.ts'
import { disguiseNote } from '../contents/disguise.ts'
import { fileKind } from '../contents/file-kind.ts'
import { PackageIndex } from '../contents/package-index.ts'
import type { FileRole } from '../package-file.ts'
import type { YaraMatcher } from '../yara/yara-matcher.ts'
import { isWorthLinking } from '../flow/worth-linking.ts'
import { CompiledSources } from './compiled-sources.ts'
import { type Carrier, NOTHING_FOUND, type WaitingModule } from './file-inspection.ts'
import { inspectCarrier } from './inspect-code.ts'
import { KeptFiles, type LoadedFiles } from './loaded-files.ts'
import { inspectFile } from './inspect-file.ts'
import { LANGUAGES, linkedBehaviours, type PackageSurroundings, withRole } from './linked-behaviours.ts'
import { isLoneBytecode, loadedBytecode } from './loaded-bytecode.ts'
import { manifestCode } from './manifest-code.ts'
import { atTheirStart } from './started-files.ts'
import { withoutUnusedTests } from './unused-tests.ts'

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
  readonly #kept = new KeptFiles()
  readonly #compiled = new CompiledSources()
  readonly #matches: RuleMatch[] = []

  constructor(name: string, options: ArtefactInspection) {
    this.#options = options
    this.#index = new PackageIndex(name, options.ecosystem)
  }

  async see(event: ArtefactEvent): Promise<void> {
    await this.#index.add(event)
    if (event.type === 'file') await this.#file(event.file)
    else if (event.type === 'artefact') this.#announce(event.paths)
    else if (event.type === 'note') this.#notes.push(event.note)
  }

  #announce(paths: readonly string[]): void {
    this.#own = ownNames(paths)
    this.#compiled.announce(paths)
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
    const { behaviours, modules, carriers, notes, looked, compiled } = await inspectFile(known)
    this.#behaviours.push(...behaviours)
    this.#modules.push(...modules)
    for (const carrier of carriers) this.#wait(carrier)
    if (compiled !== undefined) this.#compiled.addCompiled(path, compiled)
    if (kind === 'python' && looked !== 'not') await this.#compiled.addSource(file)
    this.#notes.push(...notes)
    if (yara !== undefined) this.#matches.push(...(await this.#matched(file, yara)))
    await this.#kept.add(file, kind)
    this.#files.push({ ...facts, kind, looked })
  }

  #wait(carrier: Carrier): void {
    this.#carriedCharacters += carrier.text.length
    if (this.#carriedCharacters <= MOST_CARRIED) this.#carriers.push(carrier)
  }

  /** Files that only lead from one to another, where it may be somebody's secret that they carry, or an act that they start. */
  #carried(roles: ReadonlyMap<string, FileRole>): readonly WaitingModule[] {
    const carriers = LANGUAGES.flatMap((language) => {
      const waiting = this.#carriers.filter((one) => one.language === language)
      if (waiting.length === 0) return []
      const known = this.#modules.filter((one) => one.language === language)
      const summaries = known.map(({ summary }) => withRole(summary, roles))
      const leadsToBytecode = language === 'python' && this.#files.some(({ path }) => isLoneBytecode(path))
      return leadsToBytecode || isWorthLinking(summaries) ? withoutUnusedTests(waiting, summaries, roles) : []
    })
    if (carriers.length > 0 && this.#carriedCharacters > MOST_CARRIED) {
      const message = `ways of data through files that only carry it: ${this.#carriedCharacters} characters, the limit is ${MOST_CARRIED}`
      this.#notes.push({ kind: 'not-inspected', code: 'carriers', path: '', message })
    }
    const { limits } = this.#options
    const ownName = this.#ownName()
    return carriers.flatMap((carrier) => inspectCarrier(carrier, limits, this.#own, ownName).modules)
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

  /** Files that are code by nothing but that something runs them: what that is shows when the others are linked. */
  #loaded(modules: readonly WaitingModule[], around: PackageSurroundings, kind: ArtefactFacts['kind']): LoadedFiles {
    const { limits } = this.#options
    const loadedBy = (linkedModules: readonly WaitingModule[]): LoadedFiles => {
      const { behaviours, roles } = linkedBehaviours(linkedModules, around)
      const loaders = {
        modules,
        carriers: this.#carriers,
        behaviours,
        roles: new Map([...around.roles, ...[...roles].filter(([, role]) => role !== 'library')]),
        language: kind === 'npm' ? 'javascript' : 'python',
      } as const
      return this.#kept.loaded(loaders, limits, this.#own)
    }
    // Hardly any package runs such files, and linking takes its time: files that run something are asked one by one first.
    const first = loadedBy(modules.filter(({ summary }) => summary.findings.some(runsFiles)))
    return first.files.size === 0 ? first : loadedBy(modules)
  }

  facts(name: string): ArtefactFacts {
    const { limits, yara } = this.#options
    const { kind, manifest, npm, roles, notes } = this.#index.finish()
    const paths = this.#files.map(({ path }) => path)
    const code = npm === undefined ? NOTHING_FOUND : manifestCode(npm.hooks, limits)
    const around = { paths, manifests: npm?.manifests ?? new Map<string, Tree>() }
    const known = [...this.#modules, ...this.#carried(roles), ...code.modules]
    const loaded = this.#loaded(known, { ...around, roles }, kind)
    const modules = [...known, ...loaded.modules]
    const linked = linkedBehaviours(modules, {
      ...around,
      roles: new Map([...roles, ...[...loaded.files].map(([path, { role }]) => [path, role] as const)]),
    })
    const ownRole = (path: string): FileRole => linked.roles.get(path) ?? roles.get(path) ?? 'library'
    const bytecode = loadedBytecode(modules, paths, ownRole)
    const roleOf = (path: string): FileRole => bytecode.get(path) ?? loaded.files.get(path)?.role ?? ownRole(path)
    const compared = this.#compiled.compare(paths)
    const alone = [...this.#behaviours, ...compared.behaviours].map((one) => atItsMoment(one, roleOf))
    const files = this.#files.map((file) => ({ ...file, ...loaded.files.get(file.path), role: roleOf(file.path) }))
    const started = atTheirStart([...alone, ...code.behaviours, ...linked.behaviours], files, kind)
    return {
      name,
      kind,
      size: this.#files.reduce((sum, { size }) => sum + size, 0),
      ...(manifest === undefined ? {} : { manifest }),
      files: files
        .map((file) => ({ ...file, role: started.roles.get(file.path) ?? file.role }))
        .toSorted((a, b) => compareText(a.path, b.path)),
      behaviours: started.behaviours.toSorted(inOrder),
      ...(yara === undefined ? {} : { matches: this.#matches }),
      notes: [...this.#notes, ...notes, ...compared.notes],
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

function runsFiles({ behaviour: { kind } }: WaitingModule['summary']['findings'][number]): boolean {
  return kind === 'evaluate' || kind === 'execute'
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
