import ignore from 'ignore'
import { compareText } from '../../base/compare.ts'
import type { Limits } from '../../base/limits.ts'
import { getPath, items, string, type TreeValue } from '../../formats/tree.ts'
import { toml } from '../../formats/toml.ts'
import type { TreeSource } from '../source.ts'
import { NO_RULES, type IgnoreRules } from '../ignore-rules.ts'
import { filesBelow } from './files-below.ts'
import { manifestIn } from './manifest-in.ts'
import type { PackedList } from './packed-list.ts'
import { textOf } from './text-of.ts'

/** What a build back end puts into its archives, in the terms of how it chooses. */
type Choice =
  /** All that version control does not ignore. */
  | 'not-ignored'
  /** The folders of the modules with everything in them, ignored or not. */
  | 'modules'
  /** The same without what version control ignores. */
  | 'modules-not-ignored'
  /** Python files of the modules, and what MANIFEST.in says. */
  | 'manifest'

/** How the back ends choose; compared with archives that each of them built (versions in the test beside this file). */
const BACKENDS: readonly (readonly [name: RegExp, tool: string, choice: Choice])[] = [
  [/^hatchling\b/, 'hatchling', 'not-ignored'],
  [/^flit_core\b/, 'flit', 'modules'],
  [/^poetry\b/, 'poetry', 'modules-not-ignored'],
  [/^uv_build\b/, 'uv build', 'modules'],
  [/^pdm\b/, 'pdm', 'modules'],
  [/^setuptools\b/, 'setuptools', 'manifest'],
]

/**
 * What `python -m build` would put into the sdist and the wheel of the folder. The build itself runs code of the project and is not
 * run: what hooks add is not known, and the doubts say so. Throws FORMAT_SYNTAX for a pyproject.toml that is none.
 */
export async function pythonBuild(tree: TreeSource, limits: Limits): Promise<PackedList> {
  const text = await textOf(tree, 'pyproject.toml')
  const root = text === undefined ? undefined : toml.parse(Buffer.from(text), limits).root
  const backend = string(getPath(root, 'build-system', 'build-backend')) ?? 'setuptools.build_meta'
  const [, tool, choice] = BACKENDS.find(([name]) => name.test(backend)) ?? [/./, backend.slice(0, 60), 'not-ignored']
  const all = await filesBelow(tree, '', limits, (path) => !OUTSIDE.test(path))
  const project: Project = { tree, root, all, rules: await rulesOf(tree, all), modules: modulesOf(root, all) }
  const chosen = await chosenBy(choice, project)
  const excluded = excludedBy(root)
  const paths = [...chosen, ...project.all.filter((path) => isCompanion(path, root)), ...namedBy(project)]
  return {
    tool,
    paths: [...new Set(paths)].filter((path) => !COMPILED.test(path) && !excluded(path)).sort(compareText),
    doubts: doubtsOf(tool, choice, project),
  }
}

interface Project {
  readonly tree: TreeSource
  readonly root: TreeValue | undefined
  readonly all: readonly string[]
  readonly rules: IgnoreRules
  /** Folders of packages, and modules of one file. */
  readonly modules: readonly string[]
}

/** No back end goes there. */
const OUTSIDE = /(?:^|\/)(?:\.git|\.hg|__pycache__|node_modules|\.venv|venv|\.tox|\.nox)$|^(?:dist|build)$/

const COMPILED = /\.py[cod]$/

async function chosenBy(choice: Choice, project: Project): Promise<readonly string[]> {
  const { all, rules, modules, tree, root } = project
  const inModules = (path: string): boolean => modules.some((one) => path === one || path.startsWith(`${one}/`))
  const isIgnored = (path: string): boolean => ignoredWithFolders(rules, path)
  if (choice === 'not-ignored')
    return included(
      root,
      all.filter((path) => !isIgnored(path)),
    )
  if (choice === 'modules') return all.filter((path) => inModules(path) || isTestOfPdm(path, root))
  if (choice === 'modules-not-ignored') return all.filter((path) => inModules(path) && !isIgnored(path))
  if (isVersioned(root)) return all.filter((path) => !isIgnored(path))
  const written = await textOf(tree, 'MANIFEST.in')
  return [...all.filter((path) => inModules(path) && path.endsWith('.py')), ...manifestIn(written ?? '', all)]
}

/** A file in an ignored folder is ignored, whatever its own name says. */
function ignoredWithFolders(rules: IgnoreRules, path: string): boolean {
  const segments = path.split('/')
  return segments.some((_, index) => {
    const last = index === segments.length - 1
    return rules.ignores(segments.slice(0, index + 1).join('/'), !last)
  })
}

async function rulesOf(tree: TreeSource, all: readonly string[]): Promise<IgnoreRules> {
  let rules = NO_RULES
  // Outermost first: the rules of a folder stand on those above it.
  const files = all.filter((path) => /(?:^|\/)\.gitignore$/.test(path)).toSorted((a, b) => a.length - b.length)
  for (const path of files.slice(0, 1000)) {
    rules = rules.within(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '', await textOf(tree, path))
  }
  return rules
}

/** By what the manifest says, else the module of the project's name, else every package at the top or below `src`. */
function modulesOf(root: TreeValue | undefined, all: readonly string[]): readonly string[] {
  const written = writtenModules(root)
  if (written.length > 0) return written
  const name = (string(getPath(root, 'project', 'name')) ?? '').toLowerCase().replace(/[-.]+/g, '_')
  const own = ['src/', ''].flatMap((prefix) => [`${prefix}${name}`, `${prefix}${name}.py`])
  const found = own.filter((path) => name !== '' && all.some((file) => file === path || file.startsWith(`${path}/`)))
  if (found.length > 0) return found.slice(0, 1)
  const packages = all.flatMap((path) => /^(?:src\/)?[A-Za-z_]\w*(?=\/__init__\.py$)/.exec(path)?.[0] ?? [])
  return [...new Set([...packages, ...all.filter((path) => /^src\/[^/]+\.py$/.test(path))])]
}

function writtenModules(root: TreeValue | undefined): readonly string[] {
  const flit = string(getPath(root, 'tool', 'flit', 'module', 'name'))
  if (flit !== undefined) return [`src/${flit}`, flit, `${flit}.py`, `src/${flit}.py`]
  const uv = string(getPath(root, 'tool', 'uv', 'build-backend', 'module-name'))
  if (uv !== undefined) {
    const under = string(getPath(root, 'tool', 'uv', 'build-backend', 'module-root')) ?? 'src'
    return [under === '' ? uv : `${under}/${uv}`]
  }
  return items(getPath(root, 'tool', 'poetry', 'packages')).flatMap((entry) => {
    const include = string(getPath(entry, 'include'))?.replace(/\/\*\*?.*$/, '')
    const from = string(getPath(entry, 'from'))
    return include === undefined ? [] : [from === undefined ? include : `${from}/${include}`]
  })
}

/** The files that every back end takes along: the manifest, the read-me it names, licences by the usual names (PEP 639). */
function isCompanion(path: string, root: TreeValue | undefined): boolean {
  const readme = string(getPath(root, 'project', 'readme')) ?? string(getPath(root, 'project', 'readme', 'file'))
  if (path === readme) return true
  return /^(?:pyproject\.toml|setup\.py|setup\.cfg|MANIFEST\.in|(?:README|LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*)$/i.test(
    path,
  )
}

/** Paths and globs that the tables of the back ends add; names as in the documentation of each. */
const INCLUDES: readonly (readonly string[])[] = [
  ['tool', 'flit', 'sdist', 'include'],
  ['tool', 'poetry', 'include'],
  ['tool', 'pdm', 'build', 'includes'],
  ['tool', 'pdm', 'build', 'source-includes'],
  ['tool', 'uv', 'build-backend', 'source-include'],
]
const EXCLUDES: readonly (readonly string[])[] = [
  ['tool', 'hatch', 'build', 'exclude'],
  ['tool', 'hatch', 'build', 'targets', 'sdist', 'exclude'],
  ['tool', 'flit', 'sdist', 'exclude'],
  ['tool', 'poetry', 'exclude'],
  ['tool', 'pdm', 'build', 'excludes'],
  ['tool', 'uv', 'build-backend', 'source-exclude'],
]

function namedBy({ root, all }: Project): readonly string[] {
  const patterns = patternsOf(root, INCLUDES)
  if (patterns.length === 0) return []
  const matcher = ignore({ allowRelativePaths: false, ignorecase: false }).add(patterns.map(fromRoot))
  return all.filter((path) => matcher.ignores(path))
}

/** What is excluded from the sdist may stand in the wheel: only where both leave it out is it out. Both do for the plain tables. */
function excludedBy(root: TreeValue | undefined): (path: string) => boolean {
  const patterns = patternsOf(root, EXCLUDES)
  const matcher = ignore({ allowRelativePaths: false, ignorecase: false }).add([...patterns])
  return (path) => patterns.length > 0 && matcher.ignores(path)
}

function patternsOf(root: TreeValue | undefined, tables: readonly (readonly string[])[]): readonly string[] {
  return tables.flatMap((keys) =>
    items(getPath(root, ...keys)).flatMap((item) => string(item) ?? string(getPath(item, 'path')) ?? []),
  )
}

function fromRoot(pattern: string): string {
  return pattern.startsWith('/') ? pattern : `/${pattern}`
}

/** hatchling: with `include` or `only-include` only these count (Hatch documentation, "File selection"). */
function included(root: TreeValue | undefined, paths: readonly string[]): readonly string[] {
  const tables = ['include', 'only-include'].flatMap((key) => [
    ['tool', 'hatch', 'build', key],
    ['tool', 'hatch', 'build', 'targets', 'sdist', key],
  ])
  const patterns = patternsOf(root, tables)
  if (patterns.length === 0) return paths
  const matcher = ignore({ allowRelativePaths: false, ignorecase: false }).add(patterns.map(fromRoot))
  return paths.filter((path) => matcher.ignores(path))
}

/** pdm takes the folder of tests into the sdist. */
function isTestOfPdm(path: string, root: TreeValue | undefined): boolean {
  const backend = string(getPath(root, 'build-system', 'build-backend')) ?? ''
  return backend.startsWith('pdm') && /^tests?\//.test(path)
}

/** With one of these beside it, setuptools takes everything that version control knows. */
function isVersioned(root: TreeValue | undefined): boolean {
  return items(getPath(root, 'build-system', 'requires')).some((item) =>
    /^setuptools[-_](?:scm|git)/.test(string(item) ?? ''),
  )
}

function doubtsOf(tool: string, choice: Choice, { root, modules }: Project): readonly string[] {
  const doubts: string[] = []
  if (!BACKENDS.some(([, known]) => known === tool)) {
    doubts.push(`how ${tool} chooses is not known: everything that version control does not ignore is looked at`)
  }
  if (choice === 'manifest') doubts.push('package data and setup.py can add files that are not in the list')
  if (choice !== 'not-ignored' && choice !== 'manifest' && modules.length === 0) {
    doubts.push('no folder of the name of the project was found')
  }
  if (getPath(root, 'tool', 'hatch', 'build', 'hooks') !== undefined) {
    doubts.push('build hooks of hatch can add files that are not in the list')
  }
  return doubts
}
