import type { Origin } from '../../model/package-mention.ts'
import { gitOrigin, localPath, registryIndex, shownAddress } from './address.ts'
import { splitDescriptor } from './package-name.ts'
import { decoded } from './requirement.ts'

/** What a `resolution` of a yarn berry lock file stands for. */
export interface Locator {
  readonly name: string
  readonly origin: Origin
  /** The folder of a workspace member; `.` is the project itself. */
  readonly workspace?: string
  /** Other code than was published: a patch of the project's own. Yarn's built-in compatibility patches do not count. */
  readonly patched: boolean
}

/** Patches may stand around patches; nobody needs more than a few. */
const MOST_WRAPPERS = 8

/**
 * Reads `debug@npm:4.3.4`, `a@workspace:packages/a`, `a@patch:a@npm%3A1.0.0#./fix.patch::version=1.0.0&hash=…`,
 * `a@virtual:<hash>#npm:1.0.0`, `a@file:…`, `link:`, `portal:`, `a@https://…/repo.git#commit=…`, `a@https://…/a.tgz`,
 * `a@npm:1.0.0::__archiveUrl=…`. Undefined when it has no source behind the name.
 */
export function parseLocator(resolution: string): Locator | undefined {
  let current = splitDescriptor(resolution)
  let patched = false
  for (let i = 0; i < MOST_WRAPPERS && current.rest !== undefined; i++) {
    const inner = unwrapped(current.name, current.rest)
    if (inner === undefined) return located(current.name, current.rest, patched)
    patched ||= inner.patched
    current = inner
  }
  return undefined
}

interface Unwrapped {
  readonly name: string
  readonly rest: string | undefined
  readonly patched: boolean
}

/** What stands inside of `virtual:` (the same code, with its peers chosen) and `patch:`. */
function unwrapped(name: string, source: string): Unwrapped | undefined {
  if (source.startsWith('virtual:')) return { name, rest: source.slice(source.indexOf('#') + 1), patched: false }
  const target = patchedDescriptor(source)
  if (target === undefined) return undefined
  const patches = halves(source, '#')[1] ?? ''
  return { ...target, patched: !/^(?:~|optional!)*builtin</.test(patches) }
}

/** The requirement or locator that a `patch:` source changes: `patch:a@npm%3A^1.0.0#./fix.patch` -> `a` and `npm:^1.0.0`. */
export function patchedDescriptor(source: string): ReturnType<typeof splitDescriptor> | undefined {
  if (!source.startsWith('patch:')) return undefined
  return splitDescriptor(decoded(halves(source.slice('patch:'.length), '#')[0]))
}

function located(name: string, source: string, patched: boolean): Locator {
  const [reference = '', bound] = halves(source, '::')
  if (reference.startsWith('workspace:')) {
    const workspace = reference.slice('workspace:'.length) || '.'
    return { name, origin: { kind: 'local', path: shownAddress(workspace) }, workspace, patched }
  }
  return { name, origin: sourceOrigin(name, reference, bound), patched }
}

function sourceOrigin(name: string, reference: string, bound: string | undefined): Origin {
  if (reference.startsWith('npm:')) return registryOrigin(name, bound)
  const path = localPath(reference)
  if (path !== undefined) return { kind: 'local', path: path.split('#', 1)[0] ?? '' }
  const repository = gitOrigin(reference)
  if (repository !== undefined) return repository
  // A commit behind an address that does not end in .git is still a repository.
  if (/#(?:.*&)?commit=[0-9a-f]{7,64}$/.test(reference.slice(-100)))
    return gitOrigin(`git+${reference}`) ?? unknownSource(reference)
  return unknownSource(reference)
}

function unknownSource(reference: string): Origin {
  return { kind: 'url', url: shownAddress(reference) }
}

/** Yarn writes the address of an archive only where the registry does not follow the usual layout. */
function registryOrigin(name: string, bound: string | undefined): Origin {
  const parameter = bound?.split('&').find((part) => part.startsWith('__archiveUrl='))
  if (parameter === undefined) return { kind: 'registry' }
  const address = decoded(parameter.slice('__archiveUrl='.length))
  const index = registryIndex(address, name)
  return index === undefined ? { kind: 'url', url: shownAddress(address) } : { kind: 'registry', index }
}

function halves(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}
