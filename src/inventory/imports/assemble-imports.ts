import { compareText } from '../../base/compare.ts'
import type { Component } from '../../model/component.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { SourceFacts } from '../../model/source-facts.ts'
import type { SourceProject } from '../../model/source-project.ts'
import type { FileMentions } from '../file-mentions.ts'
import { declarations } from './declarations.ts'
import { isForeignSource } from './foreign-source.ts'
import { npmOrigin, pythonOrigins } from './module-packages.ts'
import { type OwnSource, ownJavaScript, ownPython } from './own-source.ts'
import { ProjectIndex } from './project-index.ts'
import type { SourceTree } from './source-tree.ts'

/**
 * What the project's own source imports, for each folder with a manifest of its own and for the root: which package each module
 * comes from, whether it is declared where that counts, and which declared packages are used. `all` are the files as they were read, `settled`
 * those without what is installed. Undefined where there is no source.
 */
export function assembleImports(
  all: readonly FileMentions[],
  settled: readonly FileMentions[],
  components: readonly Component[],
): readonly SourceProject[] | undefined {
  const projects = LANGUAGES.flatMap((language) => {
    const paths = sourcePaths(all, language)
    return paths.length === 0 ? [] : projectsOf(language, paths, all, settled, components)
  })
  return projects.length === 0 ? undefined : projects
}

interface Language {
  readonly ecosystem: Ecosystem
  readonly extractor: string
  readonly isSource: RegExp
  readonly own: (files: readonly string[]) => OwnSource
}

const LANGUAGES: readonly Language[] = [
  { ecosystem: 'PyPI', extractor: 'python/imports', isSource: /\.(?:py|pyi|pyw|pyx|ipynb)$/, own: ownPython },
  {
    ecosystem: 'npm',
    extractor: 'npm/imports',
    isSource: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/,
    own: ownJavaScript,
  },
]

function sourcePaths(all: readonly FileMentions[], { extractor, isSource }: Language): readonly string[] {
  return all
    .filter((file) => file.extractor === extractor && isSource.test(file.path) && !isForeignSource(file.path))
    .map(({ path }) => path)
    .toSorted()
}

function projectsOf(
  { ecosystem, extractor, own }: Language,
  paths: readonly string[],
  all: readonly FileMentions[],
  settled: readonly FileMentions[],
  components: readonly Component[],
): readonly SourceProject[] {
  const source = own(paths)
  const facts = all.flatMap(({ path, extractor: id, extraction }) =>
    extraction.source === undefined ? [] : [{ path, id, facts: extraction.source }],
  )
  const tree: SourceTree = {
    ecosystem,
    source,
    facts: new Map(facts.flatMap((one) => (one.id === extractor ? [[one.path, one.facts]] : []))),
    declared: declarations(settled, ecosystem, source.folders),
    origins: ecosystem === 'npm' ? npmOrigin : pythonOrigins(providedBy(facts)),
    aliases: ecosystem === 'npm' ? unique(facts.flatMap((one) => one.facts.aliases ?? [])) : [],
    ownNames: new Set(facts.flatMap((one) => one.facts.ownName ?? [])),
    words: new Set(facts.flatMap((one) => one.facts.words ?? [])),
    components: byName(components, ecosystem),
  }
  return new ProjectIndex(tree).projects().toSorted((a, b) => compareText(a.folder, b.folder))
}

/** A module that several distributions bring (`google`) has no entry where one of them brings a part of it. */
function providedBy(facts: readonly { readonly facts: SourceFacts }[]): ReadonlyMap<string, readonly string[]> {
  const provided = new Map<string, string[]>()
  for (const { provides } of facts.map((one) => one.facts)) {
    if (provides === undefined) continue
    for (const module of provides.modules) provided.set(module, [...(provided.get(module) ?? []), provides.name])
  }
  return new Map([...provided].map(([module, names]) => [module, unique(names).toSorted()]))
}

/** Under the name of the ecosystem: conda's builds under that of their project on PyPI. */
function byName(components: readonly Component[], ecosystem: Ecosystem): ReadonlyMap<string, readonly Component[]> {
  const found = new Map<string, Component[]>()
  for (const component of components) {
    const name =
      component.ecosystem === ecosystem
        ? component.name
        : component.twin?.ecosystem === ecosystem
          ? component.twin.name
          : undefined
    if (name === undefined) continue
    const known = found.get(name)
    if (known === undefined) found.set(name, [component])
    else known.push(component)
  }
  return found
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}
