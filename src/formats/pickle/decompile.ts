import type { AbstractValue, Constant, PickleCall } from './report.ts'

const MOST_LENGTH = 240
const MOST_CONSTANT = 80

/** A call as a line of Python, for example `os.system('id')`; at most 240 characters. */
export function decompileCall(call: Pick<PickleCall, 'callee' | 'args' | 'keywords' | 'opcode'>): string {
  const keywords = call.keywords === undefined ? '' : `, **${decompile(call.keywords)}`
  return shorten(`${decompile(call.callee)}(${argumentsOf(call.args)}${keywords})`)
}

/** A value as a line of Python; what is not known is `?`. At most 240 characters. */
export function decompile(value: AbstractValue): string {
  return shorten(write(value))
}

function write(value: AbstractValue): string {
  switch (value.kind) {
    case 'constant':
      return constant(value)
    case 'global':
      return value.module === 'builtins' || value.module === '__builtin__'
        ? value.name
        : `${value.module}.${value.name}`
    case 'result':
      return `${shorten(write(value.callee))}(${argumentsOf(value.args)})`
    case 'tuple':
      return `(${list(value)}${value.count === 1 ? ',' : ''})`
    case 'list':
      return `[${list(value)}]`
    case 'frozenset':
      return `frozenset({${list(value)}})`
    case 'set':
      return value.count === 0 ? 'set()' : `{${list(value)}}`
    case 'dict':
      return `{${pairs(value)}}`
    case 'persistent':
      return `persistent_load(${shorten(write(value.id))})`
    case 'extension':
      return `extension ${value.code}`
    case 'buffer':
      return 'buffer'
    default:
      return '?'
  }
}

function argumentsOf(args: AbstractValue): string {
  return args.kind === 'tuple' ? list(args) : args.kind === 'unknown' ? '…' : `*${shorten(write(args))}`
}

type Container = Extract<AbstractValue, { readonly items: readonly AbstractValue[] }>

function list(value: Container): string {
  const more = value.count > value.items.length ? ', …' : ''
  return joined(value.items.values().map(write)) + more
}

function pairs(value: Container): string {
  const entries = value.items.flatMap((key, index) => {
    const item = value.items[index + 1]
    return index % 2 === 0 && item !== undefined ? [[key, item] as const] : []
  })
  const more = value.count > value.items.length ? ', …' : ''
  return joined(entries.values().map(([key, item]) => `${write(key)}: ${shorten(write(item))}`)) + more
}

/** Stops writing when the line is long enough: 128 nodes of 80 characters are bounded, but nobody reads them. */
function joined(parts: Iterable<string>): string {
  let text = ''
  for (const part of parts) {
    text += text === '' ? part : `, ${part}`
    if (text.length > MOST_LENGTH) return shorten(text)
  }
  return text
}

function constant({ type, text, cut }: Constant): string {
  if (type === 'text') return quoted(text, cut)
  if (type === 'bytes') return `b${quoted(text, cut)}`
  return shorten(text)
}

function quoted(text: string, cut: boolean): string {
  const kept = text.slice(0, MOST_CONSTANT)
  const escaped = kept.replace(/[\\']|\p{Cc}/gu, escapeCharacter)
  return `'${escaped}${cut || kept.length < text.length ? '…' : ''}'`
}

function escapeCharacter(character: string): string {
  if (character === '\\' || character === "'") return `\\${character}`
  if (character === '\n') return '\\n'
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}

function shorten(text: string): string {
  return text.length > MOST_LENGTH ? `${text.slice(0, MOST_LENGTH - 1)}…` : text
}
