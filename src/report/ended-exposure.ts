import type { Component } from '../model/component.ts'
import type { ScanResult } from '../model/scan-result.ts'

/** A vulnerability in a reader of model files that the version the project uses does not have any more. */
export interface EndedExposure {
  readonly cve: string
  readonly component: Component
  /** The first version without it. */
  readonly fixed: string
}

/** What the findings about model files say of readers that are fixed, each once, where the inventory has that very version. */
export function endedExposures(result: ScanResult): readonly EndedExposure[] {
  const components = new Map(
    result.components.flatMap((component) =>
      component.ecosystem === 'PyPI' && component.version.kind === 'exact'
        ? [[`${component.name} ${component.version.version}`, component] as const]
        : [],
    ),
  )
  const found = new Map<string, EndedExposure>()
  for (const { model } of result.findings) {
    for (const { affected, cve, version, fixed, package: name } of model?.exposure ?? []) {
      const component = components.get(`${name} ${version}`)
      if (affected === 'no' && fixed !== undefined && component !== undefined)
        found.set(`${cve} ${component.id}`, { cve, component, fixed })
    }
  }
  return [...found.values()]
}
