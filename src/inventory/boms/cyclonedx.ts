import { json } from '../../formats/json.ts'
import { get, string } from '../../formats/tree.ts'
import type { Extractor } from '../extractor.ts'
import { ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { readCyclonedx } from './read-cyclonedx.ts'

/** CycloneDX bills of materials (ECMA-424) in JSON: packages that somebody else's tool found. */
export const cyclonedx: Extractor = {
  id: 'boms/cyclonedx',
  title: 'CycloneDX bills of materials in JSON',
  files: ['**/*.cdx.json', '**/bom.json', '**/*.bom.json', '**/*-bom.json', '**/sbom.json', '**/*.sbom.json'],
  async extract(file) {
    const builder = new ExtractionBuilder(cyclonedx.id, await file.read(limitsInForce))
    const tree = await file.read(json)
    if (string(get(tree.root, 'bomFormat')) === 'CycloneDX') readCyclonedx(file.path, tree, builder)
    return builder.finish()
  },
}
