import { UsageError } from '../base/errors.ts'
import type { Arguments, Context } from './command.ts'

/** What one word behind a command does, for example `check` in `assay policy check`. */
export type Subcommands = Readonly<Record<string, (args: Arguments, context: Context) => Promise<number>>>

/** Runs the subcommand that the first positional names, with the others. Throws USAGE_ARGUMENTS that lists what there is. */
export function runSubcommand(
  command: string,
  subcommands: Subcommands,
  args: Arguments,
  context: Context,
): Promise<number> {
  const [name = ''] = args.positionals
  const action = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined
  if (action === undefined) {
    const known = Object.keys(subcommands).map((one) => `\`${command} ${one}\``)
    throw new UsageError('USAGE_ARGUMENTS', `expected one of ${known.join(', ')}`, `See \`assay ${command} --help\`.`)
  }
  return action({ ...args, positionals: args.positionals.slice(1) }, context)
}
