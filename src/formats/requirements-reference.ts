import type { Limits } from '../base/limits.ts'
import { parseRequirement } from './pep508.ts'
import { type DistributionFile, distributionFile, isDistributionName } from './requirements-distribution.ts'

/** A place to install from instead of a registry: `git+https://…@v1#egg=x`, a wheel's URL, `./libs/x`. */
export interface DirectReference {
  readonly kind: 'git' | 'url' | 'local'
  /** The address or path, without the `git+` before it and the revision and fragment behind it. */
  readonly location: string
  /** Branch, tag or commit behind `@`, of a repository. */
  readonly revision?: string
  /** From `#egg=`. */
  readonly egg?: string
  readonly subdirectory?: string
  /** What the file name says, when it is a wheel or a source archive. */
  readonly file?: DistributionFile
  /** `algorithm:hex` from a fragment such as `#sha256=…`. */
  readonly hash?: string
}

/** Reads what stands behind `name @`, behind `-e` or alone on a requirements line. Takes any text. */
export function parseReference(text: string, limits: Pick<Limits, 'nameLength'>): DirectReference {
  const hash = text.indexOf('#')
  const address = hash < 0 ? text : text.slice(0, hash)
  const fragment = hash < 0 ? {} : readFragment(text.slice(hash + 1), limits)
  const scheme = schemeOf(address)
  if (scheme === undefined || scheme === 'file')
    return withFile({ kind: 'local', location: address, ...fragment }, limits)
  if (scheme === 'git' || scheme.startsWith('git+')) return { kind: 'git', ...repository(address), ...fragment }
  if (isVersionControl(scheme)) return { kind: 'url', ...repository(address), ...fragment }
  return withFile({ kind: 'url', location: address, ...fragment }, limits)
}

/** Does a requirements line or an argument of `pip install` name a place rather than a package? Takes `name @ url` for a package. */
export function isReference(text: string): boolean {
  const head = text.slice(0, headLength(text))
  if (/^[./~]/.test(head) || /^[A-Za-z]:[\\/]/.test(text)) return true
  const scheme = schemeOf(text)
  if (scheme !== undefined && (SCHEMES.has(scheme) || isVersionControl(scheme))) return true
  return head.includes('/') || head.includes('\\') || isDistributionName(head)
}

const SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'file', 'ftp', 'ssh', 'git', 'hg', 'bzr', 'sftp', 'svn'])
const HASHES: ReadonlySet<string> = new Set(['sha512', 'sha384', 'sha256', 'sha224', 'sha1', 'md5'])

/** Lower case, for example `git+https`; a single letter is a Windows drive. */
function schemeOf(text: string): string | undefined {
  return /^([A-Za-z][A-Za-z0-9+.-]{1,30}):/.exec(text)?.[1]?.toLowerCase()
}

function isVersionControl(scheme: string): boolean {
  return /^(?:git|hg|svn|bzr)\+/.test(scheme)
}

/** Up to what ends a name or path: white space, a marker, `@`, extras or a specifier. */
function headLength(text: string): number {
  const end = text.search(/[\s;@[(=<>!]/)
  return end < 0 ? text.length : end
}

/** `git+https://host/o/r.git@v1` -> `https://host/o/r.git` and `v1`. The `@` of `ssh://git@host` is not a revision's. */
function repository(address: string): Pick<DirectReference, 'location' | 'revision'> {
  const plus = /^(?:git|hg|svn|bzr)\+/i.exec(address)
  const url = plus === null ? address : address.slice(plus[0].length)
  const authority = url.indexOf('://')
  const path = url.indexOf('/', authority < 0 ? 0 : authority + 3)
  const at = url.lastIndexOf('@')
  if (path < 0 || at < path) return { location: url }
  return { location: url.slice(0, at), revision: url.slice(at + 1) }
}

function readFragment(
  fragment: string,
  limits: Pick<Limits, 'nameLength'>,
): Pick<DirectReference, 'egg' | 'subdirectory' | 'hash'> {
  const fields = new Map(fragment.split('&').map((part) => splitOnce(part, '=')))
  const egg = eggName(fields.get('egg'), limits)
  const subdirectory = fields.get('subdirectory')
  const digest = [...fields].find(([key]) => HASHES.has(key))
  return {
    ...(egg === undefined ? {} : { egg }),
    ...(subdirectory === undefined ? {} : { subdirectory }),
    ...(digest === undefined ? {} : { hash: `${digest[0]}:${digest[1]}` }),
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** `egg=name[extra]` and the old `egg=name==1.0`: only the name counts. */
function eggName(written: string | undefined, limits: Pick<Limits, 'nameLength'>): string | undefined {
  if (written === undefined) return undefined
  const parsed = parseRequirement(written, limits)
  return parsed.kind === 'requirement' ? parsed.requirement.name : parsed.problem.name?.text
}

function withFile(reference: DirectReference, limits: Pick<Limits, 'nameLength'>): DirectReference {
  if (!isDistributionName(reference.location)) return reference
  const file = distributionFile(reference.location, limits)
  return file === undefined ? reference : { ...reference, file }
}
