import { entries, get, string, type Tree, type TreeValue } from '../../../formats/tree.ts'
import type { Located, PackageResolver } from './package-resolver.ts'

/** Most files that one specifier leads to: conditions of `exports` may choose. */
const MOST_FILES = 8

/** Deepest conditions in conditions. */
const MOST_CONDITIONS = 6

/**
 * How Node.js and bundlers find modules inside one package: relative paths, endings, the entry of a folder, and of package.json `main`,
 * `module`, `exports`, `imports` and the own name (https://nodejs.org/api/esm.html#resolution-algorithm-specification). `files` are the
 * paths of all files; `manifests` the package.json files by path. Other packages lead nowhere.
 */
export function nodeResolver(files: Iterable<string>, manifests: ReadonlyMap<string, Tree>): PackageResolver {
  const of: Package = { files: new Set(files), manifests }
  const known = new Map<string, readonly Located[]>()
  const locate = (from: string, specifier: string): readonly Located[] => {
    const key = `${folderOf(from)}\0${specifier}`
    const found = known.get(key) ?? find(of, from, specifier).map((path) => ({ path, member: '' }))
    known.set(key, found)
    return found
  }
  return { locate, loaded: (from, specifier) => locate(from, specifier).map(({ path }) => path) }
}

interface Package {
  readonly files: ReadonlySet<string>
  readonly manifests: ReadonlyMap<string, Tree>
}

function find(of: Package, from: string, specifier: string): readonly string[] {
  const plain = specifier.replace(/^file:/, '').replace(/[?#].*$/s, (rest, at: number) => (at === 0 ? rest : ''))
  if (/^\.{1,2}(?:\/|$)/.test(plain)) return fileAt(of, joined(folderOf(from), plain))
  if (plain.startsWith('<here>/')) return fileAt(of, joined(folderOf(from), plain.slice(7)))
  if (plain.startsWith('<project>/')) return fileAt(of, joined('', plain.slice(10)))
  if (plain.startsWith('<start>/')) return started(of, from, plain.slice(8))
  const folder = manifestFolder(of, from)
  const manifest = folder === undefined ? undefined : of.manifests.get(joinedPath(folder, 'package.json'))
  if (folder === undefined || manifest === undefined) return []
  if (plain.startsWith('#')) return matched(of, folder, get(manifest.root, 'imports'), plain)
  const name = string(get(manifest.root, 'name'))
  if (name === undefined || (plain !== name && !plain.startsWith(`${name}/`))) return brought(of, from, plain)
  return ownFile(of, folder, manifest, plain === name ? '.' : `.${plain.slice(name.length)}`)
}

/** A file of a package in `node_modules` of the archive, looked for in each folder upwards. */
function brought(of: Package, from: string, plain: string): readonly string[] {
  const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/@.][^/]*)(\/.*)?$/s.exec(plain.slice(0, 500)) ?? []
  if (name === undefined || of.manifests.size < 2) return []
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    const own = joinedPath(folder, `node_modules/${name}`)
    const manifest = of.manifests.get(`${own}/package.json`)
    if (manifest !== undefined) return ownFile(of, own, manifest, `.${rest}`)
    if (folder === '') return []
  }
}

/** A program is started from the folder of the package, or from the file that starts it. */
function started(of: Package, from: string, path: string): readonly string[] {
  const own = fileAt(of, joined('', path))
  return own.length > 0 ? own : fileAt(of, joined(folderOf(from), path))
}

function ownFile(of: Package, folder: string, manifest: Tree, subpath: string): readonly string[] {
  const exported = get(manifest.root, 'exports')
  if (exported === undefined) return subpath === '.' ? entryOf(of, folder) : fileAt(of, joined(folder, subpath))
  const isMap = entries(exported).some(({ key }) => key.startsWith('.'))
  return isMap ? matched(of, folder, exported, subpath) : subpath === '.' ? texts(of, folder, exported, '') : []
}

/** The entry of `exports` or `imports` under a key, also with a star in it. */
function matched(of: Package, folder: string, map: TreeValue | undefined, key: string): readonly string[] {
  const own = get(map, key)
  if (own !== undefined) return texts(of, folder, own, '')
  for (const { key: pattern, value } of entries(map)) {
    const [before = '', after, ...more] = pattern.split('*')
    const isMatch =
      after !== undefined &&
      more.length === 0 &&
      key.length >= before.length + after.length &&
      key.startsWith(before) &&
      key.endsWith(after)
    if (isMatch) return texts(of, folder, value, key.slice(before.length, key.length - after.length))
  }
  return []
}

/** All files that the conditions of an entry may choose. */
function texts(of: Package, folder: string, node: TreeValue, star: string, depth = 0): readonly string[] {
  const text = string(node)
  if (text !== undefined) {
    if (!text.startsWith('./')) return []
    const path = joined(folder, text.replaceAll('*', star))
    return path !== undefined && of.files.has(path) ? [path] : []
  }
  if (depth >= MOST_CONDITIONS) return []
  const found = entries(node)
    .filter(({ key }) => key !== 'types')
    .flatMap(({ value }) => texts(of, folder, value, star, depth + 1))
  return [...new Set(found)].slice(0, MOST_FILES)
}

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.ts', '.tsx', '.jsx', '.cts', '.mts', '.json', '.node'] as const
const INDEX = ['index.js', 'index.cjs', 'index.mjs', 'index.ts', 'index.tsx', 'index.json', 'index.node'] as const

/** The file under a path, with an ending, in TypeScript under the ending that it is compiled to, or the entry of a folder. */
function fileAt(of: Package, path: string | undefined): readonly string[] {
  if (path === undefined) return []
  const ending = path === '' ? undefined : ENDINGS.find((one) => of.files.has(`${path}${one}`))
  if (ending !== undefined) return [`${path}${ending}`]
  const typed = /^(.*)\.([cm]?)js$/.exec(path)
  const source = typed === null ? [] : [`${typed[1] ?? ''}.${typed[2] ?? ''}ts`, `${typed[1] ?? ''}.tsx`]
  const found = source.find((one) => of.files.has(one))
  return found === undefined ? entryOf(of, path) : [found]
}

function entryOf(of: Package, folder: string): readonly string[] {
  const manifest = of.manifests.get(joinedPath(folder, 'package.json'))
  for (const field of ['main', 'module'] as const) {
    const main = string(get(manifest?.root, field))
    const path = main === undefined ? undefined : joined(folder, main)
    const found =
      path === undefined || path === folder
        ? undefined
        : (ENDINGS.map((one) => `${path}${one}`).find((one) => of.files.has(one)) ?? indexOf(of, path))
    if (found !== undefined) return [found]
  }
  const index = indexOf(of, folder)
  return index === undefined ? [] : [index]
}

function indexOf(of: Package, folder: string): string | undefined {
  return INDEX.map((one) => joinedPath(folder, one)).find((one) => of.files.has(one))
}

/** The folder of the package.json that a file belongs to. */
function manifestFolder(of: Package, from: string): string | undefined {
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    if (of.manifests.has(joinedPath(folder, 'package.json'))) return folder
    if (folder === '') return undefined
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function joinedPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** A path inside of the package; undefined for one that leads out of it. */
function joined(folder: string, path: string): string | undefined {
  if (path.length > 1000) return undefined
  const kept: string[] = folder === '' ? [] : folder.split('/')
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') {
      if (kept.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') kept.push(part)
  }
  return kept.join('/')
}
