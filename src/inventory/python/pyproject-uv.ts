import { getPath } from '../../formats/tree.ts'
import { MAIN, type Manifest, readRequirementList } from './pyproject-manifest.ts'

/** `[tool.uv]`: the old development list, and what limits the resolution without asking for anything. */
export function readUv(manifest: Manifest): void {
  const read = (key: string): ReturnType<typeof getPath> => getPath(manifest.tree.root, 'tool', 'uv', key)
  const limits = { ...MAIN, role: 'constrains', direct: 'unknown' } as const
  readRequirementList(read('dev-dependencies'), { ...MAIN, scope: 'development', groups: ['group:dev'] }, manifest)
  readRequirementList(read('constraint-dependencies'), limits, manifest)
  readRequirementList(read('override-dependencies'), limits, manifest)
  readRequirementList(read('build-constraint-dependencies'), { ...limits, scope: 'build' }, manifest)
}
