import { boolean, entries, get, scalarText, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import { excerpt, type Ledger, type PackageFact } from './ledger.ts'
import { splitDescriptor } from './package-name.ts'
import { type Needs, scopesByReach } from './reach.ts'
import { decoded } from './requirement.ts'
import { digests, entryMap } from './tree-text.ts'
import { lockedVersion } from './version-text.ts'
import { BlockIndex } from './yarn-blocks.ts'
import { type Locator, parseLocator, patchedDescriptor } from './yarn-locator.ts'

/** A block, and what its `resolution` says it is. */
interface Block {
  readonly number: number
  readonly entry: TreeEntry
  readonly fields: ReadonlyMap<string, TreeEntry>
  readonly locator: Locator
}

/**
 * Reads the blocks of a lock file of yarn 2 and later. A workspace block mixes dependencies and devDependencies: what the
 * project asks for is known, what for is not, so everything is for production (or optional) until package.json says otherwise.
 */
export function addBerryBlocks(ledger: Ledger, root: TreeValue): void {
  noteUnknownVersion(ledger, root)
  const blocks = readBlocks(ledger, root)
  const index = new BlockIndex<Block>()
  for (const block of blocks) for (const descriptor of descriptors(block)) index.add(descriptor, block)

  const needs = blocks.map((block) => blockNeeds(block, index))
  const members = blocks.filter((block) => block.locator.workspace !== undefined)
  const scopes = scopesByReach(withOriginals(needs), {
    runtime: members.map((m) => m.number),
    optional: [],
    build: [],
    development: [],
  })
  const askers = workspacesAsking(members, needs)
  const keys = blocks.map((block) => {
    if (block.locator.workspace === '.') return undefined
    const workspaces = askers.get(block.number)
    return ledger.add({
      ...fact(ledger, block),
      scope: scopes[block.number] ?? 'runtime',
      direct: workspaces !== undefined || block.locator.workspace !== undefined ? 'yes' : 'no',
      groups: workspaces,
    })
  })
  for (const [number, { required, optional }] of needs.entries()) {
    const isMember = blocks[number]?.locator.workspace !== undefined
    if (isMember) ledger.rootEdge(keys[number])
    for (const need of [...required, ...optional]) {
      ledger.edge(keys[number], keys[need])
      if (isMember) ledger.rootEdge(keys[need])
    }
  }
}

/** Version 4 came with yarn 2, 10 is written by yarn 4.10 and later; all name the same fields. */
const NEWEST_KNOWN = 10

function noteUnknownVersion(ledger: Ledger, root: TreeValue): void {
  const version = get(get(root, '__metadata'), 'version')
  if (version?.kind !== 'scalar' || !(Number(version.value) > NEWEST_KNOWN)) return
  const found = version.source.slice(0, 20)
  ledger.note(
    `__metadata version ${found} is newer than ${NEWEST_KNOWN}; read as ${NEWEST_KNOWN}`,
    version.offset,
    'FORMAT_VERSION',
  )
}

function readBlocks(ledger: Ledger, root: TreeValue): readonly Block[] {
  const blocks: Block[] = []
  for (const entry of entries(root)) {
    if (entry.key === '__metadata') continue
    const fields = entryMap(entry.value)
    const resolution = string(fields.get('resolution')?.value)
    const locator = resolution === undefined ? undefined : parseLocator(resolution)
    if (locator === undefined)
      ledger.note(`expected a block with a resolution under ${excerpt(entry.key)}`, entry.keyOffset)
    else blocks.push({ number: blocks.length, entry, fields, locator })
  }
  return blocks
}

/** The requirements a block answers; file and patch requirements are bound to a place behind `::`, which askers do not write. */
function descriptors(block: Block): readonly string[] {
  return keyDescriptors(block).flatMap((key) => {
    const bound = key.indexOf('::')
    return bound < 0 ? [key] : [key, key.slice(0, bound)]
  })
}

function keyDescriptors(block: Block): readonly string[] {
  return block.entry.key.split(',').map((key) => key.trim())
}

interface BlockNeeds extends Needs {
  /** A patched package and its original are for the same purpose, whichever of the two is asked for. */
  readonly originals: readonly number[]
}

function blockNeeds(block: Block, index: BlockIndex<Block>): BlockNeeds {
  const meta = entryMap(block.fields.get('dependenciesMeta')?.value)
  const required: number[] = []
  const optional: number[] = []
  for (const wanted of entries(block.fields.get('dependencies')?.value)) {
    const range = scalarText(wanted.value) ?? ''
    // Before yarn 4 the default protocol was left out of the requirement, but not of the block's key.
    const found = index.find(wanted.key, [range, `npm:${range}`])
    if (found === undefined) continue
    const mayMiss = boolean(get(meta.get(wanted.key)?.value, 'optional')) === true
    ;(mayMiss ? optional : required).push(found.number)
  }
  return { required, optional, originals: originals(block, index) }
}

function originals(block: Block, index: BlockIndex<Block>): readonly number[] {
  return keyDescriptors(block).flatMap((key) => {
    const inner = patchedDescriptor(splitDescriptor(key).rest ?? '')
    const found = inner === undefined ? undefined : index.find(inner.name, [inner.rest ?? ''])
    return found === undefined || found === block ? [] : [found.number]
  })
}

/** The needs, and between a patched package and its original a need in both directions. */
function withOriginals(needs: readonly BlockNeeds[]): readonly Needs[] {
  const required = needs.map((need) => [...need.required, ...need.originals])
  for (const [number, { originals }] of needs.entries())
    for (const original of originals) required[original]?.push(number)
  return needs.map(({ optional }, number) => ({ required: required[number] ?? [], optional }))
}

function workspacesAsking(members: readonly Block[], needs: readonly Needs[]): ReadonlyMap<number, readonly string[]> {
  const asking = new Map<number, string[]>()
  for (const { number, locator } of members) {
    for (const need of [...(needs[number]?.required ?? []), ...(needs[number]?.optional ?? [])]) {
      const list = asking.get(need) ?? []
      asking.set(need, list)
      if (locator.workspace !== undefined && locator.workspace !== '.') list.push(`workspace:${locator.workspace}`)
    }
  }
  return asking
}

function fact(ledger: Ledger, { entry, fields, locator }: Block): Omit<PackageFact, 'direct' | 'scope'> {
  const versionField = fields.get('version')?.value
  const written = scalarText(versionField)
  const version = lockedVersion(written)
  if (version === undefined) {
    ledger.note(`expected a version, found ${excerpt(written ?? '')}`, versionField?.offset ?? entry.keyOffset)
  }
  return {
    name: locator.name,
    version: version ?? { kind: 'unstated' },
    origin: locator.origin,
    role: 'locks',
    offset: version?.kind === 'exact' && versionField !== undefined ? versionField.offset : entry.keyOffset,
    text: `${decoded(entry.key.slice(0, 200))}: ${written ?? 'no version'}`,
    marker: string(fields.get('conditions')?.value),
    integrity: digests(fields.get('checksum')?.value),
    patched: locator.patched,
  }
}
