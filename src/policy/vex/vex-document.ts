import { excerpt } from '../../base/escape.ts'
import type { Tree, TreeValue } from '../../formats/tree.ts'
import type { PolicyPlace } from '../../model/policy.ts'
import type { VexPackage } from '../../model/vex.ts'
import { readPurl } from '../component-selector.ts'

/** A VEX document being read: its places, and what could not be taken from it. */
export interface VexDocument {
  readonly path: string
  place(value: TreeValue): PolicyPlace
  /** Notes a statement that is not used, and why. */
  leaveOut(value: TreeValue, why: string): void
  /** The packages among these identifiers; of a statement without any the first identifier is noted. */
  packages(value: TreeValue, identifiers: readonly Identified[]): readonly VexPackage[]
  notes(): readonly string[]
}

/** How a document names a product or its part. */
export interface Identified {
  /** A package URL, an IRI, a reference: as written. */
  readonly name: string
  readonly within?: string
}

/** Vendors publish documents with thousands of statements about other ecosystems: these are counted, the first few named. */
const MAX_NAMED = 3

/** Opens a parsed document. */
export function vexDocument(tree: Tree, path: string): VexDocument {
  const left: string[] = []
  let foreign = 0
  const place = (value: TreeValue): PolicyPlace => ({ path, ...tree.lines.position(value.offset) })
  return {
    path,
    place,
    leaveOut: (value, why) => void left.push(`${excerpt(path, 120)}:${place(value).line}: ${why}`),
    packages: (_, identifiers) => {
      const known = identifiers.filter(({ name }) => readPurl(name) !== undefined)
      if (known.length === 0) foreign++
      return known.map(({ name, within }) => ({ purl: name, ...(within === undefined ? {} : { within }) }))
    },
    notes: () => {
      const more = left.length - MAX_NAMED
      return [
        ...left.slice(0, MAX_NAMED),
        ...(more > 0 ? [`${excerpt(path, 120)}: ${more} more statements cannot be used`] : []),
        ...(foreign > 0
          ? [`${excerpt(path, 120)}: ${foreign} statements name no package of PyPI, npm or conda by its package URL`]
          : []),
      ]
    },
  }
}

/** RFC 3339 in milliseconds; 0 where there is none that can be read. */
export function timeOf(...texts: readonly (string | undefined)[]): number {
  for (const text of texts) {
    const time = text !== undefined && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
    if (!Number.isNaN(time)) return time
  }
  return 0
}
