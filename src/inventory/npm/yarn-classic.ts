import { entries, get, string, type TreeEntry, type TreeObject, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import { resolvedOrigin, shownAddress } from './address.ts'
import { excerpt, type Ledger, type PackageFact } from './ledger.ts'
import { splitDescriptor } from './package-name.ts'
import { requirement } from './requirement.ts'
import { digests } from './tree-text.ts'
import { lockedVersion } from './version-text.ts'
import { BlockIndex } from './yarn-blocks.ts'

/** A block and the keys it stands under: the requirements it answers. */
interface Block {
  readonly value: TreeObject
  readonly keys: TreeEntry[]
}

/**
 * Reads the blocks of a yarn 1 lock file. It knows neither what the project asks for nor what for: `direct` is unknown, and
 * everything is for production until package.json says otherwise. What no other block needs, the project needs.
 */
export function addClassicBlocks(ledger: Ledger, root: TreeValue): void {
  const blocks = readBlocks(ledger, root)
  const index = new BlockIndex<Block>()
  for (const block of blocks) for (const key of block.keys) index.add(key.key, block)

  const keys = new Map(blocks.map((block) => [block, ledger.add(fact(ledger, block))]))
  const needed = new Set<Block>()
  for (const block of blocks) {
    for (const wanted of wantedEntries(block)) {
      const found = index.find(wanted.key, [string(wanted.value) ?? ''])
      if (found === undefined || found === block) continue
      needed.add(found)
      ledger.edge(keys.get(block), keys.get(found))
    }
  }
  for (const block of blocks) if (!needed.has(block)) ledger.rootEdge(keys.get(block))
}

/** The keys of one block share its value. */
function readBlocks(ledger: Ledger, root: TreeValue): readonly Block[] {
  const blocks = new Map<TreeObject, Block>()
  for (const entry of entries(root)) {
    if (entry.value.kind !== 'object') {
      ledger.note(`expected the block of a package, found ${excerpt(entry.key)}`, entry.keyOffset)
      continue
    }
    const block = blocks.get(entry.value)
    if (block === undefined) blocks.set(entry.value, { value: entry.value, keys: [entry] })
    else block.keys.push(entry)
  }
  return [...blocks.values()]
}

function wantedEntries(block: Block): readonly TreeEntry[] {
  return [...entries(get(block.value, 'dependencies')), ...entries(get(block.value, 'optionalDependencies'))]
}

function fact(ledger: Ledger, block: Block): PackageFact {
  const first = block.keys[0] as TreeEntry
  const descriptor = splitDescriptor(first.key)
  const wanted = requirement(descriptor.name, descriptor.rest ?? '')
  const versionField = get(block.value, 'version')
  const written = string(versionField)
  const version = lockedVersion(written)
  if (version === undefined) {
    ledger.note(`expected a version, found ${excerpt(written ?? '')}`, versionField?.offset ?? first.keyOffset)
  }
  const resolved = string(get(block.value, 'resolved'))
  const integrity = digests(get(block.value, 'integrity'))
  return {
    name: wanted.name,
    version: version ?? { kind: 'unstated' },
    origin: originOf(wanted.name, wanted.origin, resolved),
    role: 'locks',
    scope: 'runtime',
    direct: 'unknown',
    offset: version?.kind === 'exact' && versionField !== undefined ? versionField.offset : first.keyOffset,
    text: `${first.key}: ${written ?? 'no version'}`,
    integrity: integrity.length > 0 ? integrity : fragmentDigest(resolved),
  }
}

/** The requirement says what kind of source it is, `resolved` says which: a requirement by address may point into a registry. */
function originOf(name: string, wanted: Origin, resolved: string | undefined): Origin {
  if (resolved === undefined) return wanted
  const address =
    fragmentDigest(resolved).length > 0 && !resolved.startsWith('git') ? withoutFragment(resolved) : resolved
  if (wanted.kind === 'url') return { kind: 'url', url: shownAddress(address) }
  const origin = resolvedOrigin(address, name)
  return origin.kind === 'git' || wanted.kind !== 'git' ? origin : gitAt(wanted, resolved)
}

/** A repository fetched as an archive: what was asked for, at the commit it was resolved to. */
function gitAt(wanted: Extract<Origin, { kind: 'git' }>, resolved: string): Origin {
  const commit = /#([0-9a-f]{40})$/.exec(resolved)?.[1]
  return commit === undefined ? wanted : { ...wanted, commit }
}

function withoutFragment(address: string): string {
  return address.split('#', 1)[0] ?? ''
}

/** Before `integrity` was written (yarn 1.10), the sha1 of an archive stood behind its address. */
function fragmentDigest(resolved: string | undefined): readonly string[] {
  if (resolved === undefined || !/^(?:https?|file):/i.test(resolved) || /\.git#/i.test(resolved)) return []
  const digest = /#([0-9a-f]{40})$/.exec(resolved)?.[1]
  return digest === undefined ? [] : [`sha1:${digest}`]
}
