import { compareText } from '../../base/compare.ts'
import { packageName } from '../../model/package-name.ts'
import type { DeclaredPackage, ImportedPackage, SourceProject } from '../../model/source-project.ts'
import { folderOf } from '../file-mentions.ts'
import type { SourceTree } from './source-tree.ts'
import type { Declaration } from './declarations.ts'
import { isTestSource } from './foreign-source.ts'
import { type FolderScope, matching, within } from './folder-scope.ts'
import type { ModuleOrigin } from './module-packages.ts'
import { PACKAGES_OF_MODULE } from './python-module-table.ts'
import { addImport, type ImportDraft, importedPackage, type ResolvedModule } from './resolved-module.ts'

/**
 * Sorts the source of one language into projects. A class because it remembers, for the time of one assembly, what it found out for
 * a folder: ten thousand files share a hundred folders and a thousand modules.
 */
export class ProjectIndex {
  readonly #tree: SourceTree
  readonly #projects = new Map<string, Draft>()
  readonly #scopes = new Map<string, FolderScope>()

  constructor(tree: SourceTree) {
    this.#tree = tree
    const { byPlace } = tree.declared
    for (const [place, list] of byPlace) {
      if (tree.source.folders.has(place) && list.some(({ isManifest }) => isManifest))
        this.#projects.set(place, draft())
    }
    for (const path of tree.source.files) this.#read(path)
  }

  projects(): readonly SourceProject[] {
    const words = this.#wordsAsNames()
    return [...this.#projects].flatMap(([folder, project]) => {
      const declared = this.#declaredIn(folder, project, words)
      if (project.files === 0 && declared.length === 0) return []
      const { chain } = this.#scopeOf(folder)
      return [
        {
          ecosystem: this.#tree.ecosystem,
          folder,
          manifests: [...new Set(chain.filter(({ isManifest }) => isManifest).map(({ path }) => path))],
          locked: this.#tree.declared.locked.size > 0,
          files: project.files,
          complete: project.complete,
          imports: [...project.imports.values()]
            .map(importedPackage)
            .toSorted((a, b) => compareText(a.module, b.module)),
          declared,
        },
      ]
    })
  }

  /**
   * The nearest folder above with a manifest, else the root; and all that is declared for what stands there. A folder that
   * adds nothing shares that of the folder around it.
   */
  #scopeOf(folder: string): FolderScope {
    const known = this.#scopes.get(folder)
    if (known !== undefined) return known
    const outer = folder === '' ? undefined : this.#scopeOf(folderOf(folder))
    const own = this.#tree.declared.byPlace.get(folder) ?? []
    const isProject = this.#projects.has(folder)
    const addsNothing = own.length === 0 && !isProject
    const scope = addsNothing && outer !== undefined ? outer : within(outer, folder, own, isProject)
    this.#scopes.set(folder, scope)
    return scope
  }

  #read(path: string): void {
    const folder = folderOf(path)
    const { project: home } = this.#scopeOf(folder)
    const project = this.#projects.get(home) ?? draft()
    this.#projects.set(home, project)
    const facts = this.#tree.facts.get(path)
    project.files++
    if (facts?.unread === true) project.complete = false
    if (facts?.imports === undefined) return
    const own = new Set((this.#tree.declared.byPlace.get(path) ?? []).map(({ name }) => name))
    const isTest = isTestSource(path)
    for (const mention of facts.imports) {
      const resolved = this.#resolve(folder, mention.module)
      if (resolved === undefined || resolved.origin.packages.some((name) => own.has(name))) continue
      this.#markUsed(folder, resolved)
      addImport(project.imports, resolved, mention, path, isTest)
    }
  }

  /** Undefined for the project's own. */
  #resolve(folder: string, module: string): ResolvedModule | undefined {
    const nearby = this.#tree.source.near(folder, module)
    if (nearby === 'yes') return undefined
    const scope = this.#scopeOf(folder)
    const { resolved } = scope
    const key = nearby === 'no' ? module : `${module}/`
    if (!resolved.has(key)) resolved.set(key, this.#resolveIn(scope, module, nearby === 'package'))
    return resolved.get(key)
  }

  #resolveIn(scope: FolderScope, module: string, isFolder: boolean): ResolvedModule | undefined {
    const { source, components, origins } = this.#tree
    const origin = origins(module)
    const matched = matching(this.#tree.ecosystem, module, origin, scope)
    if (matched.length > 0) return this.#as('declared', module, origin, matched)
    if (isFolder) return undefined
    const known = origin.packages.filter((name) => components.has(name))
    if (known.length > 0) return this.#as(this.#standing(known), module, origin, known)
    return source.far(module) || this.#isAlias(module) ? undefined : this.#as('unknown', module, origin, [])
  }

  #as(
    standing: ImportedPackage['standing'],
    module: string,
    origin: ModuleOrigin,
    matched: readonly string[],
  ): ResolvedModule {
    const packages = [...new Set([...matched, ...origin.packages])]
    const components = matched.flatMap((name) => this.#tree.components.get(name) ?? [])
    const direct = components.filter((one) => one.direct === 'yes')
    const meant = direct.length > 0 ? direct : components
    return { module, standing, origin: { ...origin, packages }, matched, components: meant.map(({ id }) => id).sort() }
  }

  #standing(names: readonly string[]): ImportedPackage['standing'] {
    return names.some((name) => this.#tree.declared.asked.has(name)) ? 'nearby' : 'transitive'
  }

  #isAlias(module: string): boolean {
    const { aliases, ownNames, ecosystem } = this.#tree
    if (ecosystem !== 'npm') return false
    return (
      ownNames.has(module) ||
      aliases.some(
        (alias) =>
          alias === module || alias.startsWith(`${module}/`) || (alias.endsWith('/') && `${module}/`.startsWith(alias)),
      )
    )
  }

  #markUsed(folder: string, { matched }: ResolvedModule): void {
    const { around } = this.#scopeOf(folder)
    for (const place of around) for (const name of matched) this.#projects.get(place)?.used.add(name)
  }

  #declaredIn(folder: string, { used }: Draft, words: ReadonlySet<string>): readonly DeclaredPackage[] {
    const asked = (this.#tree.declared.byPlace.get(folder) ?? []).filter(
      (one) => one.isManifest && one.isCertain && one.mention.role === 'requires',
    )
    return [...Map.groupBy(asked, ({ name }) => name)]
      .map(([name, list]) =>
        declaredPackage(name, list, used.has(name) ? 'imported' : words.has(name) ? 'named' : 'no'),
      )
      .toSorted((a, b) => compareText(a.name, b.name))
  }

  /** Words as names of packages: `rest_framework.authtoken` in Django's settings is djangorestframework. */
  #wordsAsNames(): ReadonlySet<string> {
    const { words, ecosystem } = this.#tree
    if (ecosystem === 'npm') return new Set([...words].flatMap((word) => [word, ...shortNames(word)]))
    return new Set(
      [...words].flatMap((word) => {
        const [top = ''] = word.split(/[./]/, 1)
        return [packageName('PyPI', word), packageName('PyPI', top), ...(PACKAGES_OF_MODULE.get(top) ?? [])]
      }),
    )
  }
}

interface Draft {
  files: number
  complete: boolean
  readonly used: Set<string>
  readonly imports: Map<string, ImportDraft>
}

function draft(): Draft {
  return { files: 0, complete: true, used: new Set(), imports: new Map() }
}

function declaredPackage(name: string, list: readonly Declaration[], used: DeclaredPackage['used']): DeclaredPackage {
  const [first] = list
  const mention = (list.find((one) => one.mention.scope === 'runtime' && one.mention.groups.length === 0) ?? first)
    ?.mention
  if (mention === undefined) throw new Error(`a declared package without a mention: ${name}`)
  const { scope, groups, location, text } = mention
  return { name, scope, groups, evidence: { location, note: `required as ${text}` }, used }
}

/** ESLint, Babel and their like are told `airbnb` and mean `eslint-config-airbnb`. */
function shortNames(word: string): readonly string[] {
  const path = word.split('/')
  const name = word.startsWith('@') ? path.slice(0, 2).join('/') : (path[0] ?? '')
  const scoped = /^(@[\w.-]+)(?:\/([\w.-]+))?/.exec(word)
  const plain = [
    'eslint-plugin-',
    'eslint-config-',
    'babel-plugin-',
    'babel-preset-',
    'stylelint-config-',
    'prettier-plugin-',
  ].map((prefix) => `${prefix}${name}`)
  if (scoped === null) return [name, ...plain]
  const [, scope = '', rest = ''] = scoped
  const end = rest === '' ? '' : `-${rest}`
  return [name, ...['eslint-plugin', 'eslint-config', 'preset', 'plugin'].map((kind) => `${scope}/${kind}${end}`)]
}
