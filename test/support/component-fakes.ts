import type { Bom, Component } from '../../src/model/component.ts'
import type { RangeSyntax } from '../../src/model/package-mention.ts'
import { at } from '../../src/model/location.ts'
import { purlOf } from '../../src/model/purl.ts'

/** What a case wants to say of a component; the rest is filled in. */
export interface ComponentSketch extends Partial<Omit<Component, 'version' | 'evidence'>> {
  /** An exact version. */
  readonly version?: string
  readonly range?: { readonly text: string; readonly syntax: RangeSyntax }
  /** The file of its first evidence. */
  readonly file?: string
}

/** `torch` from a registry, directly asked for; without `version` and `range` its version claim is `any`. */
export function component(sketch: ComponentSketch = {}): Component {
  const { version, range, file = 'uv.lock', ecosystem = 'PyPI', name = 'torch', ...rest } = sketch
  const purl = purlOf(ecosystem, name, version)
  return {
    id: purl,
    purl,
    ecosystem,
    name,
    version: claim(version, range),
    origin: { kind: 'registry' },
    scope: 'runtime',
    groups: [],
    direct: 'yes',
    path: [],
    markers: [],
    integrity: [],
    evidence: [{ location: at(file, 3), note: 'locked' }],
    ...rest,
  }
}

/** An inventory of these components. */
export function bomOf(...components: readonly Component[]): Bom {
  return { components, relationships: [], models: [] }
}

function claim(version: string | undefined, range: ComponentSketch['range']): Component['version'] {
  if (version !== undefined) return { kind: 'exact', version }
  return range === undefined ? { kind: 'any' } : { kind: 'range', ...range }
}
