import type { Origin, VersionClaim } from '../../model/package-mention.ts'
import { gitOrigin, localPath, shownAddress } from './address.ts'
import { isNpmName, splitDescriptor } from './package-name.ts'
import { requestedVersion } from './version-text.ts'

/** What a dependency entry asks for, once aliases and protocols are understood. */
export interface Requirement {
  /** The package that is really installed; not the alias. */
  readonly name: string
  readonly version: VersionClaim
  readonly origin: Origin
  /** False when the text is in no form npm, yarn, pnpm or bun accept; the version is then `unstated`. */
  readonly understood: boolean
}

/** Patches may stand around patches; nobody needs more than a few. */
const MOST_PATCHES = 5

/**
 * Reads the right side of a dependency entry, for example `^4.0.0`, `npm:other@1`, `github:owner/repo#v1`, `file:../lib`,
 * `workspace:*`, `catalog:react18`, `patch:name@npm%3A1.0.0#fix.patch`, `jsr:@scope/name@1`, `https://…/name.tgz`.
 * Git sources and addresses state no version (npm-package-arg; yarn and pnpm protocols).
 */
export function requirement(name: string, written: string): Requirement {
  const text = unpatched(written.trim())
  const protocol = /^([a-z]+):/.exec(text)?.[1]
  const rest = protocol === undefined ? text : text.slice(protocol.length + 1)
  if (protocol === 'npm') return aliased(name, rest)
  if (protocol === 'jsr') return fromJsr(name, rest)
  if (protocol === 'workspace') return source(name, { kind: 'local', path: shownAddress(localPath(rest) ?? text) })
  if (protocol === 'catalog') return source(name, { kind: 'registry' })
  const path = localPath(text)
  if (path !== undefined) return source(name, { kind: 'local', path })
  const repository = gitOrigin(text)
  if (repository !== undefined) return source(name, repository)
  if (protocol === 'http' || protocol === 'https') return source(name, { kind: 'url', url: shownAddress(text) })
  return fromRegistry(name, text)
}

/**
 * Reads what stands on a command line behind `npm install`: `debug`, `debug@^4`, `@scope/name@next`, `alias@npm:real@1`.
 * Undefined for a bare path or address, which names no package.
 */
export function requirementOfArgument(argument: string): Requirement | undefined {
  const { name, rest } = splitDescriptor(argument)
  return isNpmName(name) ? requirement(name, rest ?? '') : undefined
}

/** yarn's `patch:name@npm%3A^1.0.0#./fix.patch` is its inner requirement with other code. */
function unpatched(written: string): string {
  let text = written
  for (let i = 0; i < MOST_PATCHES && text.startsWith('patch:'); i++) {
    const inner = text.slice('patch:'.length).split('#', 1)[0] ?? ''
    text = decoded(splitDescriptor(inner).rest ?? inner)
  }
  return text
}

/** Percent-decoding that leaves broken escapes as they are. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `npm:other@^1` is an alias; yarn also writes `npm:^1` for the package itself. */
function aliased(name: string, rest: string): Requirement {
  const own = requestedVersion(rest)
  if (own !== undefined && (own.kind !== 'any' || rest === '' || rest === '*' || rest === 'latest')) {
    return { name, version: own, origin: { kind: 'registry' }, understood: true }
  }
  const target = splitDescriptor(rest)
  return fromRegistry(target.name, target.rest ?? '')
}

/** JSR serves `@scope/name` to npm clients as `@jsr/scope__name`, from its own registry. */
function fromJsr(name: string, rest: string): Requirement {
  const target = rest.startsWith('@') ? splitDescriptor(rest) : { name, rest }
  const served = target.name.replace(/^@([^/]+)\/(.+)$/, '@jsr/$1__$2')
  return fromRegistry(served, target.rest ?? '')
}

function fromRegistry(name: string, text: string): Requirement {
  const version = requestedVersion(text)
  return {
    name,
    version: version ?? { kind: 'unstated' },
    origin: { kind: 'registry' },
    understood: version !== undefined,
  }
}

function source(name: string, origin: Origin): Requirement {
  return { name, version: { kind: 'unstated' }, origin, understood: true }
}
