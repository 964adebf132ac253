import type { Taint, TaintSource } from '../behaviour.ts'
import { readPlace, sourceOfPlace } from '../known-places.ts'
import { type ScriptValue, taintedValue } from './script-value.ts'

/** What a path stands for where nothing was written to it. */
export function unknownFile(path: string, taint: (source: TaintSource, subject: string) => Taint): ScriptValue {
  const known = readPlace(path)
  if (known === undefined) return taintedValue(taint('file', path.slice(0, 200)))
  return taintedValue(taint(sourceOfPlace(known) ?? 'secret-file', known.subject))
}
