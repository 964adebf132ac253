import { parameterFlow } from './call-function.ts'
import type { JavaScriptExport } from './module.ts'
import { alternatives, type FunctionInfo, type ObjectCell, originOf, type Value } from './values.ts'
import type { World } from './world.ts'

/** Most exports of one module, and deepest members of members. */
const MOST_EXPORTS = 4000

const MOST_DEPTH = 3

/** Most parameters that other files can give something to. */
const MOST_PARAMETERS = 16

/** What other files can reach: `module.exports`, members of `exports`, declarations with `export`; with the methods of what they are. */
export function exportsOf(world: World): readonly JavaScriptExport[] {
  const found: JavaScriptExport[] = []
  visitExports(world, (name, value) => {
    if (value.kind !== 'function') {
      const names = value.kind === 'path' ? [value.path] : []
      const flow = originOf(world.flow, value)
      if (flow !== 0 || names.length > 0) found.push({ ...PLAIN, name, flow, names })
      return
    }
    const { info } = value
    const instance = info.isClass ? (world.instances.get(info)?.flow ?? 0) : 0
    const returns = [info.returnFlow, instance].filter((node) => node !== 0)
    const parameters = Array.from(info.flows, (node) => node ?? 0)
    found.push({ ...PLAIN, name, within: info.name, flow: value.from, parameters, returns })
  })
  for (const [name, exported] of world.exported)
    if (exported.kind === 'other')
      found.push({ ...PLAIN, name: name.startsWith('* ') ? '*' : name, names: [exported.path] })
  return found
}

const PLAIN = { flow: 0, parameters: [], named: [], returns: [], names: [] } as const

/**
 * Gives the parameters of exported functions nodes, so that what other files give them can be followed. To be called between passes:
 * the bodies have to be gone through afterwards.
 */
export function openParameters(world: World): void {
  visitExports(world, (_, value) => {
    if (value.kind !== 'function') return
    const count = Math.min(value.info.node?.params.length ?? 0, MOST_PARAMETERS)
    for (let index = 0; index < count; index++) parameterFlow(world, value.info, index)
  })
}

type Visit = (name: string, value: Exclude<Value, { kind: 'any' }>) => void

interface Walk {
  readonly world: World
  readonly visit: Visit
  readonly seen: Set<ObjectCell | FunctionInfo>
  left: number
}

function visitExports(world: World, visit: Visit): void {
  const walk: Walk = { world, visit, seen: new Set(), left: MOST_EXPORTS }
  for (const [name, exported] of world.exported) {
    const value = exported.kind === 'local' ? world.module.names.get(exported.local)?.value : undefined
    if (value !== undefined) walkValue(walk, name, value, 0)
  }
  walkCell(walk, '', world.exports, 0)
}

function walkValue(walk: Walk, name: string, value: Value, depth: number): void {
  for (const one of alternatives(value)) {
    if (--walk.left <= 0) return
    walk.visit(name, one as Exclude<Value, { kind: 'any' }>)
    if (depth >= MOST_DEPTH) continue
    if (one.kind === 'object') walkCell(walk, name, one.cell, depth)
    else if (one.kind === 'function') walkFunction(walk, name, one.info, depth)
  }
}

/** Members of the function, of the instances of a class, and of what the function gives. */
function walkFunction(walk: Walk, name: string, info: FunctionInfo, depth: number): void {
  if (walk.seen.has(info)) return
  walk.seen.add(info)
  walkCell(walk, name, info.statics, depth)
  const instance = walk.world.instances.get(info)
  if (instance !== undefined) walkCell(walk, name, instance, depth)
  for (const one of info.returns === undefined ? [] : alternatives(info.returns))
    if (one.kind === 'object') walkCell(walk, name, one.cell, depth + 1)
}

function walkCell(walk: Walk, name: string, cell: ObjectCell, depth: number): void {
  if (walk.seen.has(cell)) return
  walk.seen.add(cell)
  for (const [key, value] of cell.fields) {
    if (walk.left <= 0) return
    walkValue(walk, name === '' ? key : `${name}.${key}`, value, depth + 1)
  }
  // `module.exports = x` makes `x` what `exports` inherits from.
  if (cell.parent !== undefined && depth <= MOST_DEPTH) walkValue(walk, name, cell.parent, depth)
}
