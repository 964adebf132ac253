import { FormatError } from '../../base/errors.ts'
import { jsonc } from '../../formats/json.ts'
import { entries, get, getPath, items, string, type TreeValue } from '../../formats/tree.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { SourceFacts } from '../../model/source-facts.ts'
import { MOST_WORDS } from '../imports/source-reading.ts'

/** Files that say which names are the project's own and which packages are used without an import. */
export const SETTINGS_FILES: readonly string[] = [
  '**/package.json',
  '**/{ts,js}config*.json',
  '**/deno.{json,jsonc}',
  '**/import_map.json',
  '**/.{eslint,babel,prettier,stylelint,swc,mocha,nyc,lintstaged,commitlint,postcss,parcel,release}rc{,.json}',
  '**/{angular,nx,project,turbo,components,biome,vercel,nest-cli,app,lerna,knip}.json',
]

/** What settings say; what cannot be read as JSON says nothing here (YAML under the name `.eslintrc`). */
export async function readSourceSettings(file: ScannedFile): Promise<SourceFacts | undefined> {
  if (file.size > 1024 * 1024) return undefined
  try {
    const { root } = await file.read(jsonc)
    const name = file.path.slice(file.path.lastIndexOf('/') + 1)
    if (name === 'package.json') return manifestFacts(root)
    const aliases = /^(?:deno\.jsonc?|import_map\.json)$/.test(name)
      ? entries(get(root, 'imports')).map(({ key }) => key)
      : entries(getPath(root, 'compilerOptions', 'paths')).map(({ key }) => key)
    return facts(texts(root), aliases.map(beginning))
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

/** `@app/*` leads to what begins with `@app/`. */
function beginning(pattern: string): string {
  const star = pattern.indexOf('*')
  return star < 0 ? pattern : pattern.slice(0, star)
}

/** Fields in which packages are asked for, not used. */
const REQUIREMENTS =
  /^(?:(?:dev|peer|optional|bundled?)?[dD]ependencies|peerDependenciesMeta|overrides|resolutions|pnpm|catalogs?|name|description|keywords|files|packageManager|engines)$/

function manifestFacts(root: TreeValue): SourceFacts {
  const used = entries(root).filter(({ key }) => !REQUIREMENTS.test(key))
  const own = string(get(root, 'name'))
  return {
    ...facts(
      used.flatMap(({ value }) => texts(value)),
      entries(get(root, 'imports')).map(({ key }) => beginning(key)),
    ),
    ...(own === undefined || own === '' ? {} : { ownName: own.slice(0, 214) }),
  }
}

function facts(strings: readonly string[], aliases: readonly string[]): SourceFacts {
  const words = new Set<string>()
  for (const one of strings) {
    for (const [word] of one.slice(0, 2000).matchAll(/@?[A-Za-z][\w./-]*/g)) {
      if (word.length > 1 && word.length <= 100 && words.size < MOST_WORDS) words.add(word)
    }
  }
  const own = [...new Set(aliases)].filter((alias) => alias !== '').slice(0, MOST_WORDS)
  return { ...(words.size === 0 ? {} : { words: [...words] }), ...(own.length === 0 ? {} : { aliases: own }) }
}

/** All strings and keys, outermost first; the depth of a parsed document is bounded. */
function texts(value: TreeValue): readonly string[] {
  const found: string[] = []
  const open: TreeValue[] = [value]
  for (let next = open.pop(); next !== undefined && found.length < 10 * MOST_WORDS; next = open.pop()) {
    const text = string(next)
    if (text !== undefined) found.push(text)
    for (const { key, value: inner } of entries(next)) {
      found.push(key)
      open.push(inner)
    }
    open.push(...items(next))
  }
  return found
}
