import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { changedDirectory, normalPath } from '../../../formats/shell-directory.ts'
import { invocationOf } from '../../../formats/shell-invocation.ts'
import { lexShell } from '../../../formats/shell.ts'
import { boolean, entry, get, string, type Tree } from '../../../formats/tree.ts'
import type { Behaviour, BehaviourPlace } from '../behaviour.ts'
import { type CommandBehaviour, commandBehaviours } from '../command-behaviours.ts'
import { gypCommands } from './gyp-commands.ts'

/** Something that runs while a package is installed. */
export interface InstallHook {
  /** The lifecycle script; `binding.gyp` where npm runs `node-gyp rebuild` because the file is there and no script says otherwise. */
  readonly name: 'preinstall' | 'install' | 'postinstall' | 'preprepare' | 'prepare' | 'postprepare' | 'binding.gyp'
  readonly command: string
  readonly place: BehaviourPlace
  /** Files of the package that it starts, as they are called in the package: they have the role `install`. */
  readonly files: readonly string[]
  /** Code in the command itself: what `node -e` is given. */
  readonly inline: readonly string[]
  /** The same in Python. */
  readonly python: readonly string[]
  readonly behaviours: readonly CommandBehaviour[]
}

/** Where a package comes from: what is fetched with git is prepared where it is installed. */
export type PackageOrigin = 'registry' | 'git'

/** npm 11, "Life Cycle Operation Order" of `npm install` for dependencies. */
const HOOKS = ['preinstall', 'install', 'postinstall'] as const
const GIT_HOOKS = ['preprepare', 'prepare', 'postprepare'] as const

/** Scripts that call scripts are followed this deep. */
const MOST_SCRIPTS = 8

/**
 * What the manifest of an npm package (package.json, parsed) runs while the package is installed as a dependency, in the order in which npm
 * does, and which of its files that starts. `files` are the paths of all files of the package, `builds` the texts of its build files for
 * node-gyp by path. Nothing is run.
 */
export function installHooks(
  manifest: Tree,
  path: string,
  files: readonly string[],
  origin: PackageOrigin = 'registry',
  builds: ReadonlyMap<string, string> = new Map(),
): readonly InstallHook[] {
  const scripts = get(manifest.root, 'scripts')
  const known = new Set(files.map(normalPath))
  const names = origin === 'git' ? [...HOOKS, ...GIT_HOOKS] : HOOKS
  const hooks = names.flatMap((name): readonly InstallHook[] => {
    const found = entry(scripts, name)
    const command = string(found?.value)
    if (found === undefined || command === undefined || command.trim() === '') return []
    const { line, column } = manifest.lines.position(found.keyOffset)
    return [hookOf(name, command, { path, line, column }, { manifest, known })]
  })
  const hasOwn = hooks.some(({ name }) => name === 'install' || name === 'preinstall')
  const isBuilt = known.has('binding.gyp') && !hasOwn && boolean(get(manifest.root, 'gypfile')) !== false
  const build = hookOf('binding.gyp', 'node-gyp rebuild', { path: 'binding.gyp', line: 1 }, { manifest, known })
  const all = isBuilt ? [...hooks, build] : hooks
  if (!all.some(({ command }) => GYP.test(command))) return all
  const built = [...builds].flatMap(([file, text]) =>
    gypCommands(text).map(({ command, line }) =>
      hookOf('binding.gyp', command, { path: file, line }, { manifest, known }),
    ),
  )
  return [...all, ...built]
}

/** Programs that read binding.gyp, always or where nothing is built in advance. */
const GYP = /\b(?:node-gyp|node-pre-gyp|prebuild-install|prebuildify|node-gyp-build|npm_config_node_gyp)\b/

/** The same as behaviours: each hook, and what its commands do. */
export function installHookBehaviours(hooks: readonly InstallHook[]): readonly Behaviour[] {
  return hooks.flatMap(({ name, command, place, behaviours }) => [
    {
      kind: 'install-hook',
      subject: name,
      place,
      when: 'install',
      inputs: [],
      evidence: command.slice(0, 200),
    } as const,
    ...behaviours.map(({ kind, subject, evidence }): Behaviour => ({
      kind,
      subject,
      place,
      when: 'install',
      inputs: [],
      evidence,
    })),
  ])
}

interface Package {
  readonly manifest: Tree
  readonly known: ReadonlySet<string>
}

function hookOf(name: InstallHook['name'], command: string, place: BehaviourPlace, of: Package): InstallHook {
  const started: Started = { files: new Set(), inline: [], python: [], seen: new Set([name]), commands: [], depth: 0 }
  readCommand(command, of, started)
  return {
    name,
    command,
    place,
    files: [...started.files],
    inline: started.inline,
    python: started.python,
    behaviours: distinct(started.commands.flatMap(commandBehaviours)),
  }
}

/** What a command does is found in the command around it as well. */
function distinct(behaviours: readonly CommandBehaviour[]): readonly CommandBehaviour[] {
  const known = new Map(behaviours.map((one) => [`${one.kind}\0${one.subject}\0${one.evidence}`, one]))
  return [...known.values()]
}

interface Started {
  readonly files: Set<string>
  readonly inline: string[]
  readonly python: string[]
  readonly seen: Set<string>
  readonly commands: string[]
  /** Commands around the one that is read. */
  readonly depth: number
}

/** npm runs scripts in the folder of the package. */
const FOLDER = '/package'

function readCommand(command: string, of: Package, started: Started): void {
  started.commands.push(command)
  const variable = (name: string): string | undefined => (name === 'PWD' || name === 'INIT_CWD' ? FOLDER : undefined)
  for (const one of lexShell(command.slice(0, 65_536), { limits: DEFAULT_LIMITS, variable }).commands) {
    const invocation = invocationOf(one)
    if (invocation === undefined) continue
    const { name, program } = invocation
    const words = invocation.words.map(({ text }) => text)
    const folder = invocation.variable('PWD') ?? FOLDER
    const open = (file: string): void => addFile(file, folder, of, started)
    const inner = innerCommand(program, words)
    if (inner !== undefined) readInner(inner, of, started)
    else if (PYTHON.test(program)) python(words, open, started)
    else if (INTERPRETERS.test(program)) interpreter(program, words, open, started)
    else if (SHELLS.test(program)) open(words.find((word) => !word.startsWith('-')) ?? '')
    else if (RUNNERS.test(program)) scripts(program, words, of, started)
    else if (/^\.{0,2}\//.test(name.text) || name.text.includes('/')) open(name.text)
    else if (program === 'npx' || program === 'bunx') open(bin(words.find((word) => !word.startsWith('-')) ?? '', of))
    else if (of.known.has(moduleFile(name.text))) open(moduleFile(name.text))
    else open(bin(name.text, of))
  }
  readWords(command, of, started)
}

/** `python -m build.helper` is read as the program `build.helper`. */
function moduleFile(name: string): string {
  return `${name.replaceAll('.', '/')}.py`
}

/** Commands in commands are followed this deep. */
const MOST_INNER = 4

function readInner(command: string, of: Package, started: Started): void {
  if (started.depth < MOST_INNER) readCommand(command, of, { ...started, depth: started.depth + 1 })
}

/** The command that another program is given as one text: `sh -c "…"`, `cmd /c …`, `npx -c "…"`, `npm exec -c "…"`. */
function innerCommand(program: string, words: readonly string[]): string | undefined {
  if (/^cmd(?:\.exe)?$/i.test(program)) {
    const at = words.findIndex((word) => /^\/[ckr]$/i.test(word))
    return at < 0 ? undefined : words.slice(at + 1).join(' ')
  }
  const isShell = SHELLS.test(program)
  if (!isShell && !/^(?:npx|npm|pnpm|yarn)$/.test(program)) return program === 'eval' ? words.join(' ') : undefined
  const at = words.findIndex((word) => (isShell ? /^-[a-z]{0,6}c$/ : /^(?:-c|--call)$/).test(word))
  return at < 0 ? undefined : words[at + 1]
}

/**
 * What the words of a command name, whatever program they are given to: there are more programs that start others (`cross-env`, `start`,
 * `concurrently`, `$NODE`, `cat x.js | node`) than any list has. Files that are there, and other scripts behind `run`.
 */
function readWords(command: string, of: Package, started: Started): void {
  const words = command
    .slice(0, 65_536)
    .replaceAll('^', '')
    .split(/[\s"'`;&|<>()=,]+/)
  let before = ''
  for (const word of words.slice(0, MOST_WORDS)) {
    const path = normalPath(word.replaceAll('\\', '/'))
    // Behind `cd scripts` it was found where it is.
    const isFound = (): boolean => [...started.files].some((file) => file.endsWith(`/${path}`))
    if (STARTABLE.test(path) && of.known.has(path) && !isFound()) started.files.add(path)
    const name =
      /^(?:npm|yarn|pnpm|bun):(.+)$/.exec(word)?.[1] ?? (/^(?:run|run-script|--run)$/.test(before) ? word : '')
    if (name !== '') calledScript(name, of, started)
    before = word
  }
}

const MOST_WORDS = 2000
const STARTABLE = /\.(?:[cm]?[jt]sx?|py|sh|bash|ps1|bat|cmd|rb|pl|php|lua)$/i

const INTERPRETERS = /^(?:node|nodejs|bun|deno|tsx|ts-node|ts-node-esm|esno|jiti|babel-node|electron|ruby|perl|php)$/
const PYTHON = /^(?:python|pypy)\d*(?:\.\d+)?w?$|^py$/
const SHELLS = /^(?:(?:ba|da|z|k|a)?sh|source|\.|powershell|pwsh|call)$/
const RUNNERS = /^(?:npm|pnpm|yarn|bun|npm-run-all|run-s|run-p|nps)$/

/** Options of Node.js with a value that is no file; those with a file load it. */
const VALUES: ReadonlySet<string> = new Set([
  '-C',
  '--conditions',
  '--max-old-space-size',
  '--stack-size',
  '--title',
  '--input-type',
])
const LOADED: ReadonlySet<string> = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader'])
const CODE: ReadonlySet<string> = new Set(['-e', '--eval', '-p', '--print', '-pe', '-c'])

/** `python -c code`, `python -m module`, `python file`. */
function python(words: readonly string[], open: (file: string) => void, started: Started): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    const next = words[i + 1] ?? ''
    if (/^-[A-Za-z]{0,6}c$/.test(word)) return void started.python.push(next)
    if (/^-[A-Za-z]{0,6}m$/.test(word)) {
      const module = next.replaceAll('.', '/')
      return [`${module}.py`, `${module}/__main__.py`].forEach(open)
    }
    if (word === '-W' || word === '-X') i++
    else if (!word.startsWith('-')) return open(word)
  }
}

function interpreter(program: string, words: readonly string[], open: (file: string) => void, started: Started): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    const [option = '', value] = word.startsWith('--') ? word.split('=', 2) : [word]
    if (CODE.has(option)) started.inline.push(value ?? words[++i] ?? '')
    else if (LOADED.has(option)) open(value ?? words[++i] ?? '')
    else if (VALUES.has(option)) i += value === undefined ? 1 : 0
    else if ((word === 'run' || word === 'x') && /^(?:bun|deno)$/.test(program)) continue
    else if (!word.startsWith('-')) return open(word)
  }
}

/** `npm run build`, `run-s a b`: other scripts of the same manifest. */
function scripts(program: string, words: readonly string[], of: Package, started: Started): void {
  const operands = words.filter((word) => !word.startsWith('-'))
  const names = /^(?:npm-run-all|run-s|run-p|nps)$/.test(program)
    ? operands
    : operands.slice(operands[0] === 'run' || operands[0] === 'run-script' ? 1 : 0, 2)
  for (const name of names) calledScript(name, of, started)
}

function calledScript(name: string, of: Package, started: Started): void {
  const all = get(of.manifest.root, 'scripts')
  for (const called of [`pre${name}`, name, `post${name}`]) {
    const command = string(get(all, called))
    if (command === undefined || started.seen.has(called) || started.seen.size > MOST_SCRIPTS) continue
    started.seen.add(called)
    readCommand(command, of, started)
  }
}

/** A command that the package itself brings. */
function bin(name: string, { manifest }: Package): string {
  const own = get(manifest.root, 'bin')
  const isName = string(get(manifest.root, 'name'))?.replace(/^@[^/]+\//, '') === name
  return string(get(own, name)) ?? (isName ? string(own) : undefined) ?? ''
}

/** As Node.js looks for it: the file itself, with an ending, the entry of a folder. */
function addFile(file: string, folder: string, of: Package, started: Started): void {
  if (file === '' || file.length > 1000) return
  const absolute = changedDirectory(folder, file.replaceAll('\\', '/'))
  if (absolute === undefined || !absolute.startsWith(FOLDER)) return
  const path = normalPath(`.${absolute.slice(FOLDER.length)}`)
  const main = string(get(of.manifest.root, 'main')) ?? 'index.js'
  const places =
    path === '.'
      ? [normalPath(main), `${normalPath(main)}.js`, 'index.js']
      : ENDINGS.map((ending) => `${path}${ending}`)
  const found = places.find((place) => of.known.has(place))
  // What is not in the package may be written before it is started.
  started.files.add(found ?? path)
}

const ENDINGS = [
  '',
  '.js',
  '.cjs',
  '.mjs',
  '.ts',
  '.cts',
  '.mts',
  '.json',
  '.node',
  '/index.js',
  '/index.cjs',
  '/index.mjs',
  '.sh',
]
