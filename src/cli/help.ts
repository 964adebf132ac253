import { wrap } from '../report/table/wrap.ts'
import { COMMON_OPTIONS } from './arguments.ts'
import type { Command, Option } from './command.ts'

/** The help of one command: usage, what it does, options, examples. */
export function commandHelp(command: Command): string {
  return [
    ...command.usage.map((line, index) => `${index === 0 ? 'Usage: ' : '       '}${line}`),
    '',
    ...command.about.flatMap((paragraph) => [...wrap(paragraph, 96, ''), '']),
    'Options:',
    ...[...command.options, ...COMMON_OPTIONS].flatMap(optionLines),
    '',
    'Examples:',
    ...command.examples.flatMap(({ command: line, does }) => [`  ${line}`, `      ${does}`]),
    '',
  ].join('\n')
}

/** The help of the program: its commands and where to start. */
export function programHelp(commands: readonly Pick<Command, 'name' | 'summary'>[], version: string): string {
  return [
    `assay ${version}: audits and governs the open-source AI that a project depends on.`,
    '',
    'Usage: assay COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(13)} ${summary}`),
    '',
    'Start here:',
    '  assay scan .               what is in this project, what is wrong, what to do',
    '  assay advisories update    fetch advisory data once; scans then work offline',
    '  assay init                 write an assay.yaml with the default policy',
    '',
    'Exit codes: 0 allowed, 1 blocked by policy, 2 usage, 3 incomplete where policy demands completeness, 70 bug.',
    '`assay COMMAND --help` shows options and examples.',
    '',
  ].join('\n')
}

function optionLines(option: Option): readonly string[] {
  const short = option.short === undefined ? '    ' : `-${option.short}, `
  const name = `  ${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`
  const text = wrap(option.help, 66, '')
  const [first = '', ...rest] = text
  const head = name.length < 29 ? [`${name.padEnd(30)}${first}`] : [name, `${' '.repeat(30)}${first}`]
  return [...head, ...rest.map((line) => `${' '.repeat(30)}${line}`)]
}
