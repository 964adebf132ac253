import { entries, get, items, string, type TreeValue } from '../../../formats/tree.ts'
import { pathFrom } from './member-path.ts'

/** Exports may be nested as deep as their author likes. */
const DEEPEST = 12
const MOST_TARGETS = 10_000

/** The files that are loaded when a package is imported: `main`, `module`, `browser`, `exports`, else index.js (Node.js, "Packages"). */
export function importPaths(manifest: TreeValue, paths: ReadonlySet<string>): readonly string[] {
  const written = [string(get(manifest, 'main')), string(get(manifest, 'module')), string(get(manifest, 'jsnext:main'))]
  const browser = get(manifest, 'browser')
  const targets: string[] = []
  for (const value of [get(manifest, 'exports'), browser, get(manifest, 'react-native')]) addTargets(value, targets, 0)
  const found = [...written, ...targets].flatMap((one) => (one === undefined ? [] : resolved(one, paths)))
  const hasMain = found.length > 0 && written[0] !== undefined
  return [...new Set([...found, ...(hasMain || get(manifest, 'exports') !== undefined ? [] : resolved('.', paths))])]
}

/** The files behind the commands of a package: `bin`, or all of `directories.bin`. */
export function binPaths(manifest: TreeValue, paths: ReadonlySet<string>): readonly string[] {
  const bin = get(manifest, 'bin')
  const own = string(bin) ?? ''
  const listed = [own, ...entries(bin).map(({ value }) => string(value) ?? '')].filter((one) => one !== '')
  const folder = pathFrom('', string(get(get(manifest, 'directories'), 'bin')) ?? '..')
  const inFolder =
    folder === undefined || folder === '' ? [] : [...paths].filter((path) => path.startsWith(`${folder}/`))
  return [...new Set([...listed.flatMap((one) => resolved(one, paths)), ...inFolder])]
}

/** The files of the package that `node -e` code in a script loads: `try{require('./postinstall')}catch(e){}`. */
export function requiredPaths(code: string, paths: ReadonlySet<string>): readonly string[] {
  const written = code.slice(0, 65_536).matchAll(/\b(?:require|import)\(\s{0,20}["'`](\.{1,2}\/[^"'`\n]{1,300})["'`]/g)
  return [...written].flatMap(([, path = '']) => resolved(path, paths))
}

/** Every file that some condition or subpath leads to; patterns (`./*`) lead to what nobody imports unless asked. */
function addTargets(value: TreeValue | undefined, found: string[], depth: number): void {
  if (value === undefined || depth > DEEPEST || found.length >= MOST_TARGETS) return
  const own = string(value)
  if (own !== undefined) {
    if (!own.includes('*')) found.push(own)
    return
  }
  for (const { key, value: one } of entries(value))
    if (key !== 'types' && !key.includes('*')) addTargets(one, found, depth + 1)
  for (const one of items(value)) addTargets(one, found, depth + 1)
}

/** As `require` looks: the file, with an ending, the index of a folder. */
function resolved(written: string, paths: ReadonlySet<string>): readonly string[] {
  const path = pathFrom('', written)
  if (path === undefined) return []
  const stems = path === '' ? ['index'] : [path, `${path}/index`]
  const found = stems.flatMap((stem) =>
    ['', '.js', '.cjs', '.mjs', '.json', '.node'].map((ending) => `${stem}${ending}`),
  )
  return found.filter((one) => paths.has(one)).slice(0, 1)
}
