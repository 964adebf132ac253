import { parseArgs } from 'node:util'
import { UsageError } from '../base/errors.ts'
import { excerpt } from '../base/escape.ts'
import type { Arguments, Command, GivenOption, Option } from './command.ts'

/** Options every command has. */
export const COMMON_OPTIONS: readonly Option[] = [{ name: 'help', short: 'h', help: 'Show this help.' }]

/** Reads a command's part of the command line. Throws USAGE_ARGUMENTS that names the nearest option there is. */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const options = [...command.options, ...COMMON_OPTIONS]
  const { tokens, positionals } = parse(command, words, options)
  const given = tokens.flatMap((token): GivenOption[] => {
    if (token.kind !== 'option') return []
    return [{ name: token.name, value: token.value ?? '' }]
  })
  const values = (name: string): readonly string[] => given.filter((one) => one.name === name).map((one) => one.value)
  return {
    positionals,
    given,
    has: (name) => given.some((one) => one.name === name),
    value: (name) => values(name).at(-1),
    values,
  }
}

type Token = { readonly kind: string; readonly name?: string; readonly value?: string | undefined }
type OptionToken = { readonly kind: 'option'; readonly name: string; readonly value: string | undefined }

function parse(
  command: Command,
  words: readonly string[],
  options: readonly Option[],
): { readonly tokens: readonly (OptionToken | { readonly kind: 'other' })[]; readonly positionals: readonly string[] } {
  try {
    const parsed = parseArgs({
      args: [...words],
      options: Object.fromEntries(options.map((option) => [option.name, parserOption(option)])),
      allowPositionals: true,
      strict: true,
      tokens: true,
    })
    return { tokens: (parsed.tokens as readonly Token[]).map(simplify), positionals: parsed.positionals }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError('USAGE_ARGUMENTS', firstSentence(error.message), nearest(command, words, options))
  }
}

function simplify(token: Token): OptionToken | { readonly kind: 'other' } {
  if (token.kind !== 'option' || token.name === undefined) return { kind: 'other' }
  return { kind: 'option', name: token.name, value: token.value }
}

function parserOption(option: Option): { type: 'string' | 'boolean'; multiple: true; short?: string } {
  const type = option.value === undefined ? 'boolean' : 'string'
  return { type, multiple: true, ...(option.short === undefined ? {} : { short: option.short }) }
}

function firstSentence(message: string): string {
  return excerpt(message.split('. ')[0] ?? message, 160)
}

function nearest(command: Command, words: readonly string[], options: readonly Option[]): string {
  const unknown = words.find(
    (word) => word.startsWith('--') && !options.some((option) => `--${option.name}` === word.split('=')[0]),
  )
  const name = unknown?.slice(2).split('=')[0] ?? ''
  const close = options.find(
    (option) => name.length > 1 && (option.name.startsWith(name.slice(0, 3)) || name.startsWith(option.name)),
  )
  const hint = `See \`assay ${command.name} --help\`.`
  return close === undefined ? hint : `Did you mean --${close.name}? ${hint}`
}
