import { requirement, type Requirement } from '../npm/requirement.ts'
import { isNpmName, splitDescriptor } from '../npm/package-name.ts'

/** What an import of Deno asks for. */
export type Specifier =
  /** Of the npm registry or of JSR, whose packages npm clients know as `@jsr/scope__name`. */
  | { readonly kind: 'package'; readonly wanted: Requirement }
  /** A module by its address, which is in no advisory ecosystem; `base` is the part that all modules of a release share. */
  | { readonly kind: 'address'; readonly base: string }
  /** A file of the project, a built-in module, an alias. */
  | { readonly kind: 'own' }

/**
 * Reads `npm:@scope/name@^1/path`, `jsr:@std/assert@1`, `https://…`, `./lib/`, `node:fs`. Addresses of content delivery
 * networks that serve npm packages name these packages: they come from there, not from the registry.
 */
export function parseSpecifier(text: string): Specifier {
  if (text.startsWith('npm:') || text.startsWith('jsr:')) {
    const descriptor = withoutPath(text.slice('npm:'.length).replace(/^\//, ''))
    const { name } = splitDescriptor(descriptor)
    // What stands behind the protocol is always name and range: `npm:1.0` is a package called `1.0`.
    const wanted = requirement(
      name,
      text.startsWith('jsr:') ? `jsr:${descriptor}` : (splitDescriptor(descriptor).rest ?? ''),
    )
    return { kind: 'package', wanted }
  }
  if (!/^https?:\/\//i.test(text)) return { kind: 'own' }
  const address = text.slice(0, LONGEST_ADDRESS)
  return servedPackage(address) ?? { kind: 'address', base: baseOf(address) }
}

const LONGEST_ADDRESS = 2048

/** `@scope/name@1.0.0/mod.ts` -> `@scope/name@1.0.0` */
function withoutPath(text: string): string {
  const from = text.startsWith('@') ? text.indexOf('/') + 1 : 0
  const end = text.indexOf('/', from)
  return end < 0 ? text : text.slice(0, end)
}

/** Networks that serve packages of npm, and what stands before the package in their paths. */
const NETWORKS: ReadonlyMap<string, RegExp> = new Map([
  ['esm.sh', /^\/(?:v\d{1,4}\/|stable\/)?\*?/],
  ['esm.run', /^\//],
  ['unpkg.com', /^\//],
  ['cdn.skypack.dev', /^\/(?:pin\/)?/],
  ['cdn.jsdelivr.net', /^\/npm\//],
  ['ga.jspm.io', /^\/npm:/],
  ['jspm.dev', /^\/npm:/],
])

function servedPackage(address: string): Specifier | undefined {
  if (!URL.canParse(address)) return undefined
  const { hostname, pathname } = new URL(address)
  const before = NETWORKS.get(hostname)?.exec(pathname)
  if (before === null || before === undefined) return undefined
  const { name, rest } = splitDescriptor(withoutPath(pathname.slice(before[0].length)))
  if (!isNpmName(name)) return undefined
  const wanted = requirement(name, decode(rest ?? ''))
  return { kind: 'package', wanted: { ...wanted, origin: { kind: 'url', url: baseOf(address) } } }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Up to the segment with a version (`https://host/x/oak@v12.6.1`), else host and two segments. */
function baseOf(address: string): string {
  if (!URL.canParse(address)) return address
  const { origin, pathname } = new URL(address)
  const segments = pathname.split('/').filter((segment) => segment !== '')
  const versioned = segments.findIndex((segment, index) => segment.indexOf('@', 1) > 0 && index < 6)
  return [origin, ...segments.slice(0, versioned < 0 ? 2 : versioned + 1)].join('/')
}
