import { at } from '../../src/model/location.ts'
import type { DeclaredPackage, ImportedPackage, SourceProject } from '../../src/model/source-project.ts'

/** A Python project at the root with a pyproject.toml, a lock and three files, but for what is said. */
export function project(difference: Partial<SourceProject> = {}): SourceProject {
  return {
    ecosystem: 'PyPI',
    folder: '',
    manifests: ['pyproject.toml'],
    locked: true,
    files: 3,
    complete: true,
    imports: [],
    declared: [],
    ...difference,
  }
}

/** A module of a package of its name, imported in src/a.py; in one file, for which it is needed, but for what is said. */
export function importing(
  module: string,
  standing: ImportedPackage['standing'],
  files: Partial<ImportedPackage['files']> = {},
): ImportedPackage {
  return {
    module,
    packages: [module],
    grounds: 'name',
    standing,
    components: [],
    files: { all: 1, optional: 0, types: 0, tests: 0, ...files },
    places: [at('src/a.py', 3)],
  }
}

/** A package that pyproject.toml asks for at run time. */
export function declaring(name: string, used: DeclaredPackage['used']): DeclaredPackage {
  return {
    name,
    scope: 'runtime',
    groups: [],
    evidence: { location: at('pyproject.toml', 7), note: `required as ${name}` },
    used,
  }
}
