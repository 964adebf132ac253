import { SCRIPT_BLOCK, scriptMetadata } from '../../formats/script-metadata.ts'
import { get, getPath } from '../../formats/tree.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { MAIN, type Manifest, readRequirementList } from './pyproject-manifest.ts'
import { readUv } from './pyproject-uv.ts'
import { placeOf } from './tree-place.ts'
import { uvIndex, uvSources } from './uv-sources.ts'

/**
 * Python scripts that name their packages themselves (PEP 723), as `uv run`, `pipx run`, `hatch run` and `pdm run` read them.
 * `uv lock --script` writes `script.py.lock` beside it.
 */
export const script: Extractor = {
  id: 'python/script',
  title: 'Inline metadata of Python scripts (PEP 723)',
  // nox reads the block of its own file; of other scripts the content decides.
  files: ['**/noxfile.py'],
  content: {
    files: ['**/*.py', '**/*.pyw'],
    // Tools write the block at the top; a script that is started by one of them may have it further down.
    recognises: (head) =>
      SCRIPT_BLOCK.test(head) || /^#!.{0,200}\b(?:uv run|pipx run|hatch run|pdm run|pip-run)\b/.test(head),
  },
  lockedBy: ['python/uv-lock'],
  lockFile: (path) => `${path}.lock`,
  extract: async (file) => {
    const builder = new ExtractionBuilder('python/script', await file.read(limitsInForce))
    const tree = await file.read(scriptMetadata)
    if (tree === undefined) return builder.finish()
    const uv = getPath(tree.root, 'tool', 'uv')
    const sources = uvSources(uv, builder.limits, (message, value) =>
      builder.partial(message, placeOf(file.path, tree, value)),
    )
    const manifest: Manifest = { path: file.path, tree, builder, sources, index: uvIndex(uv) }
    readRequirementList(get(tree.root, 'dependencies'), MAIN, manifest)
    readUv(manifest)
    return builder.finish()
  },
}
