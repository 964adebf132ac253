import { entries, get, getPath, items, string } from '../../formats/tree.ts'
import { packageName } from '../../model/package-name.ts'
import { MAIN, type Manifest, readRequirementList } from './pyproject-manifest.ts'
import { excerpt } from './extraction-builder.ts'
import { placeOf } from './tree-place.ts'

/** `[project]` (PEP 621): dependencies and extras; what is `dynamic` stands elsewhere, and that is said. */
export function readProject(manifest: Manifest): void {
  const project = get(manifest.tree.root, 'project')
  readRequirementList(get(project, 'dependencies'), MAIN, manifest)
  for (const { key, value } of entries(get(project, 'optional-dependencies'))) {
    const groups = [`extra:${packageName('PyPI', key)}`]
    readRequirementList(value, { ...MAIN, scope: 'optional', groups }, manifest)
  }
  reportDynamic(manifest)
}

/** `[build-system].requires` (PEP 518): runs at build time, on the machine that builds. */
export function readBuildSystem(manifest: Manifest): void {
  const requires = getPath(manifest.tree.root, 'build-system', 'requires')
  readRequirementList(requires, { ...MAIN, scope: 'build' }, manifest)
}

function reportDynamic(manifest: Manifest): void {
  const { tree, path, builder } = manifest
  for (const item of items(getPath(tree.root, 'project', 'dynamic'))) {
    const field = string(item)
    if (field !== 'dependencies' && field !== 'optional-dependencies') continue
    const from = dynamicFiles(manifest, field)
    const where =
      from.length === 0 ? 'are computed by the build back end' : `are read from ${from.map(excerpt).join(', ')}`
    builder.note(
      `[project] declares its ${field} dynamic: they ${where} and do not stand in this file`,
      placeOf(path, tree, item),
    )
  }
}

/** `[tool.setuptools.dynamic]` names the files: `dependencies = {file = ["requirements.txt"]}`. */
function dynamicFiles(manifest: Manifest, field: string): readonly string[] {
  const source = getPath(manifest.tree.root, 'tool', 'setuptools', 'dynamic', field)
  const tables = field === 'dependencies' ? [source] : entries(source).map(({ value }) => value)
  return tables
    .flatMap((table) => {
      const file = get(table, 'file')
      return [string(file), ...items(file).map(string)]
    })
    .filter((name) => name !== undefined)
    .slice(0, 10)
}
