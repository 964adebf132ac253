import type { PythonExport } from './module.ts'
import { originOf } from './origins.ts'
import { alternatives, LOCAL, type Value } from './values.ts'
import type { FunctionInfo, World } from './world.ts'

/** Names of one module that others may reach. */
const MOST_EXPORTS = 20_000

/** By which names other modules reach what of this one; functions of functions cannot be reached. Empty where data is not followed. */
export function exportsOf(world: World): readonly PythonExport[] {
  if (!world.traces) return []
  const exports: PythonExport[] = []
  for (const [path, infos] of world.functions) {
    const name = path.slice(LOCAL.length + 1)
    if (name.includes('<') || isInner(world, name)) continue
    for (const info of infos) exports.push(functionExport(name.replace(/\.__init__$/, ''), name, info))
  }
  for (const [path, value] of world.attributes) valueExport(world, path.slice(LOCAL.length + 1), value, exports)
  for (const [name, value] of world.module.names) valueExport(world, name, value, exports)
  if (world.stars.length > 0) exports.push({ ...NOTHING, name: '*', names: world.stars.slice(0, 64) })
  return exports.slice(0, MOST_EXPORTS)
}

const NOTHING = { flow: 0, parameters: [], named: [], returns: [], names: [] } as const

function isInner(world: World, name: string): boolean {
  const dot = name.lastIndexOf('.')
  return dot >= 0 && !world.classes.has(`${LOCAL}.${name.slice(0, dot)}`)
}

function functionExport(name: string, within: string, { parameters, returns }: FunctionInfo): PythonExport {
  const positional = parameters.filter(({ star }) => star !== '**')
  return {
    ...NOTHING,
    name,
    within,
    parameters: positional.map(({ flow }) => flow),
    named: parameters.map(({ name: own, flow }) => [own, flow] as const),
    returns: [returns],
  }
}

/** What is stored under a name, and what of other modules it is another name of. */
function valueExport(world: World, name: string, value: Value, exports: PythonExport[]): void {
  const flow = originOf(world, value)
  const names = alternatives(value).flatMap((one) =>
    one.kind === 'path' && one.path !== '' && !one.path.startsWith('<') ? [one.path] : [],
  )
  if (flow !== 0 || names.length > 0) exports.push({ ...NOTHING, name, flow, names: names.slice(0, 8) })
}
