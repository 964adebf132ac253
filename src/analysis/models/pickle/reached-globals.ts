import type { AbstractValue } from '../../../formats/pickle/report.ts'
import { classifyGlobal } from './classify-global.ts'

/**
 * Names in these values that do harm, and `own`; where there is none, those that are merely not known. Sorted. Waivers name them:
 * what is said of one unknown function is not said of others that stand beside it.
 */
export function reached(values: readonly AbstractValue[], own?: string): readonly string[] {
  const harmful = new Set(own === undefined ? [] : [own])
  const unknown = new Set<string>()
  const visit = (value: AbstractValue): void => {
    if (value.kind === 'global') {
      const { tier } = classifyGlobal(value.module, value.name)
      if (tier === 'capability' || tier === 'execution') harmful.add(`${value.module}.${value.name}`)
      else if (tier === 'checked' || tier === 'unknown') unknown.add(`${value.module}.${value.name}`)
    } else if (value.kind === 'result') [value.callee, value.args].forEach(visit)
    else if (value.kind === 'persistent') visit(value.id)
    else if ('items' in value) value.items.forEach(visit)
  }
  values.forEach(visit)
  return [...(harmful.size > 0 ? harmful : unknown)].sort()
}
