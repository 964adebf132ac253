import type { ShellWord } from './shell-syntax.ts'
import { wordFrom } from './shell-word.ts'

/** The options of a program by every name they have. */
export type OptionSyntax = ReadonlyMap<string, OptionRule>

interface OptionRule {
  /** The name the option goes by here: the first of its spec. */
  readonly name: string
  readonly takesValue: boolean
}

export interface OptionUse {
  readonly name: string
  /** Absent for a flag and at the end of the line. */
  readonly value?: ShellWord
  readonly word: ShellWord
}

export interface ParsedArguments {
  readonly options: readonly OptionUse[]
  readonly operands: readonly ShellWord[]
  /** Options that are not in the table; whether a value follows is not known. */
  readonly unknown: readonly ShellWord[]
}

/**
 * Builds a table from its short notation: options separated by white space, names of one option by commas, `=` at the end
 * when a value follows: `--index-url,-i= --upgrade,-U`.
 */
export function optionSyntax(...notations: readonly string[]): OptionSyntax {
  const rules = new Map<string, OptionRule>()
  for (const spec of notations.join(' ').split(/\s+/)) {
    const takesValue = spec.endsWith('=')
    const names = (takesValue ? spec.slice(0, -1) : spec).split(',')
    for (const name of names) if (name !== '') rules.set(name, { name: names[0] ?? name, takesValue })
  }
  return rules
}

/**
 * Takes the words of a command apart as getopt_long, optparse, argparse and clap do: `--name value`, `--name=value`,
 * `-n value`, `-nvalue`, `-abn value`, the beginning of a long name that means one option, `--` before operands.
 */
export function parseArguments(words: readonly ShellWord[], syntax: OptionSyntax): ParsedArguments {
  const parsed = { options: new Array<OptionUse>(), operands: new Array<ShellWord>(), unknown: new Array<ShellWord>() }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === undefined) break
    if (word.text === '--') {
      parsed.operands.push(...words.slice(i + 1))
      break
    }
    if (!isOption(word)) parsed.operands.push(word)
    else if (takesNext(word, syntax, parsed)) i = addValue(words, i, parsed.options)
  }
  return parsed
}

/** The index of the first word that is no option and no option's value: the subcommand. The length when there is none. */
export function firstOperand(words: readonly ShellWord[], syntax: OptionSyntax): number {
  const parsed = { options: new Array<OptionUse>(), operands: new Array<ShellWord>(), unknown: new Array<ShellWord>() }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === undefined) break
    if (word.text === '--') return i + 1
    if (!isOption(word)) return i
    if (takesNext(word, syntax, parsed)) i++
  }
  return words.length
}

/** The values of an option, in order. */
export function valuesOf(parsed: ParsedArguments, ...names: readonly string[]): readonly ShellWord[] {
  return parsed.options.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? [value] : []))
}

/** Was an option given? */
export function has(parsed: ParsedArguments, ...names: readonly string[]): boolean {
  return parsed.options.some(({ name }) => names.includes(name))
}

interface Collected {
  readonly options: OptionUse[]
  readonly unknown: ShellWord[]
}

function isOption(word: ShellWord): boolean {
  return word.text.length > 1 && word.text.startsWith('-') && word.unknown[0]?.start !== 0
}

/** Notes the option of a word; true when its value is the next word. */
function takesNext(word: ShellWord, syntax: OptionSyntax, into: Collected): boolean {
  const { text } = word
  const equals = text.indexOf('=')
  const written = equals < 0 ? text : text.slice(0, equals)
  const rule = syntax.get(written) ?? (text.startsWith('--') ? abbreviated(written, syntax) : undefined)
  if (rule !== undefined) {
    into.options.push({ name: rule.name, word, ...(equals < 0 ? {} : { value: wordFrom(word, equals + 1) }) })
    return rule.takesValue && equals < 0
  }
  if (!text.startsWith('--') && /^-[A-Za-z]/.test(text)) return takesNextOfCluster(word, syntax, into)
  into.unknown.push(word)
  return false
}

/** `-Uqr file`: flags up to the first option with a value, which takes the rest of the word or the next one. */
function takesNextOfCluster(word: ShellWord, syntax: OptionSyntax, into: Collected): boolean {
  for (let i = 1; i < word.text.length; i++) {
    const rule = syntax.get(`-${word.text.charAt(i)}`)
    if (rule === undefined) {
      into.unknown.push(word)
      return false
    }
    const isLast = i + 1 === word.text.length
    const value = rule.takesValue && !isLast ? { value: wordFrom(word, i + 1) } : {}
    into.options.push({ name: rule.name, word, ...value })
    if (rule.takesValue) return isLast
  }
  return false
}

/** optparse and argparse take the beginning of a long name. */
function abbreviated(written: string, syntax: OptionSyntax): OptionRule | undefined {
  if (written.length < 4 || written.length > 40) return undefined
  const names = new Map<string, OptionRule>()
  for (const [name, rule] of syntax) if (name.startsWith(written)) names.set(rule.name, rule)
  return names.size === 1 ? [...names.values()][0] : undefined
}

function addValue(words: readonly ShellWord[], index: number, options: OptionUse[]): number {
  const use = options.pop()
  const value = words[index + 1]
  if (use !== undefined) options.push({ ...use, ...(value === undefined ? {} : { value }) })
  return index + 1
}
