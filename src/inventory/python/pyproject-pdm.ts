import { entries, getPath } from '../../formats/tree.ts'
import { packageName } from '../../model/package-name.ts'
import { MAIN, type Manifest, readRequirementList } from './pyproject-manifest.ts'

/** `[tool.pdm.dev-dependencies]`: PDM's groups before PEP 735; items may be `-e file:///…#egg=name`. */
export function readPdm(manifest: Manifest): void {
  for (const { key, value } of entries(getPath(manifest.tree.root, 'tool', 'pdm', 'dev-dependencies'))) {
    const groups = [`group:${packageName('PyPI', key)}`]
    readRequirementList(value, { ...MAIN, scope: 'development', groups }, manifest)
  }
}
