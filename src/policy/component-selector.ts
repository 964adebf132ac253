import { globMistake, matchAny } from '../base/glob.ts'
import type { Component } from '../model/component.ts'
import { packageName } from '../model/package-name.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { purlOf } from '../model/purl.ts'

/** Says whether a component is the one a selector names. */
export interface ComponentSelector {
  readonly matches: (component: Component) => boolean
  /** Names one version of one package. */
  readonly exact: boolean
}

/** From a package URL (`pkg:pypi/torch@2.1.0`, the version may be left out) or a glob over names (`nvidia-*`). */
export function componentSelector(text: string): ComponentSelector {
  if (!text.startsWith('pkg:')) {
    const matches = matchAny([text])
    return { exact: false, matches: (component) => matches(component.name) }
  }
  const named = readPurl(text)
  if (named === undefined) return { exact: false, matches: () => false }
  const purl = purlOf(named.ecosystem, named.name, named.version)
  return {
    exact: named.version !== undefined,
    matches: (component) =>
      component.ecosystem === named.ecosystem &&
      component.name === named.name &&
      (named.version === undefined || component.purl === purl),
  }
}

/** What is wrong with a selector, as the end of a sentence. */
export function componentMistake(text: string): string | undefined {
  if (text.startsWith('pkg:')) {
    return readPurl(text) === undefined
      ? 'is not a package URL of a kind Assay knows, for example pkg:pypi/torch@2.1.0'
      : undefined
  }
  if (/[=<>~]|.@/.test(text)) return 'names a version; write a package URL for that, for example pkg:pypi/torch@2.1.0'
  return globMistake(text)
}

const ECOSYSTEMS: Readonly<Record<string, Ecosystem>> = { pypi: 'PyPI', npm: 'npm', conda: 'conda' }

/** A package as a package URL names it. */
export interface NamedPackage {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly version: string | undefined
}

/** Qualifiers and subpaths are not read: the components of a scan carry none, so such a selector would never fit. */
export function readPurl(text: string): NamedPackage | undefined {
  const [, type = '', path = '', version] =
    /^pkg:([a-zA-Z]+)\/([^@?#]+)(?:@([^@?#]+))?$/.exec(text.replace('/@', '/%40')) ?? []
  const ecosystem = Object.hasOwn(ECOSYSTEMS, type.toLowerCase()) ? ECOSYSTEMS[type.toLowerCase()] : undefined
  if (ecosystem === undefined) return undefined
  const name = decode(path)
  const decodedVersion = version === undefined ? undefined : decode(version)
  if (name === undefined || (version !== undefined && decodedVersion === undefined)) return undefined
  return { ecosystem, name: packageName(ecosystem, name), version: decodedVersion }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
