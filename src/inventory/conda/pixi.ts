import { toml } from '../../formats/toml.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import type { Manifest } from '../python/pyproject-manifest.ts'
import { readPixiTables } from '../python/pyproject-pixi.ts'

/** pixi.toml: what stands below `[tool.pixi]` of a pyproject.toml stands here at the top. */
export const pixi: Extractor = {
  id: 'conda/pixi',
  title: 'pixi.toml: conda and PyPI dependencies of environments, features and targets',
  files: ['**/pixi.toml'],
  lockedBy: ['conda/pixi-lock'],
  extract: async (file) => {
    const tree = await file.read(toml)
    const builder = new ExtractionBuilder('conda/pixi', await file.read(limitsInForce))
    const manifest: Manifest = { path: file.path, tree, builder, sources: new Map(), index: undefined }
    readPixiTables(tree.root, manifest)
    return builder.finish()
  },
}
