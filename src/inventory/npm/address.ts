import type { Origin } from '../../model/package-mention.ts'

/** The longest address kept; addresses are evidence and pass through every report. */
const LONGEST_ADDRESS = 2048

/** Hosts whose two-segment paths name a repository, as npm's hosted-git-info knows them. */
const FORGES: ReadonlyMap<string, string> = new Map([
  ['github', 'https://github.com/'],
  ['gitlab', 'https://gitlab.com/'],
  ['bitbucket', 'https://bitbucket.org/'],
  ['gist', 'https://gist.github.com/'],
])

const GIT_PROTOCOL = /^(?:git(?:\+(?:ssh|https?|file|rsync|ftp))?|ssh):/i
const SCP_ADDRESS = /^[\w.-]+@[\w.-]+:(?!\/\/)/
const FORGE_PREFIX = /^(github|gitlab|bitbucket|gist):(?!\/\/)/
const FORGE_PAGE =
  /^https?:\/\/(?:[^/@]*@)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)\/[^/#?]+\/[^/#?]+\/?(?:#|$)/i
const SHORTHAND = /^[\w-][\w.-]*\/[\w.-]+(?:#|$)/
/** Where GitHub keeps the archives that package managers fetch instead of cloning: owner, repository, commit. */
const ARCHIVE = /^https:\/\/codeload\.github\.com\/([^/]+)\/([^/]+)\/tar\.gz\/([^/#?]+)/i
const COMMIT = /^[0-9a-f]{7,64}$/

/**
 * The repository that an address means, in any of the forms npm, yarn, pnpm and bun accept or write: `git+ssh://…#commit`,
 * `git@host:owner/repo.git`, `github:owner/repo`, `owner/repo`, `https://…/repo.git#commit=…`, a GitHub source archive.
 * Undefined when it is not a git address. The commit is given only when the address is fixed to one.
 */
export function gitOrigin(text: string): Extract<Origin, { kind: 'git' }> | undefined {
  const archive = ARCHIVE.exec(text)
  if (archive !== null) return repository(`https://github.com/${archive[1]}/${archive[2]}`, archive[3])
  const hash = text.indexOf('#')
  const address = hash < 0 ? text : text.slice(0, hash)
  const fragment = hash < 0 ? undefined : text.slice(hash + 1)
  const forge = FORGE_PREFIX.exec(address)
  if (forge !== null)
    return repository(`${FORGES.get(forge[1] ?? '') ?? ''}${address.slice(forge[0].length)}`, fragment)
  if (GIT_PROTOCOL.test(address)) return repository(address, fragment)
  if (SCP_ADDRESS.test(address)) return repository(address, fragment)
  if (/^https?:/i.test(address)) {
    return /\.git$/i.test(address) || FORGE_PAGE.test(text) ? repository(address, fragment) : undefined
  }
  return SHORTHAND.test(text) ? repository(`https://github.com/${address}`, fragment) : undefined
}

/** A repository and what stands behind its `#`, or its commit; only a commit is kept of it. */
export function repository(url: string, fragment: string | undefined): Extract<Origin, { kind: 'git' }> {
  const commit = fragment === undefined ? undefined : commitIn(fragment)
  return { kind: 'git', url: shownAddress(url.replace(/^git\+/i, '')), ...(commit === undefined ? {} : { commit }) }
}

/** `<commit>`, or yarn's `commit=<commit>` among other parameters. A tag or a branch moves and is not a commit. */
function commitIn(fragment: string): string | undefined {
  const parts = fragment.slice(0, LONGEST_ADDRESS).split('&')
  return parts.map((part) => part.replace(/^commit=/, '')).find((part) => COMMIT.test(part))
}

/**
 * The origin that a lock file's resolved address stands for. An http address that carries the package's own name as a
 * path segment is a registry's (every registry layout known does so: `/name/-/name-1.0.0.tgz`, `/download/name/1.0.0/…`);
 * `index` is what stands before it. Any other address is `url`: the bytes of another package under this name are how
 * lock files are poisoned, and they must not pass for the registry's.
 */
export function resolvedOrigin(resolved: string, name: string): Origin {
  const local = localPath(resolved)
  if (local !== undefined) return { kind: 'local', path: local }
  const git = gitOrigin(resolved)
  if (git !== undefined) return git
  const index = registryIndex(resolved, name)
  return index === undefined ? { kind: 'url', url: shownAddress(resolved) } : { kind: 'registry', index }
}

/** What stands before the package in a registry's address, without a slash at the end; undefined when it is no such address. */
export function registryIndex(address: string, name: string): string | undefined {
  if (!/^https?:\/\//i.test(address) || address.length > LONGEST_ADDRESS) return undefined
  const path = address.replaceAll(/%2f/gi, '/').replaceAll('%40', '@')
  const place = path.indexOf(`/${name}/`, path.indexOf('://') + 3)
  return place < 0 ? undefined : shownAddress(path.slice(0, place))
}

/** The path of a `file:`, `link:` or `portal:` reference, or of a bare path or archive; undefined for anything else. */
export function localPath(text: string): string | undefined {
  const prefix = /^(?:file|link|portal|exec):/.exec(text)
  if (prefix !== null) return shownAddress(text.slice(prefix[0].length))
  const isPath = /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|~\/|[A-Za-z]:[/\\])/.test(text)
  // npm takes `vendor/a.tgz` for a file, although `owner/repo` looks the same.
  const isArchive = /\.(?:tgz|tar\.gz|tar)$/i.test(text.slice(-10)) && !/[:@]/.test(text)
  return isPath || isArchive ? shownAddress(text) : undefined
}

/**
 * An address fit for a report: bounded, and without the user name and password that people write into addresses. `git@` is
 * no secret and stays.
 */
export function shownAddress(address: string): string {
  return withoutCredentials(address.slice(0, LONGEST_ADDRESS))
}

/** Removes `user:password@` and `token@` behind `://`, wherever it stands in the text. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/:\/\/(?!git@)[^/@\s"'#?]{1,256}@/g, '://')
}
