import type { Call } from './call-function.ts'
import type { Frame } from './frame.ts'
import { newFunctionInfo } from './function-info.ts'
import { generatedProgram } from './generated.ts'
import { ofPackage } from './module-statements.ts'
import { modulePath } from './paths.ts'
import { recordCall } from './record-call.ts'
import { placeOf, record } from './record.ts'
import type { AnyNode } from './syntax.ts'
import { alternatives, anyOf, asText, MADE, pathValue, unknownFrom, type Value } from './values.ts'
import type { World } from './world.ts'

/** `require(name)`, `import(name)`. */
export function load(call: Call, name: Value | undefined): Value {
  const { world, frame, node } = call
  const results = (name === undefined ? [] : alternatives(name)).map((one) => {
    const text = asText(one)
    const partial = one.kind === 'text' ? one.text.slice(0, 200) : ''
    const path = text === undefined ? '' : modulePath(text.text)
    record(world, world.imports, () => ({
      module: path === '' && partial !== '' ? modulePath(partial) : path,
      how: text?.made === MADE.written ? ('call' as const) : ('computed' as const),
      place: placeOf(frame, node),
    }))
    if (text?.text.startsWith('data:') === true) return generate(call, text, 'import') ?? unknownFrom(0)
    if (path !== '') return ofPackage(world, frame, pathValue(path), node)
    const flow = recordCall(world, frame, { name: 'require', given: [one], receiver: 0, isNew: false, node })
    return unknownFrom(flow)
  })
  return anyOf(world.flow, results)
}

/** Code that is made of text: it is gone through like the rest, in its own frame. */
export function generate(call: Call, code: Value, path: string): Value | undefined {
  const { world, frame, node } = call
  let result: Value | undefined
  for (const one of alternatives(code)) {
    const found = generatedProgram(world, frame, one, node)
    if (found === undefined) continue
    const inner: Frame = {
      ...frame,
      scope: path === 'global.eval' ? frame.scope : world.module,
      self: pathValue('global'),
      fixedAt: frame.fixedAt ?? node.start ?? 0,
      level: frame.level + 1,
    }
    world.texts.push({ body: found.program.body, frame: inner, text: { program: found.program, source: found.text } })
    result = world.textResults.get(found.program)
    if (result !== undefined && path !== 'global.eval') result = functionOfText(world, found.program, result)
  }
  return result
}

/** `Function("return x")`: a function that gives what the last statement of the text gives. */
function functionOfText(world: World, program: AnyNode, returns: Value): Value {
  const info = world.functions.get(program) ?? newFunctionInfo(undefined, 'Function', world.module, false)
  world.functions.set(program, info)
  info.returns = returns
  return { kind: 'function', info, from: 0 }
}
