import { compareText } from '../../base/compare.ts'
import type { Component } from '../../model/component.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import type { ComponentChange } from './comparison.ts'

/**
 * Packages that came, went or moved. Those that are the same on both sides are taken out first, so that a project with two versions of one package of which
 * one is upgraded shows that one; what is left of a name is paired from the lowest version up, and what finds no partner came or went.
 */
export function compareComponents(
  before: readonly Component[],
  after: readonly Component[],
): readonly ComponentChange[] {
  const [was, is] = [new Set(before.map(identity)), new Set(after.map(identity))]
  const gone = Map.groupBy(
    before.filter((one) => !is.has(identity(one))),
    nameOf,
  )
  const come = Map.groupBy(
    after.filter((one) => !was.has(identity(one))),
    nameOf,
  )
  const names = [...new Set([...gone.keys(), ...come.keys()])].sort(compareText)
  return names.flatMap((name) => pair(inOrder(gone.get(name) ?? []), inOrder(come.get(name) ?? [])))
}

/** How people write a version: `1.2.3`, `>=1.2`, `any version`, or where it comes from. */
export function versionWords({ version, origin }: Component): string {
  if (version.kind === 'exact') return version.version
  if (version.kind === 'range') return version.text
  if (origin.kind === 'git') return `git ${origin.commit?.slice(0, 12) ?? origin.url}`
  if (origin.kind === 'url') return origin.url
  return version.kind === 'any' ? 'any version' : 'no stated version'
}

function nameOf({ ecosystem, name }: Component): string {
  return `${ecosystem} ${name}`
}

function identity(component: Component): string {
  return JSON.stringify([component.id, versionWords(component), component.origin.kind])
}

function inOrder(components: readonly Component[]): readonly Component[] {
  return components.toSorted((a, b) => order(a, b) || compareText(a.id, b.id))
}

/** Exact versions by the rules of the ecosystem, before what has none. */
function order(a: Component, b: Component): number {
  if (a.version.kind === 'exact' && b.version.kind === 'exact')
    return schemeOf(a.ecosystem).compare(a.version.version, b.version.version)
  return Number(b.version.kind === 'exact') - Number(a.version.kind === 'exact')
}

function pair(gone: readonly Component[], come: readonly Component[]): readonly ComponentChange[] {
  const changes: ComponentChange[] = []
  for (let at = 0; at < Math.max(gone.length, come.length); at++) {
    const [before, after] = [gone[at], come[at]]
    if (before !== undefined && after !== undefined) changes.push({ kind: direction(before, after), before, after })
    else if (after !== undefined) changes.push({ kind: 'added', after })
    else if (before !== undefined) changes.push({ kind: 'removed', before })
  }
  return changes
}

function direction(before: Component, after: Component): 'upgraded' | 'downgraded' | 'changed' {
  if (before.version.kind !== 'exact' || after.version.kind !== 'exact') return 'changed'
  const way = schemeOf(before.ecosystem).compare(before.version.version, after.version.version)
  if (way === 0) return 'changed'
  return way < 0 ? 'upgraded' : 'downgraded'
}
