import { get, scalarText, string, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import { commitOf, registry } from './requirement-claims.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/**
 * Where a package comes from by the keys of its table, as poetry, Pipenv and pixi share them: `git` with `rev`/`ref`,
 * `url`, `path`/`file`, else a registry. `indexUrl` finds the address of a registry that the table names.
 */
export function tableOrigin(table: TreeValue | undefined, indexUrl: (name: string) => string | undefined): Origin {
  const git = string(get(table, 'git'))
  const url = string(get(table, 'url'))
  const path = string(get(table, 'path'))
  const file = string(get(table, 'file'))
  if (git !== undefined) {
    const revision = scalarText(get(table, 'rev')) ?? scalarText(get(table, 'ref'))
    return { kind: 'git', url: withoutCredentials(git.replace(/^git\+/, '')), ...commitOf(revision) }
  }
  const address = url ?? (file?.includes('://') === true ? file : undefined)
  if (address !== undefined && !address.startsWith('file:')) return { kind: 'url', url: withoutCredentials(address) }
  const local = path ?? file ?? address
  if (local !== undefined) return { kind: 'local', path: local }
  const index = string(get(table, 'source')) ?? string(get(table, 'index'))
  return registry(index === undefined ? undefined : (indexUrl(index) ?? index))
}

/** `name = constraint`, or where it comes from when there is no constraint: a table as one readable line. */
export function tableText(name: string, constraint: string | undefined, origin: Origin): string {
  const place = origin.kind === 'local' ? origin.path : origin.kind === 'registry' ? origin.index : origin.url
  return `${name} = ${constraint ?? place ?? ''}`.trim()
}
