import { toml } from '../../formats/toml.ts'
import { entries, get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { Extractor } from '../extractor.ts'
import { isDevelopmentName } from './development-name.ts'
import { ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { MAIN, type Manifest, type Purpose } from './pyproject-manifest.ts'
import { readSpecifierEntry } from './specifier-entry.ts'

/** Pipfile: `[packages]`, `[dev-packages]` and the categories a project made up. */
export const pipfile: Extractor = {
  id: 'python/pipfile',
  title: 'Pipfile of Pipenv',
  files: ['**/Pipfile'],
  lockedBy: ['python/pipfile-lock'],
  extract: async (file) => {
    const tree = await file.read(toml)
    const builder = new ExtractionBuilder('python/pipfile', await file.read(limitsInForce))
    const urls = sourceUrls(tree.root)
    const index = urls.size === 1 ? [...urls.values()][0] : undefined
    const manifest: Manifest = { path: file.path, tree, builder, sources: new Map(), index }
    const around = { indexUrl: (name: string) => urls.get(name) }
    for (const { key, value } of entries(tree.root)) {
      if (NOT_PACKAGES.has(key)) continue
      for (const entry of entries(value)) readSpecifierEntry(entry, purposeOf(key), manifest, around)
    }
    return builder.finish()
  },
}

const NOT_PACKAGES: ReadonlySet<string> = new Set(['source', 'requires', 'scripts', 'pipenv'])

function purposeOf(category: string): Purpose {
  if (category === 'packages') return MAIN
  if (category === 'dev-packages') return { ...MAIN, scope: 'development', groups: ['group:develop'] }
  return { ...MAIN, scope: isDevelopmentName(category) ? 'development' : 'optional', groups: [`group:${category}`] }
}

function sourceUrls(root: TreeValue): ReadonlyMap<string, string> {
  return new Map(
    items(get(root, 'source')).flatMap((source) => {
      const name = string(get(source, 'name'))
      const url = string(get(source, 'url'))
      return name === undefined || url === undefined ? [] : [[name, url] as const]
    }),
  )
}
