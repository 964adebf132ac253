import type { Bom, Component } from '../../src/model/component.ts'

/** An inventory of components that differ from `demo 1.0.0`, a direct runtime dependency from PyPI, only as said. */
export function bomOf(...differences: readonly Partial<Component>[]): Bom {
  const components = differences.map((difference, index): Component => {
    const name = difference.name ?? 'demo'
    return {
      id: `pkg:pypi/${name}@${index}`,
      purl: `pkg:pypi/${name}`,
      ecosystem: 'PyPI',
      name,
      version: { kind: 'exact', version: '1.0.0' },
      origin: { kind: 'registry' },
      scope: 'runtime',
      groups: [],
      direct: 'yes',
      path: [name],
      markers: [],
      integrity: [],
      evidence: [{ location: { path: 'requirements.txt', lines: { start: 1, end: 1 } }, note: `required as ${name}` }],
      ...difference,
    }
  })
  return { components, relationships: [], models: [] }
}
