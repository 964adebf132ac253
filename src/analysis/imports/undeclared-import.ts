import { excerpt } from '../../base/escape.ts'
import type { Component } from '../../model/component.ts'
import type { Confidence, Observation } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import type { Severity } from '../../model/severity.ts'
import type { ImportedPackage, SourceProject } from '../../model/source-project.ts'
import { importEvidence, inFiles, listed, manifestsInWords, placeInWords } from './words.ts'

/** More than these in one project are told together: somebody forgot the file, not the lines. */
const MOST_SINGLE = 10

/**
 * Packages that the project's own source imports and that no file in reach declares: one finding per package and project, one in all where
 * nothing declares anything. What the code goes on without, and what only a type checker reads, is not reported.
 */
export const undeclaredImport: BomRule = {
  id: 'imports/undeclared-import',
  title: 'Source imports a package that no file declares',
  severity: 'medium',
  why: 'What is not declared is not pinned, not reviewed and not updated: whatever happens to be installed under the name runs. Code written by AI imports packages that do not exist, and attackers register such names (slopsquatting); the next person who installs what is missing installs theirs.',
  fix: 'Make sure that the package is the one that was meant, and declare it where the others are declared; remove the import if nobody knows it.',
  references: [
    'https://arxiv.org/abs/2406.10279',
    'https://packaging.python.org/en/latest/specifications/dependency-specifiers/',
    'https://nodejs.org/api/packages.html',
  ],
  *inspect(bom) {
    const byId = new Map(bom.components.map((component) => [component.id, component]))
    for (const project of bom.projects ?? []) yield* inspectProject(project, byId)
  },
}

type Components = ReadonlyMap<string, Component>

function* inspectProject(project: SourceProject, components: Components): Iterable<Observation> {
  const missing = project.imports.filter(isMissing)
  if (project.manifests.length === 0) {
    const delivered = missing.filter(isDelivered)
    if (delivered.length > 0) yield together(project, delivered)
  } else if (missing.length > MOST_SINGLE) yield together(project, missing)
  else for (const one of missing) yield single(project, one, components)
}

function isMissing(one: ImportedPackage): boolean {
  const { standing, files } = one
  if (standing === 'declared' || files.all === files.optional + files.types) return false
  // Tests are run where everything is installed that anything needs.
  return isDelivered(one) || standing === 'unknown'
}

/** Is it imported by anything but tests, examples and documentation? */
function isDelivered({ files }: ImportedPackage): boolean {
  return files.all > files.tests
}

function single(project: SourceProject, one: ImportedPackage, components: Components): Observation {
  const name = nameOf(one)
  const [component] = one.components.flatMap((id) => components.get(id) ?? [])
  return {
    severity: severityOf(project, one),
    title: `${name} is imported and not declared`,
    message: [whereImported(project, one), whatIsKnown(project, one, component), possibleNames(one)].join(' ').trim(),
    confidence: confidenceOf(one),
    evidence: importEvidence(one),
    fix: { text: fixFor(project, one, name) },
    identity: `${project.ecosystem} ${project.folder} ${one.module}`,
    ...(component === undefined ? {} : { component: component.id }),
  }
}

/** A name that nothing in the tree knows, though a lock tells all that is installed, is worse than one that comes along. */
function severityOf({ locked }: SourceProject, one: ImportedPackage): Severity {
  if (!isDelivered(one)) return 'none'
  return one.standing === 'unknown' && locked ? 'medium' : 'low'
}

/** `pillow (PIL)`; the module alone where names are alike. */
function nameOf({ module, packages }: ImportedPackage): string {
  const [name = module] = packages
  return same(name, module) ? excerpt(name, 100) : `${excerpt(name, 100)} (${excerpt(module, 80)})`
}

function same(name: string, module: string): boolean {
  return name === module || name.replaceAll('-', '_') === module.toLowerCase()
}

function whereImported(project: SourceProject, { module, files, places }: ImportedPackage): string {
  const [first] = places
  const where = first === undefined ? '' : `, first in ${placeInWords(first)}`
  const tests =
    files.tests === files.all ? ' Nothing but tests, examples, documentation or settings of tools imports it.' : ''
  return `${excerpt(module, 80)} is imported ${inFiles(files.all)}${where}; nothing in ${manifestsInWords(project)} asks for it.${tests}`
}

function whatIsKnown({ locked }: SourceProject, one: ImportedPackage, component: Component | undefined): string {
  if (one.standing === 'nearby') {
    const place = component?.evidence[0]?.location.path
    return place === undefined
      ? 'Another part of the tree declares it.'
      : `Only another part of the tree declares it: ${excerpt(place, 120)}.`
  }
  if (one.standing === 'transitive') {
    const by = component?.path.at(-2)
    return by === undefined
      ? 'It is installed only because something else depends on it, and goes when that does.'
      : `It is installed only because ${excerpt(by, 100)} depends on it, and goes when that does.`
  }
  return locked
    ? 'No lock file and no installed folder of this tree knows a package of this name: it is not installed from what was reviewed, and it may not exist.'
    : 'No file of this tree knows a package of this name.'
}

function possibleNames({ packages, grounds }: ImportedPackage): string {
  if (grounds === 'name' || packages.length < 2) return ''
  return `Packages that bring it: ${listed(packages, 4)}.`
}

function confidenceOf({ grounds, standing }: ImportedPackage): Confidence {
  if (grounds === 'installed')
    return { level: 'high', because: ['the installed distribution says which modules it brings'] }
  if (grounds === 'table') return { level: 'high', because: ["Assay's table says which package brings the module"] }
  if (standing !== 'unknown') return { level: 'high', because: ['a package of this name is locked in this tree'] }
  return { level: 'medium', because: ['the package is taken to have the name of the module'] }
}

function fixFor(project: SourceProject, { standing }: ImportedPackage, name: string): string {
  const manifest = excerpt(project.manifests[0] ?? '', 120)
  return standing === 'unknown'
    ? `Find out whether ${name} is the project that was meant (its page, its age, who publishes it) before anybody installs it; then add it to ${manifest}, or remove the import.`
    : `Add ${name} to ${manifest}.`
}

function together(project: SourceProject, missing: readonly ImportedPackage[]): Observation {
  const names = missing.map(nameOf)
  const where = project.folder === '' ? 'The project' : excerpt(project.folder, 120)
  const isDeclaring = project.manifests.length > 0
  const files = project.ecosystem === 'npm' ? 'package.json' : 'pyproject.toml or requirements.txt'
  return {
    severity: 'low',
    title: isDeclaring
      ? `${missing.length} packages are imported and not declared`
      : `${missing.length === 1 ? 'A package is' : `${missing.length} packages are`} imported and no file declares any`,
    message: isDeclaring
      ? `${where} imports ${listed(names, 20)}; nothing in ${manifestsInWords(project)} asks for them.`
      : `${where} imports ${listed(names, 20)}, and nothing says which versions of what it needs: everybody who runs it installs what the names give on that day.`,
    confidence: {
      level: 'medium',
      because: ['modules are taken to come from packages of their name where no table knows better'],
    },
    evidence: missing.flatMap((one) => importEvidence(one, 1)).slice(0, 20),
    fix: {
      text: isDeclaring
        ? `Add them to ${excerpt(project.manifests[0] ?? '', 120)}, each after a look at whether it is the project that was meant.`
        : `Write down what is needed, in ${files}, and lock it; look at each name before installing it.`,
    },
    identity: `${project.ecosystem} ${project.folder} undeclared`,
  }
}
