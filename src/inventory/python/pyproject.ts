import { toml } from '../../formats/toml.ts'
import { getPath } from '../../formats/tree.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { readDependencyGroups } from './pyproject-groups.ts'
import type { Manifest } from './pyproject-manifest.ts'
import { readHatch } from './pyproject-hatch.ts'
import { readPdm } from './pyproject-pdm.ts'
import { readPixi } from './pyproject-pixi.ts'
import { readPoetry } from './pyproject-poetry.ts'
import { readBuildSystem, readProject } from './pyproject-project.ts'
import { readUv } from './pyproject-uv.ts'
import { placeOf } from './tree-place.ts'
import { uvIndex, uvSources } from './uv-sources.ts'

/** pyproject.toml: the standard tables and those of the tools. Runs no build back end. */
export const pyproject: Extractor = {
  id: 'python/pyproject',
  title: 'pyproject.toml: PEP 621, PEP 735, build requirements, poetry, uv, PDM, Hatch, pixi',
  files: ['**/pyproject.toml'],
  lockedBy: ['python/uv-lock', 'python/poetry-lock', 'python/pdm-lock', 'python/pylock', 'conda/pixi-lock'],
  extract: async (file) => {
    const tree = await file.read(toml)
    const builder = new ExtractionBuilder('python/pyproject', await file.read(limitsInForce))
    const uv = getPath(tree.root, 'tool', 'uv')
    const sources = uvSources(uv, builder.limits, (message, value) =>
      builder.partial(message, placeOf(file.path, tree, value)),
    )
    const manifest: Manifest = { path: file.path, tree, builder, sources, index: uvIndex(uv) }
    readProject(manifest)
    readDependencyGroups(manifest)
    readBuildSystem(manifest)
    readPoetry(manifest)
    readUv(manifest)
    readPdm(manifest)
    readHatch(manifest)
    readPixi(manifest)
    return builder.finish()
  },
}
