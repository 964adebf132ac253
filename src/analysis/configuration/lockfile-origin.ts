import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import type { Severity } from '../../model/severity.ts'
import { isLocalAddress } from './code/download.ts'
import { type LockedFile, lockedFiles, NODE_LOCK_FILES } from './lock/locked-files.ts'
import { listed, placed, reported, shown } from './report.ts'

/** A lock file takes a package from a place where it does not belong. */
export const lockfileOrigin: FileRule = {
  id: 'configuration/lockfile-origin',
  title: 'A lock file takes a package from a place where it does not belong.',
  severity: 'high',
  why: 'Nobody reads a change of 5,000 lines in a lock file. Whoever may propose one can point a single entry at their own server, with a hash that fits: npm ci and yarn install it without a word, since the lock file is what they trust.',
  fix: 'Delete the entry and let the package manager write it again; look at lock files in reviews with a tool, and write them without addresses (npm: omit-lockfile-registry-resolved).',
  references: [
    'https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-lock-json.md',
    'https://snyk.io/blog/why-npm-lockfiles-can-be-a-security-blindspot-for-injecting-malicious-modules/',
    'https://cwe.mitre.org/data/definitions/829.html',
    'https://cwe.mitre.org/data/definitions/353.html',
  ],
  files: NODE_LOCK_FILES,
  async *inspect(file) {
    const locked = (await lockedFiles(file)).filter(({ bundled }) => !bundled)
    const fetched = locked.filter((one): one is Fetched => /^(?:https?|ftp):\/\//i.test(one.url ?? ''))
    yield* [
      ...plain(file.path, fetched),
      ...strangers(file.path, fetched),
      ...otherNames(file.path, fetched),
      ...unhashed(file.path, fetched),
    ]
  },
}

type Fetched = LockedFile & { readonly url: string }

function plain(path: string, fetched: readonly Fetched[]): readonly Observation[] {
  const found = fetched.filter(({ url }) => !/^https:/i.test(url) && !isLocalAddress(url))
  const unhashedOnes = found.filter(({ integrity }) => !isStrong(integrity))
  if (found.length === 0) return []
  return [
    finding(path, found, {
      kind: 'plain',
      severity: unhashedOnes.length > 0 ? 'high' : 'medium',
      title: (names) => `${names} ${found.length === 1 ? 'is' : 'are'} locked to an unencrypted address`,
      message: `Everyone on the way can answer in the place of the server${unhashedOnes.length > 0 ? ', and no strong hash is there to notice it' : '; the hash notices it, and the installation fails'}.`,
      because: 'the address begins with http:',
      fix: 'Set the registry to its https address and write the lock file again.',
    }),
  ]
}

/** A host that serves few packages while the scope or the rest comes from another. */
function strangers(path: string, fetched: readonly Fetched[]): readonly Observation[] {
  const counts = new Map<string, number>()
  for (const { url } of fetched) counts.set(hostOf(url), (counts.get(hostOf(url)) ?? 0) + 1)
  const [main, most = 0] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? []
  if (main === undefined || counts.size < 2 || most < MAIN_SHARE * fetched.length || fetched.length < 5) return []
  const atMain = new Set(fetched.filter(({ url }) => hostOf(url) === main).map(({ name }) => scopeOf(name)))
  const found = fetched.filter(({ url, name }) => hostOf(url) !== main && atMain.has(scopeOf(name)) && !isForge(url))
  if (found.length === 0 || found.length > MOST_STRANGERS) return []
  const hosts = [...new Set(found.map(({ url }) => hostOf(url)))]
  return [
    finding(path, found, {
      kind: `host ${hosts.toSorted().join(' ')}`,
      severity: 'high',
      title: (names) => `${names} ${found.length === 1 ? 'comes' : 'come'} from another host than the rest`,
      message: `${listed(
        hosts.map((host) => shown(host, 80)),
        3,
      )}, while ${most} of ${fetched.length} files come from ${shown(main, 80)}, others of the same scope among them.`,
      because:
        'entries of one scope come from one registry, unless somebody has edited the file or fetched a part of it elsewhere',
      confidence: 'medium',
      fix: 'Ask who has put the entry there; delete it and let the package manager write it again.',
    }),
  ]
}

/** The share of one host above which the others are exceptions, and how many exceptions there may be. */
const MAIN_SHARE = 0.8
const MOST_STRANGERS = 10

/** `https://host/@scope/name/-/name-1.0.0.tgz` serves another package than the one it is installed as. */
function otherNames(path: string, fetched: readonly Fetched[]): readonly Observation[] {
  const found = fetched.filter(({ url, name, realName }) => {
    const served = servedName(url)
    return served !== undefined && served !== (realName ?? name).toLowerCase() && served !== name.toLowerCase()
  })
  if (found.length === 0) return []
  return [
    finding(path, found, {
      kind: `names ${found
        .map(({ name }) => name)
        .toSorted()
        .slice(0, 20)
        .join(' ')}`,
      severity: 'high',
      title: (names) => `${names} ${found.length === 1 ? 'is' : 'are'} locked to the file of another package`,
      message: `${listed(
        found.map(({ name, url }) => `${shown(name, 60)} is fetched as ${shown(servedName(url) ?? '', 60)}`),
        3,
      )}. What is installed is that package, under the trusted name.`,
      because: 'the path of a registry names the package, and no alias is declared',
      fix: 'Ask who has put the entry there; delete it and let the package manager write it again.',
    }),
  ]
}

function servedName(url: string): string | undefined {
  const match =
    /\/((?:@|%40)[^/]{1,200}(?:\/|%2f)[^/]{1,200}|[^/]{1,200})\/-\/(?:[^/]{1,200}\/)?[^/]{1,300}\.tgz(?:[?#]|$)/i.exec(
      url.slice(0, 2000),
    )
  return match?.[1]?.replace(/%40/i, '@').replace(/%2f/i, '/').toLowerCase()
}

function unhashed(path: string, fetched: readonly Fetched[]): readonly Observation[] {
  const found = fetched.filter(({ integrity, url }) => integrity === undefined && !isForge(url))
  if (found.length === 0) return []
  return [
    finding(path, found, {
      kind: 'unhashed',
      severity: 'medium',
      title: (names) => `${names} ${found.length === 1 ? 'has' : 'have'} no hash in the lock file`,
      message: `For ${found.length} of ${fetched.length} files nothing says what they must be: whatever the server sends is installed.`,
      because: 'the entry has an address and no integrity',
      fix: 'Delete node_modules and the entries, and let the package manager write them again.',
    }),
  ]
}

/** A SHA-1 can be met by two files (SHAttered, 2017). */
function isStrong(integrity: string | undefined): boolean {
  return integrity !== undefined && /sha(?:256|384|512)-/.test(integrity)
}

/** Archives of commits: fixed by the commit, and another rule's where not. */
function isForge(url: string): boolean {
  return /^https:\/\/(?:codeload\.)?(?:github|gitlab|bitbucket)\.(?:com|org)\//i.test(url)
}

function hostOf(url: string): string {
  return (url.split('/', 3)[2] ?? '').replace(/^[^@]*@/, '').toLowerCase()
}

function scopeOf(name: string): string {
  return name.startsWith('@') ? (name.split('/', 1)[0] ?? '') : ''
}

interface Breach {
  readonly kind: string
  readonly severity: Severity
  readonly title: (names: string) => string
  readonly message: string
  readonly because: string
  readonly confidence?: 'medium'
  readonly fix: string
}

function finding(path: string, found: readonly Fetched[], breach: Breach): Observation {
  const names = [...new Set(found.map(({ name }) => shown(name, 60)))].toSorted()
  return reported({
    severity: breach.severity,
    title: breach.title(listed(names, 3)),
    message: breach.message,
    because: breach.because,
    ...(breach.confidence === undefined ? {} : { confidence: breach.confidence }),
    evidence: found.map(({ location, name, url }) => placed(location, `${name}: ${url}`)),
    fix: { text: breach.fix },
    identity: `${path} ${shown(breach.kind, 300)}`,
  })
}
