import type { Behaviour } from '../../src/analysis/packages/behaviour.ts'
import type {
  ArtefactFacts,
  ArtefactKind,
  FileFacts,
  PackageDependency,
  PackageManifest,
} from '../../src/analysis/packages/artefact-facts.ts'
import type { ReleaseView } from '../../src/analysis/packages/difference/release-view.ts'
import type { Ecosystem } from '../../src/model/ecosystem.ts'
import type { RegistryFacts } from '../../src/model/registry-facts.ts'

/** What a test wants to say of a file; the rest is told by its name. */
export type FileSketch = Partial<FileFacts> & { readonly path: string }

/** What a test wants to say of an artefact; the rest is filled in. */
export interface ArtefactSketch extends Partial<Omit<ArtefactFacts, 'manifest' | 'files' | 'behaviours'>> {
  readonly kind?: ArtefactKind
  readonly files?: readonly (FileSketch | string)[]
  readonly behaviours?: readonly Behaviour[]
  readonly manifest?: Partial<PackageManifest>
}

/** A file of 1,000 bytes; the digest stands for its content, equal words are equal bytes. */
export function fileFacts(sketch: FileSketch | string): FileFacts {
  const given = typeof sketch === 'string' ? { path: sketch } : sketch
  return {
    size: 1_000,
    sha256: `content of ${given.path}`,
    kind: kindOf(given.path),
    role: 'library',
    looked: 'whole',
    executable: false,
    ...given,
  }
}

export function artefactFacts({
  kind = 'npm',
  files = [],
  behaviours = [],
  manifest = {},
  ...rest
}: ArtefactSketch = {}): ArtefactFacts {
  const facts = files.map(fileFacts)
  return {
    name: NAMES[kind],
    kind,
    size: facts.reduce((sum, { size }) => sum + size, 0),
    files: facts,
    behaviours,
    notes: [],
    ...rest,
    manifest: manifestFacts(kind === 'npm' ? 'npm' : 'PyPI', manifest),
  }
}

export function manifestFacts(ecosystem: Ecosystem, sketch: Partial<PackageManifest> = {}): PackageManifest {
  return {
    ecosystem,
    name: 'foo',
    version: '1.2.3',
    dependencies: [],
    hooks: [],
    commands: [],
    description: '',
    readme: '',
    links: [],
    people: [],
    ...sketch,
  }
}

/** A release of one artefact. */
export function releaseView(sketch: ArtefactSketch = {}, more: Omit<ReleaseView, 'artefacts'> = {}): ReleaseView {
  return { artefacts: [artefactFacts(sketch)], ...more }
}

export function registryFactsOf(sketch: Partial<RegistryFacts> = {}): RegistryFacts {
  return { ecosystem: 'npm', name: 'foo', version: '1.2.3', versions: [], files: [], manifests: [], ...sketch }
}

export function dependency(name: string, sketch: Partial<PackageDependency> = {}): PackageDependency {
  return { name, requirement: '^1.0.0', kind: 'runtime', from: 'registry', ...sketch }
}

/** `network collect.example`, done at import in `index.js` unless the sketch says otherwise. */
export function behaviour(sketch: Partial<Behaviour> = {}): Behaviour {
  return {
    kind: 'network',
    subject: 'collect.example',
    place: { path: 'index.js', line: 1 },
    when: 'import',
    inputs: [],
    evidence: 'fetch("https://collect.example")',
    ...sketch,
  }
}

const NAMES: Readonly<Record<ArtefactKind, string>> = {
  wheel: 'foo-1.2.3-py3-none-any.whl',
  sdist: 'foo-1.2.3.tar.gz',
  egg: 'foo-1.2.3.egg',
  npm: 'foo-1.2.3.tgz',
  conda: 'foo-1.2.3.conda',
  folder: 'foo',
  archive: 'foo.zip',
}

const KINDS: readonly (readonly [RegExp, FileFacts['kind']])[] = [
  [/\.[cm]?[jt]sx?$/, 'javascript'],
  [/\.py$/, 'python'],
  [/\.pth$/, 'path-configuration'],
  [/\.pyc$/, 'bytecode'],
  [/\.(?:so|node|dll|exe)$/, 'native'],
  [/\.wasm$/, 'wasm'],
  [/\.sh$/, 'shell'],
]

function kindOf(path: string): FileFacts['kind'] {
  return KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? 'text'
}
