import { isExpected } from '../../../base/errors.ts'
import type { Limits } from '../../../base/limits.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import { decodeText } from '../../../formats/text.ts'
import type { FileFacts, FileKind } from '../artefact-facts.ts'
import type { Behaviour } from '../behaviour.ts'
import type { ArtefactFile } from '../contents/artefact-event.ts'
import { roleOfPath } from '../contents/path-role.ts'
import type { FileRole, PackageFile } from '../package-file.ts'
import type { Carrier, LinkedLanguage, WaitingModule } from './file-inspection.ts'
import { inspectJavaScriptText, inspectPythonText } from './inspect-code.ts'

/** What is known of files that are code by nothing but that something runs them. */
export interface LoadedFiles {
  readonly modules: readonly WaitingModule[]
  /** How they are to be told; by path. */
  readonly files: ReadonlyMap<string, Pick<FileFacts, 'kind' | 'looked' | 'role'>>
}

/** What decides which files are run. */
export interface Loaders {
  readonly modules: readonly WaitingModule[]
  readonly carriers: readonly Carrier[]
  readonly behaviours: readonly Behaviour[]
  readonly roles: ReadonlyMap<string, FileRole>
  /** What an interpreter is given that a manifest starts. */
  readonly language: LinkedLanguage
}

/**
 * Texts and data that some code of the package runs all the same: an entry that is called `logo`, `require('./logo.png')`, `exec` of what is
 * read from `data.bin`. A name is the author's word. Such files are kept, as many as fit, until it is known which of them are run, and are
 * then read as what runs them reads; one that cannot be read so holds something that only the run makes code of. It lives as long as an
 * artefact is looked through.
 */
export class KeptFiles {
  readonly #texts = new Map<string, string>()
  readonly #all = new Set<string>()
  #characters = 0

  /** `kind`: of the file; only texts and data are kept. */
  async add({ path, size, source }: ArtefactFile, kind: FileKind): Promise<void> {
    if (kind !== 'text' && kind !== 'data') return
    this.#all.add(path)
    if (size > LARGEST || this.#characters + size > MOST_CHARACTERS || PROSE.test(path)) return
    this.#characters += size
    const text = textOf(await source.all())
    if (text !== undefined) this.#texts.set(path, text)
  }

  /** The kept files that something runs. */
  loaded(loaders: Loaders, limits: Limits, own: ReadonlySet<string>): LoadedFiles {
    const modules: WaitingModule[] = []
    const files = new Map<string, Pick<FileFacts, 'kind' | 'looked' | 'role'>>()
    for (const [path, started] of this.#started(loaders)) {
      const text = this.#texts.get(path)
      const read = text === undefined ? UNKNOWN : inspected(text, { path, role: started.role }, started, limits, own)
      modules.push(...read.modules)
      files.set(path, { kind: started.language, looked: read.looked, role: started.role })
    }
    return { modules, files }
  }

  /**
   * `with open('version.py') as f: exec(f.read())` and, under the same name, the description of README.md: readers of flow take both for what is run. Not
   * where it holds something that could be packed code.
   */
  #isProse(path: string): boolean {
    const text = this.#texts.get(path)
    return text !== undefined && roleOfPath(path) === 'documentation' && isWritten(text) && !PACKED.test(text)
  }

  #started({ modules, carriers, behaviours, roles, language }: Loaders): ReadonlyMap<string, Started> {
    const started = new Map<string, Started>()
    const start = (path: string | undefined, by: Started): void => {
      if (path === undefined || !this.#all.has(path)) return
      const before = started.get(path)
      if (before === undefined || ORDER.indexOf(by.role) < ORDER.indexOf(before.role)) started.set(path, by)
    }
    const roleOf = (path: string): FileRole => roles.get(path) ?? 'library'
    for (const [path, role] of roles)
      if (STARTED.has(role) && !DATA.test(path)) start(path, { role, language, isWhole: true })
    for (const { language: own, summary } of modules)
      for (const { specifier, runs } of summary.loads)
        if (own === 'javascript' && !DATA.test(specifier))
          start(placeOf(summary.file.path, specifier), {
            language: own,
            role: runs === 'call' ? 'library' : roleOf(summary.file.path),
            isWhole: true,
          })
    for (const { language: own, text, file } of carriers)
      if (own === 'javascript')
        for (const [, specifier = ''] of text.slice(0, LARGEST).matchAll(REQUIRED))
          if (!DATA.test(specifier))
            start(placeOf(file.path, specifier), { language: own, role: roleOf(file.path), isWhole: true })
    for (const { kind, place, inputs, subject, when, evidence } of behaviours) {
      if (kind !== 'evaluate' && kind !== 'execute') continue
      const own: LinkedLanguage =
        PYTHON_PATH.test(place.path) || (language === 'python' && !SCRIPT_PATH.test(place.path))
          ? 'python'
          : 'javascript'
      if (UNPICKLES.test(subject)) continue
      const role = when === 'install' ? 'install' : when === 'call' ? 'library' : roleOf(place.path)
      const read =
        kind === 'evaluate' ? inputs.flatMap(({ source, subject: file }) => (source === 'file' ? [file] : [])) : []
      const named =
        kind === 'execute' && own === programOf(subject, evidence) ? (`${subject} ${evidence}`.match(HERE) ?? []) : []
      // Code that is cut out of its own comments is not what was read.
      if (kind === 'evaluate' && role !== 'library' && read.includes('<here>/<this>'))
        started.set(place.path, { language: own, role, isWhole: false })
      const places = [...read, ...named].map((file) => placeOf(place.path, file))
      const isOneOfSeveral = places.length > 1
      for (const path of places)
        if (!(isOneOfSeveral && path !== undefined && this.#isProse(path)))
          start(path, { role, language: own, isWhole: kind === 'execute' })
    }
    return started
  }
}

/** Undefined for what is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decodeText(bytes)
  } catch (error) {
    if (isExpected(error)) return undefined
    throw error
  }
}

interface Started {
  readonly language: LinkedLanguage
  readonly role: FileRole
  /** An interpreter is given the file as it is. */
  readonly isWhole: boolean
}

/** Larger ones are tables; of all of a package together that much is kept. */
const LARGEST = 1024 * 1024
const MOST_CHARACTERS = 16 * 1024 * 1024

/** Declarations, styles and maps stand beside code by the thousand, and no interpreter is given them. */
const PROSE = /\.(?:map|css|scss|less|svg|d\.[cm]?ts|po|csv|tsv)$/i

const PACKED = /[\w+/=-]{200}/

/** What a runtime loads as data, whatever stands in it. */
const DATA = /\.json$/i

const ORDER: readonly FileRole[] = ['install', 'start', 'import', 'command', 'library', 'test', 'documentation']
const STARTED: ReadonlySet<FileRole> = new Set<FileRole>(['install', 'start', 'import', 'command'])

const REQUIRED = /\b(?:require|import|from)\b[\s(]{0,20}['"`](\.{1,2}\/[^'"`\n]{1,300})['"`]/g
const PYTHON_PATH = /\.pyw?$/i
const SCRIPT_PATH = /\.(?:[cm]?[jt]sx?)$/i
/** Makes objects, not code, and models are looked at as such. */
const UNPICKLES = /pickle|dill|joblib|torch|numpy|pandas|yaml|shelve|^runpy/i
const HERE = /<here>\/[\w./@+-]{1,300}/g

/** The interpreter that a started file is given to. */
function programOf(subject: string, evidence: string): LinkedLanguage | undefined {
  if (/^(?:python|pypy)/.test(subject)) return 'python'
  return /^(?:node|bun|deno)\b|process\.execPath/.test(subject) || /\.fork\(|\.Worker\(/.test(evidence)
    ? 'javascript'
    : undefined
}

/** `<here>/logo.png`, `./logo.png` and `logo.png`, seen from a file. */
function placeOf(from: string, specifier: string): string | undefined {
  const plain = specifier.replace(/^<(?:here|start)>\//, './')
  if (plain.length > 400 || plain.includes('<')) return undefined
  const parts = plain.startsWith('.') || specifier.startsWith('<') ? from.split('/').slice(0, -1) : []
  for (const part of plain.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** Bytes that are no text, and what is too large. */
const UNKNOWN = { modules: [], looked: 'not' } as const

/** What is read and then run may have been made into something else on the way: what does not read as code is not known then. */
function inspected(
  text: string,
  file: PackageFile,
  { language, isWhole }: Started,
  limits: Limits,
  own: ReadonlySet<string>,
): { readonly modules: readonly WaitingModule[]; readonly looked: FileFacts['looked'] } {
  const isPython = language === 'python'
  const { modules, looked } = isPython
    ? inspectPythonText(text, file, limits, { own })
    : inspectJavaScriptText(text, file, limits)
  if (isWhole || (looked === 'whole' && modules.length > 0)) return { modules, looked }
  const { gaps } = isPython ? readPythonModule(text, limits) : readJavaScriptModule(text, limits)
  return { modules, looked: gaps.length > 0 || !isWritten(text) ? 'not' : looked }
}

/** Code has blanks and hardly any character that no keyboard has. */
function isWritten(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  const odd = text.slice(0, 65_536).match(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g)?.length ?? 0
  return odd === 0
}
