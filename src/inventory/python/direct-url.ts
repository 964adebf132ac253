import { entries, get, string, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import { commitOf } from './requirement-claims.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** Where an installed distribution came from, and the hashes of the archive. */
export interface DirectUrl {
  readonly origin: Origin
  readonly integrity: readonly string[]
}

/**
 * Reads direct_url.json (PEP 610): `vcs_info` is a repository at a commit, `dir_info` a folder and so the project's own code,
 * `archive_info` a file. A file on disk may be a public release that was downloaded before (`pip install /wheels/*.whl` in a
 * second build stage), so it counts as an address, which is matched by name and version, and not as the project's own.
 * Undefined when it says none of these.
 */
export function readDirectUrl(root: TreeValue): DirectUrl | undefined {
  const url = string(get(root, 'url'))
  if (url === undefined) return undefined
  const shown = withoutCredentials(url.slice(0, 2000))
  const vcs = get(root, 'vcs_info')
  const directory = get(root, 'dir_info')
  const archive = get(root, 'archive_info')
  if (vcs !== undefined) return { origin: repository(shown, vcs), integrity: [] }
  if (directory !== undefined) return { origin: folder(shown), integrity: [] }
  return archive === undefined ? undefined : { origin: { kind: 'url', url: shown }, integrity: hashes(archive) }
}

function repository(url: string, info: TreeValue): Origin {
  if (string(get(info, 'vcs')) !== 'git') return { kind: 'url', url }
  return { kind: 'git', url, ...commitOf(string(get(info, 'commit_id'))) }
}

function folder(url: string): Origin {
  return url.startsWith('file://') ? { kind: 'local', path: url.slice('file://'.length) } : { kind: 'url', url }
}

/** `hashes = {sha256: …}`, before that `hash = "sha256=…"`. */
function hashes(archive: TreeValue): readonly string[] {
  const found = entries(get(archive, 'hashes')).flatMap(({ key, value }) => {
    const digest = string(value)
    return digest === undefined ? [] : [`${key}:${digest}`]
  })
  const single = string(get(archive, 'hash'))?.replace('=', ':')
  return found.length > 0 || single === undefined ? found : [single]
}
