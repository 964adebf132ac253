import { entries, get, getPath } from '../../formats/tree.ts'
import { MAIN, type Manifest, readRequirementList } from './pyproject-manifest.ts'

/** `[tool.hatch.envs.NAME]`: packages that Hatch installs beside the project in an environment for developing. */
export function readHatch(manifest: Manifest): void {
  for (const { key, value } of entries(getPath(manifest.tree.root, 'tool', 'hatch', 'envs'))) {
    const purpose = { ...MAIN, scope: 'development', groups: [`env:${key}`] } as const
    readRequirementList(get(value, 'dependencies'), purpose, manifest)
    readRequirementList(get(value, 'extra-dependencies'), purpose, manifest)
  }
}
