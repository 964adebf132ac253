import type {
  ArtefactFacts,
  FileFacts,
  FileKind,
  PackageManifest,
  PackageNote,
  RuleMatch,
} from '../../src/analysis/packages/artefact-facts.ts'
import type {
  Behaviour,
  BehaviourKind,
  BehaviourMoment,
  Taint,
  TaintSource,
} from '../../src/analysis/packages/behaviour.ts'
import type { FileRole } from '../../src/analysis/packages/package-file.ts'
import type { AssessmentInput } from '../../src/analysis/packages/verdict/assessment-input.ts'
import type { ReleaseChange } from '../../src/model/package-assessment.ts'

/** One behaviour in few words; the file it stands in has the role that `files` gives it. */
export interface Did {
  readonly kind: BehaviourKind
  readonly subject?: string
  readonly when?: BehaviourMoment
  readonly path?: string
  readonly line?: number
  /** `secret-file .npmrc json base64`: the source, its subject (`+` for blanks), what was done to it; `@ path:line` for where it is read. */
  readonly from?: readonly string[]
  readonly evidence?: string
}

/** A package in few words. */
export interface PackageWords {
  readonly name?: string
  readonly ecosystem?: PackageManifest['ecosystem']
  readonly description?: string
  readonly link?: string
  readonly version?: string
  /** Roles by path; `setup.py` and `index.js` have theirs, everything else is `library`. */
  readonly roles?: Readonly<Record<string, FileRole>>
  readonly hook?: string
  readonly did: readonly Did[]
  readonly notes?: readonly PackageNote[]
  /** What rules of the operator's own found. */
  readonly matches?: readonly RuleMatch[]
  readonly unread?: Readonly<Record<string, 'part' | 'not'>>
  readonly input?: Partial<AssessmentInput>
}

const ROLES: Readonly<Record<string, FileRole>> = {
  'setup.py': 'install',
  'install.js': 'install',
  'index.js': 'import',
  'pkg/__init__.py': 'import',
  'pkg.pth': 'start',
  'cli.js': 'command',
  'test/a.test.js': 'test',
  'docs/a.py': 'documentation',
}

/** Midnight of a day on which nothing happened. */
export const NOW = Date.parse('2026-11-20T00:00:00Z')

/** What a rule of the operator's own found. */
export function matched(rule: string, meta: RuleMatch['meta'] = {}, path = 'lib/x.js', line = 3): RuleMatch {
  return { rule, source: 'own.yar', tags: [], meta, path, line, patterns: ['$a'], evidence: 'words of the file' }
}

/** Everything that is known of a release, from few words. */
export function releaseOf(words: PackageWords): AssessmentInput {
  return {
    tool: { name: 'assay', version: '0.0.0' },
    now: NOW,
    artefacts: [factsOf(words)],
    changes: [],
    compared: { reason: 'no release before was at hand' },
    names: [],
    known: [],
    diagnostics: [],
    ...words.input,
  }
}

/** The facts of one artefact, from few words. */
export function factsOf(words: PackageWords, name?: string): ArtefactFacts {
  const { did, ecosystem = 'npm', roles = {}, unread = {}, notes = [] } = words
  const behaviours = did.map(behaviourOf)
  const paths = new Set([
    ...behaviours.flatMap(({ place, inputs }) => [place.path, ...inputs.map((taint) => taint.place.path)]),
    ...Object.keys(roles),
    ...Object.keys(unread),
  ])
  const own = words.name ?? 'some-package'
  return {
    name: name ?? (ecosystem === 'npm' ? `${own}-1.0.0.tgz` : `${own}-1.0.0.tar.gz`),
    kind: ecosystem === 'npm' ? 'npm' : 'sdist',
    size: 1000,
    sha256: 'a'.repeat(64),
    manifest: {
      ecosystem,
      name: own,
      version: words.version ?? '1.0.0',
      dependencies: [],
      hooks:
        words.hook === undefined
          ? []
          : [{ name: 'postinstall', command: words.hook, place: { path: 'package.json', line: 5 } }],
      commands: [],
      description: words.description ?? '',
      readme: '',
      links: words.link === undefined ? [] : [{ label: 'homepage', address: words.link }],
      people: [],
    },
    files: [...paths].toSorted().map((path) => fileOf(path, roles[path] ?? ROLES[path] ?? 'library', unread[path])),
    behaviours,
    ...(words.matches === undefined ? {} : { matches: words.matches }),
    notes,
  }
}

function fileOf(path: string, role: FileRole, unread: 'part' | 'not' | undefined): FileFacts {
  return {
    path,
    size: 100,
    sha256: 'b'.repeat(64),
    kind: kindOf(path),
    role,
    looked: unread ?? 'whole',
    executable: false,
  }
}

function kindOf(path: string): FileKind {
  if (/\.(?:[cm]?js)$/.test(path)) return 'javascript'
  if (path.endsWith('.pth')) return 'path-configuration'
  if (path.endsWith('.py')) return 'python'
  return path.endsWith('package.json') ? 'manifest' : 'data'
}

function behaviourOf(words: Did, index: number): Behaviour {
  const { kind, subject = '?', when = 'install', path = 'install.js', line = index + 1, from = [], evidence } = words
  return {
    kind,
    subject,
    place: { path, line, column: 1 },
    when,
    inputs: from.map((one) => taintOf(one, path, line)),
    evidence: evidence ?? `${kind}(${subject})`,
  }
}

function taintOf(words: string, path: string, line: number): Taint {
  const [what = '', place = ''] = words.split(' @ ')
  const [source = '', subject = '?', ...through] = what.split(' ')
  const [file = path, at = String(line)] = place === '' ? [] : place.split(':')
  return {
    source: source as TaintSource,
    subject: subject.replaceAll('+', ' '),
    place: { path: file, line: Number(at) },
    through,
  }
}

/** A change of a release. */
export function changed(kind: ReleaseChange['kind'], subject: string, weight: number, path?: string): ReleaseChange {
  return {
    kind,
    subject,
    weight,
    text: `${kind} ${subject} is new`,
    ...(path === undefined ? {} : { location: { path } }),
  }
}
