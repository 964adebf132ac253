import { entries, get, getPath, type TreeValue } from '../../formats/tree.ts'
import { isDevelopmentName } from './development-name.ts'
import { MAIN, type Manifest, type Purpose } from './pyproject-manifest.ts'
import { readSpecifierEntry } from './specifier-entry.ts'

/**
 * The PyPI packages of `[tool.pixi]`: `pypi-dependencies` of the default environment, of features, and of targets
 * (platforms) of either. Its conda packages belong to another ecosystem.
 */
export function readPixi(manifest: Manifest): void {
  const pixi = getPath(manifest.tree.root, 'tool', 'pixi')
  readTables(pixi, MAIN, manifest)
  for (const { key, value } of entries(get(pixi, 'feature'))) {
    const scope = isDevelopmentName(key) ? 'development' : 'optional'
    readTables(value, { ...MAIN, scope, groups: [`feature:${key}`] }, manifest)
  }
}

function readTables(table: TreeValue | undefined, purpose: Purpose, manifest: Manifest): void {
  for (const entry of entries(get(table, 'pypi-dependencies'))) readSpecifierEntry(entry, purpose, manifest, {})
  for (const target of entries(get(table, 'target'))) {
    const around = { condition: `platform ${target.key}` }
    for (const entry of entries(get(target.value, 'pypi-dependencies')))
      readSpecifierEntry(entry, purpose, manifest, around)
  }
}
