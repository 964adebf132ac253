import { entries, get, items, string, type TreeValue } from '../../../formats/tree.ts'
import type { PackageDependency } from '../artefact-facts.ts'

/**
 * What a package.json wants where the package is installed: `devDependencies` are not installed with it. A package that npm is told to bring along
 * in the archive is `bundled`.
 */
export function npmDependencies(manifest: TreeValue): readonly PackageDependency[] {
  const bundles = get(manifest, 'bundleDependencies') ?? get(manifest, 'bundledDependencies')
  const isAll = bundles?.kind === 'scalar' && bundles.value === true
  const bundled = new Set(items(bundles).map(string))
  // npm lets what is optional win over what is not.
  const optional = new Set(entries(get(manifest, 'optionalDependencies')).map(({ key }) => key))
  const optionalPeers = new Set(
    entries(get(manifest, 'peerDependenciesMeta')).flatMap(({ key, value }) => {
      const flag = get(value, 'optional')
      return flag?.kind === 'scalar' && flag.value === true ? [key] : []
    }),
  )
  return SECTIONS.flatMap(([section, kind]) =>
    entries(get(manifest, section)).flatMap(({ key, value }): readonly PackageDependency[] => {
      if (kind === 'runtime' && optional.has(key)) return []
      const written = (string(value) ?? '').trim()
      const isBundled = kind !== 'peer' && (isAll || bundled.has(key))
      const isOptionalPeer = kind === 'peer' && optionalPeers.has(key)
      return [dependency(key, written, isBundled ? 'bundled' : isOptionalPeer ? 'optional' : kind)]
    }),
  )
}

const SECTIONS = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
] as const

function dependency(key: string, written: string, kind: PackageDependency['kind']): PackageDependency {
  const alias = /^npm:((?:@[^/@]{1,214}\/)?[^@/]{1,214})(?:@(.*))?$/s.exec(written)
  const name = alias?.[1] ?? key
  const requirement = (alias === null ? written : (alias[2] ?? '')).slice(0, LONGEST_SHOWN)
  return { name: name.slice(0, LONGEST_SHOWN), requirement, kind, from: originOf(written) }
}

const LONGEST_SHOWN = 500

/** Where npm gets it from (npm-package-arg): paths, repositories in their many spellings, addresses of archives, else the registry. */
export function originOf(written: string): PackageDependency['from'] {
  const text = written.slice(0, 2048)
  if (/^(?:file|link|portal|workspace):|^(?:\.{1,2}(?:[/\\]|$)|[/\\]|~\/|[A-Za-z]:[/\\])/.test(text)) return 'path'
  if (/^(?:git(?:\+[a-z]+)?|ssh):|^[\w.-]+@[\w.-]+:(?!\/\/)|^(?:github|gitlab|bitbucket|gist):/i.test(text))
    return 'git'
  if (/^https?:/i.test(text)) return isRepository(text) ? 'git' : 'address'
  if (/\.(?:tgz|tar\.gz|tar)$/i.test(text.slice(-8)) && !/[:@]/.test(text)) return 'path'
  return /^[\w-][\w.-]*\/[\w.-]+(?:#|$)/.test(text) ? 'git' : 'registry'
}

function isRepository(address: string): boolean {
  const plain = address.split(/[?#]/, 1)[0] ?? ''
  return (
    /\.git$/i.test(plain) ||
    /^https?:\/\/(?:[^/@]*@)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)\/[^/]+\/[^/]+\/?$/i.test(plain)
  )
}
