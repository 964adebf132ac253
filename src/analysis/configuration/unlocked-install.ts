import { PIP_OPTIONS } from '../../formats/pip-options.ts'
import { has, optionSyntax, parseArguments, valuesOf } from '../../formats/shell-arguments.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { codeOf, INSTALL_FILES } from './code/code-of.ts'
import { type PlacedCommand, shownCommand } from './code/file-code.ts'
import { counted, listed, placed, reported, shown } from './report.ts'

/** An image or a pipeline installs whatever version is newest that day. */
export const unlockedInstall: FileRule = {
  id: 'configuration/unlocked-install',
  title: 'An image or a pipeline installs whatever version is newest that day.',
  severity: 'low',
  why: 'Without a version or a lock file a build takes what was published minutes ago: the hours in which malicious releases of litellm, chalk, axios and lightning were up were enough for thousands of builds. What was tested is not what is shipped, and nobody can say later what was in it.',
  fix: 'Install from a lock file (npm ci, uv sync --locked, pip install --require-hashes -r …); give tools a version.',
  references: [
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
    'https://github.com/npm/cli/blob/latest/docs/lib/content/commands/npm-ci.md',
    'https://docs.astral.sh/uv/concepts/projects/sync/',
    'https://cwe.mitre.org/data/definitions/1357.html',
  ],
  files: INSTALL_FILES,
  async *inspect(file) {
    const { commands } = await codeOf(file)
    const found = commands.flatMap((command) => {
      const names = newestOf(command)
      return names === undefined ? [] : [{ command, names }]
    })
    if (found.length > 0) yield observed(file.path, found)
  },
}

interface Unlocked {
  readonly command: PlacedCommand
  /** What is not fixed; empty where it is the whole project. */
  readonly names: readonly ShellWord[]
}

const NODE = optionSyntax(
  '--prefix,-C= --registry= --cache= --loglevel= --omit= --include= --only= --workspace,-w= --tag= --filter,-F= --global,-g',
  '--save-dev,-D --yes,-y --no-save --package,-p= --call,-c= --frozen-lockfile --immutable --no-audit --no-fund --legacy-peer-deps',
)
const CONDA = optionSyntax(
  '--channel,-c= --name,-n= --prefix,-p= --file,-f= --yes,-y --quiet,-q --override-channels --solver= --clone= --all --update-all',
)
const UV = optionSyntax(
  '--python,-p= --from= --with= --index= --index-url= --default-index= --extra-index-url= --directory= --project= --system',
  '--no-cache --upgrade,-U --quiet,-q --requirement,-r= --constraint,-c= --editable,-e= --force --index-strategy= --target= --torch-backend=',
)

/** What a command installs without a version; undefined when everything has one or nothing is installed. */
function newestOf({ invocation: { program, words } }: PlacedCommand): readonly ShellWord[] | undefined {
  const [first, second, ...rest] = words
  if (program === 'pip') return pythonNames(words)
  if (program === 'uv' && first?.text === 'pip') return pythonNames(words.slice(1))
  if (program === 'uv' && first?.text === 'tool') return second?.text === 'install' ? some(firstTool(rest)) : undefined
  if (program === 'uvx') return some(firstTool(words))
  if (program === 'pipx')
    return first?.text === 'run' || first?.text === 'install' ? some(firstTool(words.slice(1))) : undefined
  if (program === 'conda' || program === 'mamba' || program === 'micromamba')
    return first?.text === 'install' ? some(parseArguments(words.slice(1), CONDA).operands.filter(isOpen)) : undefined
  if (program === 'npm') return npmNames(words)
  if (program === 'yarn' || program === 'bun') return frozen(words)
  return program === 'npx' ? npxNames(words) : undefined
}

function pythonNames(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const parsed = parseArguments(words, PIP_OPTIONS)
  if (
    parsed.operands[0]?.text !== 'install' ||
    has(parsed, '--constraint', '--dry-run', '--no-index', '--require-hashes')
  )
    return undefined
  return some(parsed.operands.slice(1).filter(isOpen))
}

/** The tool; what follows is for it. */
function firstTool(words: readonly ShellWord[]): readonly ShellWord[] {
  return parseArguments(words, UV).operands.slice(0, 1).filter(isOpen)
}

/** Tools that install the rest; every image brings its own and upgrades them. */
const INSTALLERS: ReadonlySet<string> = new Set(['pip', 'setuptools', 'wheel', 'uv'])

/** A name without a version: no address, no path, no variable, no version of conda or uv. */
function isOpen({ text, unknown }: ShellWord): boolean {
  if (
    unknown.length > 0 ||
    !/^[A-Za-z0-9][\w.-]{0,100}(?:\[[\w,. -]{0,200}\])?(?:[<>~!=].{0,200})?$/.test(text.slice(0, 500))
  )
    return false
  const name = /^[\w.-]+/.exec(text)?.[0].toLowerCase() ?? ''
  if (INSTALLERS.has(name) || /\.(?:whl|tar\.gz|zip|txt|toml|conda|git)$/.test(text)) return false
  return !/[=@]=?\s*v?\d/.test(text) || /[<>~!]/.test(text)
}

/** `npm install` beside a lock file may change it; `npm install -g tool` takes the newest. */
function npmNames(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const { operands } = parseArguments(words, NODE)
  const [verb, ...names] = operands
  if (verb === undefined || !/^(?:install|i|add)$/.test(verb.text)) return undefined
  return names.length === 0 ? [] : some(names.filter(isNewest))
}

/** Without `--yes` npx asks, or runs what is installed. */
function npxNames(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const parsed = parseArguments(words, NODE)
  if (!has(parsed, '--yes')) return undefined
  const packages = valuesOf(parsed, '--package')
  return some((packages.length > 0 ? packages : parsed.operands.slice(0, 1)).filter(isNewest))
}

function frozen(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const parsed = parseArguments(words, NODE)
  const [verb] = parsed.operands
  const isInstall = words.length > 0 && verb?.text === 'install' && parsed.operands.length === 1
  const isFixed = words.some(({ text }) =>
    /^--(?:frozen-lockfile|immutable|pure-lockfile|production=false)$/.test(text),
  )
  return isInstall && !isFixed ? [] : undefined
}

/** No version, or a tag that moves. */
function isNewest({ text, unknown }: ShellWord): boolean {
  if (unknown.length > 0 || /^[./~]|:|\.tgz$/.test(text)) return false
  const version = text.slice(1).split('@')[1]
  return /^@?[a-z0-9]/i.test(text) && (version === undefined || /^(?:latest|next|beta|canary)$/.test(version))
}

function some(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  return words.length === 0 ? undefined : words
}

function observed(path: string, found: readonly Unlocked[]): Observation {
  const names = [...new Set(found.flatMap(({ names: some }) => some.map(({ text }) => shown(text, 60))))].toSorted()
  const whole = found.find(({ names: none }) => none.length === 0)
  const what = names.length === 0 ? 'The project' : listed(names, 4)
  return reported({
    severity: 'low',
    title: `${what} ${names.length > 1 ? 'are' : 'is'} installed at whatever version is newest`,
    message: `${counted(found.length, 'command')} here ${found.length === 1 ? 'installs' : 'install'} without a version or a lock file${
      whole === undefined
        ? ''
        : `; ${shown(shownCommand(whole.command), 60)} may change the lock file instead of keeping to it`
    }.`,
    because: 'the commands name no version',
    confidence: 'medium',
    evidence: found.map(({ command, names: some }) =>
      placed(command.locate((some[0] ?? command.invocation.name).original(0)), shownCommand(command)),
    ),
    fix: {
      text:
        whole === undefined
          ? 'Give them a version, or install them from a lock file.'
          : 'Use npm ci, yarn install --immutable or bun install --frozen-lockfile.',
      ...remedyFor(path, whole, names),
    },
    identity: path,
  })
}

function remedyFor(
  path: string,
  whole: Unlocked | undefined,
  names: readonly string[],
): Pick<Observation['fix'], 'remedy'> {
  const program = whole?.command.invocation.program
  if (program === 'npm') return { remedy: { edit: 'npm ci', file: path } }
  if (program !== undefined) return { remedy: { edit: `${program} install --frozen-lockfile`, file: path } }
  const [first = ''] = names
  return /^[\w.-]+$/.test(first) ? { remedy: { edit: `${first}==<version>`, file: path } } : {}
}
