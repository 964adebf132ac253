import { createHash } from 'node:crypto'
import type { Advisory, AdvisoryLookup, AdvisoryState } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import npm from './starter/npm.json' with { type: 'json' }
import pypi from './starter/pypi.json' with { type: 'json' }

/** Advisories by normalised package name, each list sorted by id: the shape of the files in `starter/`. */
type Shelf = Readonly<Record<string, readonly Advisory[]>>
type Shelves = ReadonlyMap<Ecosystem, ReadonlyMap<string, readonly Advisory[]>>

/**
 * The advisories that ship with the program, for a first run without an advisory database and without a network.
 * A hundred and some important ones of the AI stack: a hit is real, no hit says nothing. `state.kind` is `starter`, so that
 * every report can say so. Throws nothing. Source and choice: docs/starter-advisories.md.
 * Importing this file parses 100 kB of JSON (1.3 ms measured), everything else (1.6 ms) waits for the call: import it late.
 */
export function starterAdvisories(): AdvisoryLookup {
  // The compiler reads JSON strings as `string`; starter.test.ts checks every value against the closed lists of the model.
  const shelves: Shelves = new Map([
    ['PyPI', byName(pypi as Shelf)],
    ['npm', byName(npm as Shelf)],
  ])
  return {
    state: stateOf(shelves),
    find: (ecosystem, name) => shelves.get(ecosystem)?.get(name) ?? [],
    // The set holds no withdrawn records, and no catalogue of exploited vulnerabilities: both age too fast to ship.
    withdrawn: () => undefined,
    knownExploited: () => undefined,
    exploitPrediction: () => undefined,
  }
}

/** A Map, because a package may be called `constructor`. */
function byName(packages: Shelf): ReadonlyMap<string, readonly Advisory[]> {
  return new Map(Object.entries(packages))
}

function stateOf(shelves: Shelves): AdvisoryState {
  const ecosystems = [...shelves].map(([ecosystem, packages]) => ({ ecosystem, records: count(packages) }))
  return {
    kind: 'starter',
    asOf: newestDate([...shelves.values()].flatMap((packages) => [...packages.values()].flat())),
    builtAt: null,
    digest: digestOf(),
    ecosystems: ecosystems.sort((a, b) => (a.ecosystem < b.ecosystem ? -1 : 1)),
    knownExploited: 0,
    exploitPredictions: 0,
  }
}

function count(packages: ReadonlyMap<string, readonly Advisory[]>): number {
  return [...packages.values()].reduce((sum, advisories) => sum + advisories.length, 0)
}

/** Newest `modified`; a record whose last change is not known counts with its publication. RFC 3339 in UTC sorts as text. */
function newestDate(advisories: readonly Advisory[]): string | null {
  return (
    advisories.reduce((newest, { modified, published }) => {
      const date = modified === '' ? published : modified
      return date > newest ? date : newest
    }, '') || null
  )
}

/** sha256 in hex over what the lookup answers from, independent of the layout of the files. */
function digestOf(): string {
  return createHash('sha256').update(JSON.stringify({ npm, pypi })).digest('hex')
}
