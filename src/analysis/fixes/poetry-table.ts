import { isExpected } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { toml } from '../../formats/toml.ts'
import { entries, get, getPath, items, string, type TreeValue } from '../../formats/tree.ts'

/**
 * Where poetry takes a new requirement of the project from. Where `[project]` lists dependencies, `[tool.poetry.dependencies]` only adds
 * to what is listed there, and a name of its own is passed over without a word; where `[project]` lists none, writing the first one
 * there would do that to all of them; and where they are `dynamic`, they must not stand in `[project]` (PEP 621).
 */
export function poetryTable(manifest: string): 'project' | 'tool' {
  const root = parsed(manifest)
  const project = get(root, 'project')
  if (project === undefined) return 'tool'
  if (items(get(project, 'dynamic')).some((field) => string(field) === 'dependencies')) return 'tool'
  const isListed =
    items(get(project, 'dependencies')).length > 0 || entries(get(project, 'optional-dependencies')).length > 0
  return isListed || getPath(root, 'tool', 'poetry', 'dependencies') === undefined ? 'project' : 'tool'
}

function parsed(manifest: string): TreeValue | undefined {
  try {
    return toml.parse(new TextEncoder().encode(manifest), DEFAULT_LIMITS).root
  } catch (error) {
    // Nothing is written into what cannot be read.
    if (!isExpected(error)) throw error
    return undefined
  }
}
