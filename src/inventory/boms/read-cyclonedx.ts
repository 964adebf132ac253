import { get, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { at, type Location } from '../../model/location.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { ExtractionBuilder } from '../python/extraction-builder.ts'
import { ListedPackages } from './listed-package.ts'

/** Writes down the packages of a CycloneDX bill of materials in the shape of its JSON, whatever it was written in. */
export function readCyclonedx(path: string, { root, lines }: Tree, builder: ExtractionBuilder): void {
  const place = (value: TreeValue): Location => {
    const { line, column } = lines.position(value.offset)
    return at(path, line, column)
  }
  const packages = new ListedPackages(builder)
  const direct = directOf(root)
  const keys = new Map<string, string>()
  for (const component of componentsIn(get(root, 'components'), builder.limits.nodes)) {
    const reference = string(get(component, 'bom-ref')) ?? ''
    const purl = get(component, 'purl')
    const key = packages.add({
      purl: string(purl) ?? '',
      version: string(get(component, 'version')),
      scope: SCOPES[string(get(component, 'scope')) ?? ''] ?? 'runtime',
      direct: direct === undefined ? 'unknown' : direct.has(reference) ? 'yes' : 'no',
      integrity: hashesOf(component),
      location: place(purl ?? component),
    })
    if (key !== undefined && reference !== '') keys.set(reference, key)
  }
  for (const one of items(get(root, 'dependencies'))) {
    const from = keys.get(string(get(one, 'ref')) ?? '')
    if (from === undefined) continue
    for (const target of items(get(one, 'dependsOn'))) {
      const to = keys.get(string(target) ?? '')
      if (to !== undefined) builder.edge(from, to)
    }
  }
  packages.finish(place(get(root, 'components') ?? root))
}

/** `required` and nothing are needed at run time; `excluded` is documented and not shipped. */
const SCOPES: Readonly<Record<string, Scope>> = { required: 'runtime', optional: 'optional', excluded: 'development' }

/** What the subject of the bill depends on; undefined where the bill says nothing of it. */
function directOf(root: TreeValue): ReadonlySet<string> | undefined {
  const subject = string(get(get(get(root, 'metadata'), 'component'), 'bom-ref'))
  if (subject === undefined) return undefined
  const own = items(get(root, 'dependencies')).find((one) => string(get(one, 'ref')) === subject)
  if (own === undefined) return undefined
  return new Set(items(get(own, 'dependsOn')).flatMap((target) => string(target) ?? []))
}

/** Components and those inside them, breadth first; nesting is bounded by the parser, their number here. */
function componentsIn(value: TreeValue | undefined, most: number): readonly TreeValue[] {
  const found: TreeValue[] = []
  for (let level = items(value); level.length > 0 && found.length < most;) {
    found.push(...level.slice(0, most - found.length))
    level = level.flatMap((component) => items(get(component, 'components')))
  }
  return found
}

/** `alg` is written `SHA-256`; ours is `sha256:hex`. */
function hashesOf(component: TreeValue): readonly string[] {
  return items(get(component, 'hashes'))
    .slice(0, 10)
    .flatMap((hash) => {
      const algorithm = string(get(hash, 'alg'))?.toLowerCase().replace('-', '')
      const content = string(get(hash, 'content'))
      return algorithm !== undefined && content !== undefined && /^[0-9a-fA-F]{32,128}$/.test(content)
        ? [`${algorithm.slice(0, 20)}:${content.toLowerCase()}`]
        : []
    })
}
