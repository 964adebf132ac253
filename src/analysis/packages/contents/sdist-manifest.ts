import { isExpected } from '../../../base/errors.ts'
import type { PackageDependency, PackageManifest, PackageNote } from '../artefact-facts.ts'
import { commandOf, entryPointCommands, modulePaths } from './entry-points.ts'
import {
  type EntryPaths,
  type ManifestInput,
  type ManifestReading,
  NO_ENTRIES,
  unreadManifest,
} from './manifest-input.ts'
import { metadataManifest } from './metadata-text.ts'
import { type Pyproject, readPyproject } from './pyproject-manifest.ts'
import { distinctDependencies, pythonDependency } from './python-dependency.ts'
import { readSetupCfg, type SetupCfg } from './setup-cfg-manifest.ts'
import { type SetupCall, setupCall } from './setup-call.ts'

/**
 * What a source distribution or a checked-out project says of itself: PKG-INFO, pyproject.toml, setup.cfg, and setup.py as far as it can be
 * read without running it. Whatever the build starts is a hook: pip runs it before anything is installed.
 */
export function sdistManifest(input: ManifestInput): ManifestReading {
  const notes: PackageNote[] = []
  const read = <T>(path: string, reader: (bytes: Uint8Array) => T): T | undefined => {
    const bytes = input.texts.get(path)
    try {
      return bytes === undefined ? undefined : reader(bytes)
    } catch (error) {
      if (!isExpected(error)) throw error
      notes.push(unreadManifest(path, error))
      return undefined
    }
  }
  const egg = input.paths.find((path) => /^(?:src\/)?[^/]+\.egg-info\/PKG-INFO$/.test(path))
  const sources: Sources = {
    info: read('PKG-INFO', metadataManifest) ?? (egg === undefined ? undefined : read(egg, metadataManifest)),
    project: read('pyproject.toml', readPyproject),
    cfg: read('setup.cfg', readSetupCfg),
    setup: read('setup.py', setupCall),
    commands: egg === undefined ? [] : (read(egg.replace(/PKG-INFO$/, 'entry_points.txt'), entryPointCommands) ?? []),
  }
  const manifest = manifestOf(sources, notes)
  return { manifest, entries: entriesOf(input, sources, manifest?.commands ?? []), notes }
}

interface Sources {
  readonly info: PackageManifest | undefined
  readonly project: Pyproject | undefined
  readonly cfg: SetupCfg | undefined
  readonly setup: SetupCall | undefined
  readonly commands: PackageManifest['commands']
}

function manifestOf(sources: Sources, notes: PackageNote[]): PackageManifest | undefined {
  const { info, project, cfg, setup } = sources
  const name = info?.name ?? project?.name ?? cfg?.name ?? setup?.texts.get('name')?.[0]
  if (name === undefined) {
    notes.push(unreadManifest('', { message: 'no file says what the package is called' }))
    return undefined
  }
  const { buildBackend } = project ?? {}
  return {
    ecosystem: 'PyPI',
    name,
    version: info?.version ?? project?.version ?? cfg?.version ?? setup?.texts.get('version')?.[0] ?? '',
    dependencies: dependenciesOf(sources),
    hooks: hooksOf(sources),
    commands: commandsOf(sources),
    ...(buildBackend === undefined ? {} : { buildBackend: buildBackend.slice(0, 500) }),
    description: info?.description ?? project?.description ?? cfg?.description ?? '',
    readme: info?.readme ?? '',
    links: info?.links ?? project?.links ?? [],
    people: info?.people ?? project?.people ?? [],
  }
}

/** PKG-INFO holds what the build came to; the others are asked where it says nothing, and for what the build itself wants. */
function dependenciesOf({ info, project, cfg, setup }: Sources): readonly PackageDependency[] {
  const own = [
    ...(project?.dependencies ?? []),
    ...(cfg?.dependencies ?? []),
    ...setupTexts(setup, 'install_requires', 'runtime'),
    ...setupTexts(setup, 'extras_require', 'optional'),
    ...setupTexts(setup, 'setup_requires', 'build'),
  ]
  const built = info?.dependencies ?? []
  if (built.length === 0) return distinctDependencies(own)
  return distinctDependencies([...built, ...own.filter((one) => one?.kind === 'build')])
}

function setupTexts(
  setup: SetupCall | undefined,
  keyword: string,
  kind: PackageDependency['kind'],
): readonly (PackageDependency | undefined)[] {
  const texts = setup?.texts.get(keyword) ?? []
  return texts.flatMap((text) => text.split('\n')).map((line) => pythonDependency(line.trim(), kind))
}

function hooksOf({ project, cfg, setup }: Sources): PackageManifest['hooks'] {
  const hooks = [...(project?.hooks ?? []), ...(cfg?.hooks ?? [])]
  if (setup === undefined || !runsSetup(project)) return hooks
  const place = { path: 'setup.py', line: setup.line }
  const commands = setup.keys.get('cmdclass') ?? []
  return [
    { name: 'setup.py', command: 'python setup.py', place: { path: 'setup.py', line: 1 } },
    ...commands.map((command) => ({ name: `cmdclass.${command}`, command: `python setup.py ${command}`, place })),
    ...hooks,
  ]
}

/** Without a backend pip takes that of setuptools (PEP 517), which runs setup.py; so may one of the package's own. */
function runsSetup(project: Pyproject | undefined): boolean {
  const backend = project?.buildBackend
  if (backend === undefined || (project?.buildFiles.length ?? 0) > 0) return true
  return !/^(?:flit_core|flit|hatchling|poetry|pdm|maturin|mesonpy|uv_build|whey|scikit_build_core)\b/.test(backend)
}

function commandsOf({ project, cfg, setup, commands }: Sources): PackageManifest['commands'] {
  const points = (setup?.texts.get('entry_points') ?? []).flatMap((text) => text.split('\n'))
  const all = [
    ...commands,
    ...(project?.commands ?? []),
    ...(cfg?.commands ?? []),
    ...points.flatMap((line) => commandOf(line) ?? []),
    ...(setup?.texts.get('scripts') ?? []).map((target) => ({ name: target.replace(/^.*\//, ''), target })),
  ]
  return [...new Map(all.map((one) => [`${one.name}\n${one.target}`, one])).values()]
}

function entriesOf(input: ManifestInput, sources: Sources, commands: PackageManifest['commands']): EntryPaths {
  const known = new Set(input.paths)
  const { project, cfg, setup } = sources
  const roots = ['', 'src/', 'lib/', 'python/']
  const isRun = setup !== undefined && runsSetup(project)
  const install = [
    ...(isRun ? ['setup.py', ...setup.imports.flatMap((module) => modulePaths(module, known, ['', 'src/']))] : []),
    ...(project?.buildFiles ?? []),
    ...(cfg?.modules ?? []).flatMap((module) => modulePaths(module, known, ['', 'src/'])),
  ]
  const command = commands.flatMap(({ target }) => (known.has(target) ? [target] : modulePaths(target, known, roots)))
  return { ...NO_ENTRIES, install: install.filter((path) => known.has(path)), command }
}
