import { json } from '../../../formats/json.ts'
import { boolean, entries, get, getPath, string, type Tree, type TreeValue } from '../../../formats/tree.ts'
import { yaml } from '../../../formats/yaml.ts'
import { yarnV1 } from '../../../formats/yarn-v1.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { toldOnce } from '../told-once.ts'

/** Lock files of npm, yarn 1 and pnpm. */
export const NODE_LOCK_FILES: readonly string[] = [
  '**/{package-lock.json,npm-shrinkwrap.json}',
  '**/yarn.lock',
  '**/pnpm-lock.yaml',
]

/** One package that a lock file names, with the file it is installed from. */
export interface LockedFile {
  /** Of the package, as its folder is called; under an alias that of the alias. */
  readonly name: string
  /** The name the registry knows it by, where it is an alias. */
  readonly realName?: string
  /** Where the file is fetched; undefined where the lock leaves that to the registry. */
  readonly url?: string
  readonly integrity?: string
  readonly runsScripts: boolean
  /** It comes inside another package. */
  readonly bundled: boolean
  readonly location: Location
}

type Place = (offset: number) => Location

/** The packages of a lock file. Throws what its format throws, to the first who asks. */
export function lockedFiles(file: ScannedFile): Promise<readonly LockedFile[]> {
  return toldOnce(file, 'configuration/locked', [], async () => {
    if (file.path.endsWith('.json')) return npmFiles(await file.read(json), file.path)
    if (file.path.endsWith('.yaml'))
      return (await file.read(yaml)).flatMap((tree) => pnpmFiles(tree, placeIn(file.path, tree)))
    const tree = await readYarn(file)
    return tree === undefined ? [] : yarnFiles(tree, placeIn(file.path, tree))
  })
}

/** Later versions of yarn write YAML without addresses. */
async function readYarn(file: ScannedFile): Promise<Tree | undefined> {
  const head = new TextDecoder().decode(await file.source.slice(0, 200))
  return head.includes('yarn lockfile v1') ? file.read(yarnV1) : undefined
}

function npmFiles(tree: Tree, path: string): readonly LockedFile[] {
  const place = placeIn(path, tree)
  const packages = get(tree.root, 'packages')
  if (packages?.kind === 'object') {
    return entries(packages).flatMap(({ key, value, keyOffset }) => {
      const folder = key.lastIndexOf('node_modules/')
      if (folder < 0 || boolean(get(value, 'link')) === true) return []
      return [npmFile(key.slice(folder + 'node_modules/'.length), value, place(keyOffset), place)]
    })
  }
  return nested(get(tree.root, 'dependencies'), place, 0)
}

/** Version 1 nests by folder. */
function nested(value: TreeValue | undefined, place: Place, depth: number): readonly LockedFile[] {
  if (depth > 60) return []
  return entries(value).flatMap((one) => [
    npmFile(one.key, one.value, place(one.keyOffset), place),
    ...nested(get(one.value, 'dependencies'), place, depth + 1),
  ])
}

function npmFile(name: string, value: TreeValue, own: Location, place: Place): LockedFile {
  const resolved = get(value, 'resolved')
  const alias =
    string(get(value, 'name')) ??
    /^npm:((?:@[^/@]{1,200}\/)?[^@]{1,200})@/.exec(string(get(value, 'version')) ?? '')?.[1]
  return {
    name,
    ...(alias === undefined || alias === name ? {} : { realName: alias }),
    ...withText('url', resolved),
    ...withText('integrity', get(value, 'integrity')),
    runsScripts: boolean(get(value, 'hasInstallScript')) === true,
    bundled: boolean(get(value, 'inBundle')) === true || boolean(get(value, 'bundled')) === true,
    location: resolved === undefined ? own : place(resolved.offset),
  }
}

function yarnFiles({ root }: Tree, place: Place): readonly LockedFile[] {
  const seen = new Set<TreeValue>()
  return entries(root).flatMap(({ key, value }) => {
    if (seen.has(value)) return []
    seen.add(value)
    const [, name = '', range = ''] = /^(@?[^@]{1,300})@(.*)$/s.exec(key) ?? []
    const alias = /^npm:((?:@[^/@]{1,200}\/)?[^@]{1,200})/.exec(range)?.[1]
    const resolved = get(value, 'resolved')
    if (resolved === undefined) return []
    return [
      {
        name,
        ...(alias === undefined || alias === name ? {} : { realName: alias }),
        ...withText('url', resolved),
        // Old files have a SHA-1 behind the address and nothing else.
        ...withText('integrity', get(value, 'integrity') ?? fragmentOf(resolved)),
        runsScripts: false,
        bundled: false,
        location: place(resolved.offset),
      },
    ]
  })
}

function fragmentOf(resolved: TreeValue): TreeValue | undefined {
  return /#[0-9a-f]{40}$/.test(string(resolved) ?? '') ? resolved : undefined
}

function pnpmFiles({ root }: Tree, place: Place): readonly LockedFile[] {
  return entries(get(root, 'packages')).flatMap(({ key, value, keyOffset }) => {
    const tarball = getPath(value, 'resolution', 'tarball')
    const name = /^\/?((?:@[^/@]{1,200}\/)?[^/@]{1,200})[@/]/.exec(key)?.[1]
    if (name === undefined) return []
    return [
      {
        name,
        ...withText('url', tarball),
        ...withText('integrity', getPath(value, 'resolution', 'integrity')),
        runsScripts: boolean(get(value, 'requiresBuild')) === true,
        bundled: false,
        location: place(tarball?.offset ?? keyOffset),
      },
    ]
  })
}

function withText<Key extends 'url' | 'integrity'>(
  key: Key,
  value: TreeValue | undefined,
): { readonly [K in Key]?: string } {
  const text = string(value)
  return (text === undefined ? {} : { [key]: text }) as { readonly [K in Key]?: string }
}

function placeIn(path: string, { lines }: Tree): Place {
  return (offset) => {
    const { line, column } = lines.position(offset)
    return at(path, line, column)
  }
}
