import { pnpData } from '../../formats/pnp-data.ts'
import { get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { VersionClaim } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, Ledger } from './ledger.ts'
import { decoded } from './requirement.ts'
import { type Locator, parseLocator } from './yarn-locator.ts'

/**
 * Yarn Plug'n'Play (Yarn, "PnP specification"): `packageRegistryData` lists every package that is installed, with what it is given for
 * each of its dependencies. It stands in place of node_modules, in images also without a yarn.lock.
 */
export const plugNPlay: Extractor = {
  id: 'npm/plug-n-play',
  title: "Yarn Plug'n'Play: .pnp.cjs and .pnp.data.json",
  files: ['**/.pnp.cjs', '**/.pnp.data.json', '**/.pnp.js'],
  async extract(file) {
    const tree = await file.read(pnpData)
    if (tree === undefined) return { mentions: [], edges: [], includes: [], clues: [], diagnostics: [] }
    const ledger = new Ledger(file.path, plugNPlay.id, tree.lines)
    addPackages(ledger, tree.root)
    return ledger.extraction()
  },
}

/** A package at one place; its peers chosen differently make it several (`virtual:…#npm:1.0.0`). */
interface Installed {
  readonly name: string
  readonly reference: string
  readonly value: TreeValue
  readonly needs: readonly string[]
  readonly locator: Locator | undefined
}

function addPackages(ledger: Ledger, root: TreeValue): void {
  const all = items(get(root, 'packageRegistryData')).flatMap(installedUnder)
  const own = all.filter(({ name, locator }) => name === '' || locator?.workspace !== undefined)
  const direct = new Set(own.flatMap(({ needs }) => needs))
  const keys = new Map<string, string>()
  for (const one of all) {
    const key = add(ledger, one, direct)
    if (key !== undefined) keys.set(idOf(one.name, one.reference), key)
  }
  for (const { name, reference, needs, locator } of all) {
    const isRoot = name === '' || locator?.workspace === '.'
    for (const need of needs) {
      if (isRoot) ledger.rootEdge(keys.get(need))
      else ledger.edge(keys.get(idOf(name, reference)), keys.get(need))
    }
  }
}

/** `["name", [["reference", {…}], …]]`; the name is null for the project itself. */
function installedUnder(pair: TreeValue): readonly Installed[] {
  const [name, places] = items(pair)
  const written = string(name) ?? ''
  return items(places).map((place) => {
    const [reference, data] = items(place)
    const source = string(reference) ?? ''
    return {
      name: written,
      reference: source,
      value: reference ?? place,
      needs: items(get(data, 'packageDependencies')).flatMap(needOf),
      locator: written === '' || source === '' ? undefined : parseLocator(`${written}@${source}`),
    }
  })
}

/** `["name", "reference"]`, for an alias `["name", ["real name", "reference"]]`; null for a peer that nobody gives. */
function needOf(pair: TreeValue): readonly string[] {
  const [name, target] = items(pair)
  const [realName, realReference] = items(target)
  const wanted = target?.kind === 'array' ? [string(realName), string(realReference)] : [string(name), string(target)]
  return wanted[0] === undefined || wanted[1] === undefined ? [] : [idOf(wanted[0], wanted[1])]
}

function add(
  ledger: Ledger,
  { name, reference, value, locator }: Installed,
  direct: ReadonlySet<string>,
): string | undefined {
  if (name === '' || locator?.workspace === '.') return undefined
  if (locator === undefined) {
    ledger.note(`expected where ${excerpt(name)} comes from, found ${excerpt(reference)}`, value.offset)
    return undefined
  }
  return ledger.add({
    name: locator.name,
    version: versionOf(reference),
    origin: locator.origin,
    role: 'locks',
    scope: 'runtime',
    direct: direct.has(idOf(name, reference)) || locator.workspace !== undefined ? 'yes' : 'no',
    offset: value.offset,
    text: `${name}@${reference.slice(reference.startsWith('virtual:') ? reference.indexOf('#') + 1 : 0)}`,
    patched: locator.patched,
  })
}

/** `npm:4.3.4`, also inside of `virtual:` and `patch:`; repositories and archives state none. */
function versionOf(reference: string): VersionClaim {
  const inner = decoded(reference.slice(0, 4000))
  const version =
    /::(?:[^&]{0,200}&){0,10}version=([\w.+-]{1,200})/.exec(inner)?.[1] ??
    /(?:^|[#@])npm:([\w.+-]{1,200})/.exec(inner)?.[1]
  return version === undefined ? { kind: 'unstated' } : { kind: 'exact', version }
}

function idOf(name: string, reference: string): string {
  return `${name}@${reference}`
}
