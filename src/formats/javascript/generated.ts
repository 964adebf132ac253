import type { FoundText } from './found.ts'
import type { Frame } from './frame.ts'
import { parseJavaScript } from './parse.ts'
import { placeOf, record } from './record.ts'
import type { AnyNode, Program } from './syntax.ts'
import { asText, type Text, type Value } from './values.ts'
import type { World } from './world.ts'

/** Longest text that is read as code, how deep such texts may stand in one another, and how many one module may have. */
const MOST_CHARACTERS = 4 * 1024 * 1024
const MOST_LEVELS = 6
const MOST_TEXTS = 100
const MOST_RUNS = 2000

/** Which argument of a function is run as code: -1 is the last one, as with `Function`. */
const RUNNERS: ReadonlyMap<string, number> = new Map([
  ['global.eval', 0],
  ['global.Function', -1],
  ['global.execScript', 0],
  ['global.setTimeout', 0],
  ['global.setInterval', 0],
  ['global.setImmediate', 0],
  ['node:vm.runInThisContext', 0],
  ['node:vm.runInNewContext', 0],
  ['node:vm.runInContext', 0],
  ['node:vm.compileFunction', 0],
  ['node:vm.Script', 0],
  ['node:vm.SourceTextModule', 0],
  ['node:worker_threads.Worker', 0],
  ['node:module()._compile', 0],
  ['npm:vm2.VM().run', 0],
  ['module._compile', 0],
  ['module.constructor()._compile', 0],
  ['node:module.prototype._compile', 0],
  ['node:module.register', 0],
])

/** What of a call is run as code; undefined where calling the path runs no text. */
export function codeOf(path: string, given: readonly Value[]): Value | undefined {
  const index = RUNNERS.get(path)
  if (index === undefined) return STARTERS.test(path) ? codeOfCommand(given) : undefined
  const value = given.at(index)
  return path.startsWith('global.set') && value?.kind !== 'text' ? undefined : value
}

/** Start a program with words of its own. */
const STARTERS =
  /^(?:node:child_process\.(?:spawn|spawnSync|execFile|execFileSync)|npm:cross-spawn(?:\.(?:spawn|sync))?)$/

/** `[process.execPath, ["-e", code]]`: another process of the same interpreter. */
function codeOfCommand([program, words]: readonly Value[]): Value | undefined {
  const name = program?.kind === 'path' ? program.path : program === undefined ? '' : (asText(program)?.text ?? '')
  if (!/^global\.process\.(?:execPath|argv0|argv\[\]?)$|(?:^|[/\\])(?:node|bun|deno)(?:\.exe)?$/.test(name.slice(-200)))
    return undefined
  const items = words?.kind === 'list' ? words.cell.items : []
  const option = items.findIndex((one) => /^(?:-e|-p|-pe|--eval|--print)$/.test(asText(one)?.text ?? ''))
  return option < 0 ? undefined : items[option + 1]
}

/**
 * The tree of a text that is run as code; undefined for what is not known, does not parse, or is beyond the bounds: the call itself stays
 * recorded. Texts are noted for whoever wants to look at them.
 */
export function generatedProgram(
  world: World,
  frame: Frame,
  value: Value,
  node: AnyNode,
): { readonly program: Program; readonly text: string } | undefined {
  const text = asText(value)
  if (text === undefined || text.text.length > MOST_CHARACTERS) return undefined
  const source = sourceOf(text)
  if (source === undefined) return undefined
  record(world, world.generated, (): FoundText => ({ text: { ...text, text: source }, place: placeOf(frame, node) }))
  // A text that runs itself twice doubles with every level.
  if (frame.level >= MOST_LEVELS || ++world.runs > MOST_RUNS) {
    world.exhausted ??= `more than ${MOST_RUNS} generated texts, or more than ${MOST_LEVELS} in one another`
    return undefined
  }
  const program = parsed(world, source)
  return program === undefined ? undefined : { program, text: source }
}

/** `data:text/javascript;base64,…` is what it holds; a file name or address is none. */
function sourceOf({ text, bytes }: Text): string | undefined {
  if (!text.startsWith('data:')) return bytes ? Buffer.from(text, 'latin1').toString('utf8') : text
  const match = /^data:(?:text|application)\/(?:javascript|ecmascript|x-javascript)[^,]{0,60}?(;base64)?,/.exec(text)
  if (match === null) return undefined
  const body = text.slice(match[0].length)
  return match[1] === undefined ? percentDecoded(body) : Buffer.from(body, 'base64').toString('utf8')
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function parsed(world: World, text: string): Program | undefined {
  if (world.programs.has(text)) return world.programs.get(text)
  if (world.programs.size >= MOST_TEXTS) return undefined
  const result = parseJavaScript(text, 'javascript', world.limits)
  const program = 'program' in result ? result.program : undefined
  world.programs.set(text, program)
  return program
}
