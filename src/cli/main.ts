import { readFileSync } from 'node:fs'
import { fixedClock, systemClock, type Clock } from '../base/clock.ts'
import { ERROR_CATALOGUE } from '../base/error-catalogue.ts'
import { isExpected, UsageError } from '../base/errors.ts'
import { excerpt, visible } from '../base/escape.ts'
import { parseArguments } from './arguments.ts'
import type { Command, Context } from './command.ts'
import { EXIT } from './exit-codes.ts'
import { commandHelp, programHelp } from './help.ts'
import { terminalOver } from './terminal.ts'

/** The commands, loaded when asked for: `assay --version` must not pay for parsers. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  scan: {
    summary: 'Say what a project depends on, what is wrong with it, and whether policy lets it through',
    load: async () => (await import('./commands/scan.ts')).scanCommand,
  },
  model: {
    summary: 'Say what model files would do when they are loaded, without loading them',
    load: async () => (await import('./commands/model.ts')).modelCommand,
  },
  package: {
    summary: 'Look inside a package before it is installed: what it does, what is new in it, allow, hold or block',
    load: async () => (await import('./commands/package.ts')).packageCommand,
  },
  secrets: {
    summary: 'Find secrets and personal data in files, notebooks, datasets, archives and git history',
    load: async () => (await import('./commands/secrets.ts')).secretsCommand,
  },
  'publish-check': {
    summary: 'Say what a package about to be published would give away',
    load: async () => (await import('./commands/publish-check.ts')).publishCheckCommand,
  },
  names: {
    summary: 'Say which popular package a name could be meant for, before anything is installed',
    load: async () => (await import('./commands/names.ts')).namesCommand,
  },
  advisories: {
    summary: 'Fetch, import and inspect the advisory database',
    load: async () => (await import('./commands/advisories.ts')).advisoriesCommand,
  },
  policy: {
    summary: 'Check, explain and test the policy in assay.yaml',
    load: async () => (await import('./commands/policy.ts')).policyCommand,
  },
  ci: {
    summary: 'Scan in CI: find the base of the change, report only what is new, in the formats of the platform',
    load: async () => (await import('./commands/ci.ts')).ciCommand,
  },
  diff: {
    summary: 'Say what changed between two results or two revisions: packages, findings, models, coverage',
    load: async () => (await import('./commands/diff.ts')).diffCommand,
  },
  cache: {
    summary: 'Say what is kept of earlier scans, or drop it',
    load: async () => (await import('./commands/cache.ts')).cacheCommand,
  },
  fix: {
    summary: 'Propose the smallest edits that end known vulnerabilities, and apply them on request',
    load: async () => (await import('./commands/fix.ts')).fixCommand,
  },
  explain: {
    summary: 'Explain a finding, an advisory, a rule or an error code',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  init: {
    summary: 'Write an assay.yaml to start from',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
}

/** Runs the program and sets the exit code of the process. The only place that knows the process. */
export async function main(process: NodeJS.Process): Promise<void> {
  const interrupt = new AbortController()
  process.on('SIGINT', () => {
    // A second Ctrl-C ends the process at once, as people expect.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted)
    interrupt.abort(new Error('interrupted'))
  })
  // `assay scan | head`: the reader has seen enough; that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.allowed)
    throw error
  })
  const context: Context = {
    terminal: terminalOver(process.stdout, process.stderr, process.env),
    environment: process.env,
    input: () => process.stdin,
    folder: process.cwd(),
    clock: clockOf(process.env),
    signal: interrupt.signal,
    version: packageVersion(),
  }
  process.exitCode = await run(process.argv.slice(2), context)
}

/** Runs one command line; resolves to the exit code. Every error ends here. */
export async function run(words: readonly string[], context: Context): Promise<number> {
  try {
    return await dispatch(words, context)
  } catch (error) {
    return report(error, context)
  }
}

async function dispatch(words: readonly string[], context: Context): Promise<number> {
  const [name, ...rest] = words
  if (name === '--version' || name === '-V') {
    context.terminal.out(`${context.version}\n`)
    return EXIT.allowed
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const known = Object.entries(COMMANDS).map(([key, { summary }]) => ({ name: key, summary }))
    const asked = name === 'help' ? rest[0] : undefined
    if (asked === undefined || !Object.hasOwn(COMMANDS, asked))
      context.terminal.out(programHelp(known, context.version))
    else context.terminal.out(commandHelp(await loadCommand(asked)))
    return name === undefined ? EXIT.usage : EXIT.allowed
  }
  const command = await loadCommand(name)
  const args = parseArguments(command, rest)
  if (args.has('help')) {
    context.terminal.out(commandHelp(command))
    return EXIT.allowed
  }
  return command.run(args, context)
}

async function loadCommand(name: string): Promise<Command> {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (entry === undefined) {
    const hint = `Commands are ${Object.keys(COMMANDS).join(', ')}. To scan a folder: \`assay scan ${excerpt(name, 40)}\`.`
    throw new UsageError('USAGE_ARGUMENTS', `there is no command ${excerpt(name, 40)}`, hint)
  }
  return entry.load()
}

function report(error: unknown, { terminal, signal, environment }: Context): number {
  if (signal.aborted) {
    terminal.note('assay: interrupted; nothing was reported as clean.')
    return EXIT.interrupted
  }
  if (isExpected(error)) {
    const hint = error instanceof UsageError && error.hint !== undefined ? error.hint : ERROR_CATALOGUE[error.code].next
    terminal.note(`assay: ${visible(error.message)} (${error.code})`)
    terminal.note(`  ${visible(hint)}`)
    if (environment['ASSAY_DEBUG'] === '1') terminal.note(error.stack ?? '')
    return EXIT.usage
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  terminal.note('assay: this is a bug in Assay. Please report it with what follows; nothing was reported as clean.')
  terminal.note(stack.split('\n').map(visible).join('\n'))
  return EXIT.bug
}

/** SOURCE_DATE_EPOCH (reproducible-builds.org) makes reports that carry ages reproducible. */
function clockOf(environment: NodeJS.ProcessEnv): Clock {
  const epoch = environment['SOURCE_DATE_EPOCH']
  return epoch !== undefined && /^\d{1,12}$/.test(epoch) ? fixedClock(Number(epoch) * 1000) : systemClock
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return String((manifest as { version?: unknown }).version ?? 'unknown')
}
