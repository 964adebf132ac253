import { excerpt } from '../../base/escape.ts'
import type { Bom } from '../../model/component.ts'
import type { Observation } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import type { DeclaredPackage, SourceProject } from '../../model/source-project.ts'
import { isUsedOtherwise } from './used-otherwise.ts'
import { listed } from './words.ts'

/**
 * Packages a project asks for to run with and that none of its own files imports: one finding per project. Silent where not every
 * source file was read, where the project imports nothing that it declares, and for what is used otherwise than by import.
 */
export const unusedDependency: BomRule = {
  id: 'imports/unused-dependency',
  title: 'A declared package is imported nowhere',
  severity: 'none',
  why: 'Every package that is installed can be attacked and brings its own dependencies. What nobody uses any more costs updates and findings, and is the easiest risk to get rid of.',
  fix: 'Remove what is not used. Some packages are used without an import (a program, a plug-in, a driver that another package looks for): keep those, in a group that says so.',
  references: ['https://owasp.org/www-project-top-10-ci-cd-security-risks/'],
  *inspect(bom) {
    const needed = neededByOthers(bom)
    for (const project of bom.projects ?? []) yield* inspectProject(project, needed)
  },
}

function* inspectProject(project: SourceProject, needed: ReadonlySet<string>): Iterable<Observation> {
  if (!project.complete || !project.declared.some(({ used }) => used === 'imported')) return
  const unused = project.declared.filter((one) => isUnused(project, one, needed))
  if (unused.length === 0 || isFrozen(project, unused.length)) return
  const names = unused.map(({ name }) => name)
  const one = unused.length === 1
  yield {
    severity: 'none',
    title: `${one ? excerpt(names[0] ?? '', 100) : `${unused.length} declared packages`} ${one ? 'is' : 'are'} imported nowhere`,
    message: `None of the ${project.files} source files of ${project.folder === '' ? 'the project' : excerpt(project.folder, 120)} imports ${listed(names, 30)}, declared in ${listed([...new Set(unused.map(({ evidence }) => evidence.location.path))], 3)}. No command and no configuration file that was read names ${one ? 'it' : 'them'} either.`,
    confidence: {
      level: 'low',
      because: [
        'all source files were read',
        'a package may be used without an import or a name, by another package that looks for it',
      ],
    },
    evidence: unused.map(({ evidence }) => evidence).slice(0, 30),
    fix: { text: `Remove ${listed(names, 10)} if nothing needs ${one ? 'it' : 'them'}.` },
    identity: `${project.ecosystem} ${project.folder} unused`,
  }
}

/** `pip freeze` lists what packages brought along, too: of such a list most is imported by nobody. */
function isFrozen({ declared }: SourceProject, unused: number): boolean {
  return unused > 10 && unused > declared.length / 2
}

function isUnused(
  { ecosystem }: SourceProject,
  { name, used, scope, groups }: DeclaredPackage,
  needed: ReadonlySet<string>,
): boolean {
  if (used !== 'no' || scope !== 'runtime' || groups.length > 0) return false
  return !isUsedOtherwise(ecosystem, name) && !needed.has(`${ecosystem} ${name}`)
}

/** What another package depends on is there anyway: the line may pin its version, or meet a peer. */
function neededByOthers({ components, relationships }: Bom): ReadonlySet<string> {
  const byId = new Map(components.map((component) => [component.id, component]))
  return new Set(
    relationships.flatMap(({ from, to }) => {
      const target = byId.get(to)
      const isOwn = byId.get(from)?.origin.kind === 'local'
      return target === undefined || isOwn
        ? []
        : [`${target.twin?.ecosystem ?? target.ecosystem} ${target.twin?.name ?? target.name}`]
    }),
  )
}
