import { excerpt } from '../../base/escape.ts'
import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import type { FindingDecision } from '../../model/verdict.ts'
import type { Vex, VexPackage, VexStatement } from '../../model/vex.ts'
import { componentSelector, readPurl } from '../component-selector.ts'
import { isMalware } from '../waiver-book.ts'

/** What VEX documents say of findings, and what came of it while findings were looked at. */
export interface VexBook {
  /** Why a finding does not count; undefined where nobody says so, or where a later statement says otherwise. */
  clears(finding: Finding, component: Component | undefined): FindingDecision['vex']
  /** What could not be used, and what was not believed: a sentence each. */
  notices(): readonly string[]
}

/** Opens what the operator gave; `components` is the inventory of the scan. */
export function vexBook(vex: Vex | undefined, components: readonly Component[]): VexBook {
  const refused: string[] = []
  const index = indexOf(vex?.statements ?? [], components)
  return {
    clears: (finding, component) => {
      const statement = clearing(finding, component, index)
      if (statement === undefined) return undefined
      if (!isMalware(finding, component)) return shown(statement)
      refused.push(
        `${placeOf(statement)} says ${statement.status} of "${excerpt(finding.title, 120)}": VEX alone does not clear malware`,
      )
      return undefined
    },
    notices: () => [...(vex?.notes ?? []), ...new Set(refused)],
  }
}

interface ReadyStatement {
  readonly statement: VexStatement
  readonly order: number
  readonly speaksOf: (component: Component) => boolean
}

type Index = ReadonlyMap<string, readonly ReadyStatement[]>

/** Thousands of statements meet thousands of findings: by vulnerability. */
function indexOf(statements: readonly VexStatement[], components: readonly Component[]): Index {
  const own = components.filter(({ origin }) => origin.kind === 'local')
  const index = new Map<string, ReadyStatement[]>()
  for (const [order, statement] of statements.entries()) {
    const ready = { statement, order, speaksOf: speaksOf(statement.packages, own) }
    for (const id of statement.ids) {
      const known = index.get(id)
      if (known === undefined) index.set(id, [ready])
      else known.push(ready)
    }
  }
  return index
}

function speaksOf(packages: readonly VexPackage[], own: readonly Component[]): (component: Component) => boolean {
  const selectors = packages.filter(({ within }) => isAboutUs(within, own)).map(({ purl }) => componentSelector(purl))
  return (component) => selectors.some(({ matches }) => matches(component))
}

/**
 * A statement about a part of a product holds for the use that product makes of it. The product may be the project itself (an
 * image, an application, one of its own packages); where it is somebody else's package, the project may use the part otherwise.
 */
function isAboutUs(whole: string | undefined, own: readonly Component[]): boolean {
  if (whole === undefined || readPurl(whole) === undefined) return true
  const selector = componentSelector(whole)
  return own.some(({ ecosystem, name, purl }) => {
    const named = readPurl(whole)
    return named?.ecosystem === ecosystem && named.name === name && (!selector.exact || purl === whole)
  })
}

/** An open range is cleared only when everything it lets in is. */
function clearing(finding: Finding, component: Component | undefined, index: Index): VexStatement | undefined {
  if (component === undefined) return undefined
  if (finding.advisory !== undefined) return latest(finding.advisory.ids, component, index)
  const all = (finding.range?.advisories ?? []).map(({ ids }) => latest(ids, component, index))
  return all.length > 0 && all.every((one) => one !== undefined) ? all[0] : undefined
}

/** The last word on these ids, when it is one that clears. */
function latest(ids: readonly string[], component: Component, index: Index): VexStatement | undefined {
  const candidates = new Set(ids.flatMap((id) => index.get(id.toUpperCase()) ?? []))
  const [last] = [...candidates]
    .filter((one) => one.speaksOf(component))
    .sort((a, b) => b.statement.time - a.statement.time || b.order - a.order)
  const status = last?.statement.status
  return status === 'not_affected' || status === 'fixed' ? last?.statement : undefined
}

function shown(statement: VexStatement): NonNullable<FindingDecision['vex']> {
  const { status, author, justification } = statement
  return {
    status: status === 'fixed' ? 'fixed' : 'not_affected',
    author,
    ...(justification === undefined ? {} : { justification }),
    statement: statement.statement,
    source: placeOf(statement),
  }
}

function placeOf({ origin }: VexStatement): string {
  return `${origin.path}:${origin.line}`
}
