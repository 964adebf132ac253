/** The parts of a package URL, decoded. */
export interface PackageUrl {
  /** In lower case, for example `pypi`. */
  readonly type: string
  /** Segments joined by `/`; empty when there is none. */
  readonly namespace: string
  readonly name: string
  readonly version?: string
  readonly qualifiers: ReadonlyMap<string, string>
}

/** Real ones have some hundred characters. */
const LONGEST = 4096

/**
 * Reads a package URL (ECMA-427, "How to parse a purl"): from the right, subpath, qualifiers, version, then type, namespace and name.
 * Undefined for what is none. Linear.
 */
export function parsePurl(text: string): PackageUrl | undefined {
  if (text.length > LONGEST || !/^pkg:/i.test(text)) return undefined
  const [beforeSubpath = ''] = text.slice(4).split('#', 1)
  const question = beforeSubpath.lastIndexOf('?')
  const query = question < 0 ? '' : beforeSubpath.slice(question + 1)
  const path = (question < 0 ? beforeSubpath : beforeSubpath.slice(0, question)).replace(/^\/+/, '')
  const slash = path.indexOf('/')
  if (slash <= 0) return undefined
  const type = path.slice(0, slash).toLowerCase()
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) return undefined
  // The name may begin with an `@` that nobody encoded: npm scopes are written so.
  const rest = path.slice(slash + 1).replace(/^\/+|\/+$/g, '')
  const at = rest.lastIndexOf('@')
  const hasVersion = at > 0 && !rest.slice(at).includes('/')
  const segments = (hasVersion ? rest.slice(0, at) : rest).split('/').map(decoded)
  const version = hasVersion ? decoded(rest.slice(at + 1)) : undefined
  const name = segments.at(-1)
  if (name === undefined || name === '' || segments.includes(undefined)) return undefined
  return {
    type,
    namespace: segments.slice(0, -1).join('/'),
    name,
    ...(version === undefined || version === '' ? {} : { version }),
    qualifiers: qualifiersOf(query),
  }
}

function qualifiersOf(query: string): ReadonlyMap<string, string> {
  return new Map(
    query.split('&', 100).flatMap((pair) => {
      const equals = pair.indexOf('=')
      const value = equals <= 0 ? undefined : decoded(pair.slice(equals + 1))
      return value === undefined || value === '' ? [] : [[pair.slice(0, equals).toLowerCase(), value] as const]
    }),
  )
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
