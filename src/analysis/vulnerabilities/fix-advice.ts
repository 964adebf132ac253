import { excerpt } from '../../base/escape.ts'
import type { Component } from '../../model/component.ts'
import type { Fix } from '../../model/finding.ts'
import { removeRemedy, upgradeRemedy } from './fix-command.ts'
import { named } from './sentences.ts'

/** What the advisories know of ways out, for one vulnerability of one version. */
export interface Upgrade {
  /** The smallest version that ends this vulnerability; absent when none is known. */
  readonly fix?: string
  /** The smallest known version that ends all of them. */
  readonly safeVersion?: string
  /** How many vulnerabilities this version has. */
  readonly vulnerabilities: number
}

/** What to do about a version with a known vulnerability, with the words for the tool that pinned it. */
export function upgradeAdvice(component: Component, upgrade: Upgrade): Fix {
  const { fix, safeVersion, vulnerabilities } = upgrade
  const all =
    safeVersion === undefined || vulnerabilities < 2
      ? {}
      : { all: { version: safeVersion, vulnerabilities, ...remedyFor(component, safeVersion) } }
  if (fix === undefined) return { text: withSafeVersion(noFixText(component), upgrade), ...all }
  return {
    text: withSafeVersion(upgradeText(component, fix), upgrade),
    version: fix,
    ...remedyFor(component, fix),
    ...all,
  }
}

/** A git source or an address is moved by hand. */
function remedyFor(component: Component, version: string): Pick<Fix, 'remedy'> {
  const remedy = component.origin.kind === 'registry' ? upgradeRemedy(component, version) : undefined
  return remedy === undefined ? {} : { remedy }
}

/** What to do about a requirement that lets known vulnerabilities in. */
export function floorAdvice(component: Component, floor: string | undefined, requirement: string): Fix {
  const asked = excerpt(requirement, 120)
  if (floor === undefined) {
    return {
      text: `No lower bound shuts them all out: pin a version that is not affected, or replace ${named(component)}.`,
    }
  }
  const remedy = upgradeRemedy(component, floor)
  return {
    text: `Require ${named(component)} ${excerpt(floor, 60)} or later instead of ${asked}, or lock the versions that are installed.`,
    version: floor,
    ...(remedy === undefined ? {} : { remedy }),
  }
}

/** What to do about malware: removal alone does not undo what it has done. */
export function malwareAdvice(component: Component): Fix {
  const remedy = removeRemedy(component)
  return {
    text: [
      `Remove ${named(component)} and everything that brings it in.`,
      'Rotate every credential that the machines which installed it could read, from a clean machine.',
      'Look at those machines: what an install script started stays when the package goes.',
    ].join(' '),
    ...(remedy === undefined ? {} : { remedy }),
  }
}

function upgradeText(component: Component, fix: string): string {
  const name = excerpt(component.name, 120)
  const version = excerpt(fix, 60)
  if (component.origin.kind === 'git') return `Point the git source of ${name} at a commit of ${version} or later.`
  if (component.origin.kind === 'url') return `Point the address of ${name} at a file of ${version} or later.`
  return `Upgrade ${name} to ${version} or later.${buildHint(component)}${hashHint(component)}`
}

function noFixText(component: Component): string {
  return `No fixed version is known: remove ${excerpt(component.name, 120)}, or accept the risk with a waiver that expires.`
}

function withSafeVersion(text: string, { fix, safeVersion, vulnerabilities }: Upgrade): string {
  if (safeVersion === undefined || vulnerabilities < 2) return text
  const which = safeVersion === fix ? 'It' : excerpt(safeVersion, 60)
  return `${text} ${which} ends all ${vulnerabilities} known vulnerabilities of this version.`
}

/** CUDA and ROCm wheels come from an index of their own: the plain release would replace a GPU build by a CPU one. */
function buildHint({ ecosystem, version }: Component): string {
  if (ecosystem !== 'PyPI' || version.kind !== 'exact' || !version.version.includes('+')) return ''
  return ` Take it from the same index, in the build +${excerpt(version.version.slice(version.version.indexOf('+') + 1), 40)} or its successor.`
}

/** pip refuses a version whose hashes the file does not hold. */
function hashHint({ evidence, integrity }: Component): string {
  const path = evidence[0]?.location.path ?? ''
  return integrity.length > 0 && /\.(?:txt|in)$/.test(path) ? ' Replace its hashes in the same edit.' : ''
}
