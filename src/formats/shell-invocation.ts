import type { HereDocument, ShellCommand, ShellRedirect, ShellWord, VariableLookup } from './shell-syntax.ts'
import { firstOperand, type OptionSyntax, optionSyntax, parseArguments } from './shell-arguments.ts'
import { programName } from './shell-program-name.ts'

/** A command without what stood before its name (`sudo`, `env X=1`). */
export interface Invocation {
  /** The program's bare name: `pip`, `python`, `conda`. */
  readonly program: string
  readonly name: ShellWord
  /** The words behind the name. */
  readonly words: readonly ShellWord[]
  /** The environment it runs in, as far as it is known. */
  readonly variable: VariableLookup
  readonly redirects: readonly ShellRedirect[]
  readonly hereDocuments: readonly HereDocument[]
  /** Behind `xargs`: more arguments come from a pipe. */
  readonly fromPipe: boolean
}

/** A command as a list of words, for places where no shell has read it. */
export function commandOfWords(words: readonly ShellWord[], variable: VariableLookup): ShellCommand {
  return { assignments: [], words, redirects: [], hereDocuments: [], after: ';', variable }
}

/** A program that runs another one: its own options, and how many words of its own come before the other's name. */
interface Wrapper {
  readonly syntax: OptionSyntax
  readonly operands: number
  /** Only with this subcommand: `conda run`. */
  readonly subcommand?: string
}

const CONDA_RUN: Wrapper = {
  syntax: optionSyntax(
    '--name,-n= --prefix,-p= --cwd= -v,--verbose --dev --debug-wrapper-scripts --no-capture-output,--live-stream,-s',
    '--attach,-a= --detach,-d --clean-env --env,-e= --label= --root-prefix,-r=',
  ),
  operands: 0,
  subcommand: 'run',
}
const RUN: Wrapper = {
  syntax: optionSyntax(
    '--project,-P,-p= --directory,-C= --quiet,-q --verbose,-v --no-interaction,-n --venv= --environment,-e=',
  ),
  operands: 0,
  subcommand: 'run',
}

/** Options from the manuals of sudo 1.9, GNU coreutils 9, findutils 4.9, bash 5, conda 24, micromamba 2. */
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map([
  [
    'sudo',
    wrapper(
      '--user,-u= --group,-g= --host,-h= --prompt,-p= --close-from,-C= --chdir,-D= --chroot,-R= --role,-r= --type,-t= --command-timeout,-T= --other-user,-U= --preserve-env,-E --set-home,-H --login,-i --shell,-s --non-interactive,-n --background,-b --stdin,-S --askpass,-A --bell,-B --preserve-groups,-P --reset-timestamp,-k',
    ),
  ],
  ['doas', wrapper('-u= -C= -a= -n -s')],
  [
    'env',
    wrapper(
      '--unset,-u= --chdir,-C= --ignore-environment,-i --null,-0 --debug,-v --argv0,-a= --block-signal --default-signal --ignore-signal',
    ),
  ],
  ['exec', wrapper('-a= -c -l')],
  ['builtin', wrapper('')],
  ['nohup', wrapper('')],
  ['time', wrapper('--format,-f= --output,-o= --append,-a --portability,-p --verbose,-v --quiet,-q')],
  ['nice', wrapper('--adjustment,-n=')],
  ['ionice', wrapper('--class,-c= --classdata,-n= --pid,-p= --ignore,-t')],
  ['timeout', wrapper('--signal,-s= --kill-after,-k= --preserve-status,-p --foreground,-f --verbose,-v', 1)],
  ['stdbuf', wrapper('--input,-i= --output,-o= --error,-e=')],
  ['setarch', wrapper('--verbose,-v --addr-no-randomize,-R', 1)],
  ['arch', wrapper('-arch= -x86_64 -arm64 -arm64e -i386 -e= -d= -c -h')],
  [
    'xargs',
    wrapper(
      '--max-args,-n= --max-lines,-L= --max-procs,-P= --replace,-I= --arg-file,-a= --delimiter,-d= --max-chars,-s= --eof,-E= --null,-0 --no-run-if-empty,-r --verbose,-t --exit,-x --interactive,-p',
    ),
  ],
  ['gosu', wrapper('', 1)],
  ['su-exec', wrapper('', 1)],
  ['chroot', wrapper('--userspec= --groups= --skip-chdir', 1)],
  [
    'flock',
    wrapper(
      '--shared,-s --exclusive,-x,-e --unlock,-u --nonblock,-n --wait,--timeout,-w= --close,-o --conflict-exit-code,-E= --no-fork,-F --verbose',
      1,
    ),
  ],
  ['runuser', wrapper('--user,-u= --group,-g= --supp-group,-G= --login,-l --preserve-environment,-m,-p --shell,-s=')],
  ['unbuffer', wrapper('-p')],
  ['chronic', wrapper('-v -e')],
  ['eatmydata', wrapper('')],
  ['fakeroot', wrapper('')],
  ['tini', wrapper('-s -g -v -vv -vvv -w -p= -e=')],
  ['dumb-init', wrapper('--single-child,-c --rewrite,-r= --verbose,-v')],
  ['winpty', wrapper('')],
  ['travis_retry', wrapper('')],
  ['call', wrapper('')],
  ['start', wrapper('')],
  ['conda', CONDA_RUN],
  ['mamba', CONDA_RUN],
  ['micromamba', CONDA_RUN],
  ['poetry', RUN],
  ['pipenv', RUN],
  ['pdm', RUN],
  ['rye', RUN],
  ['hatch', RUN],
  ['pixi', RUN],
])

/** Options of the interpreter itself (python 3.13 `--help`); `-m` and `-c` end them. */
const PYTHON_SYNTAX = optionSyntax(
  '-W= -X= -Q= --check-hash-based-pycs= -b -B -d -E -i -I -O -P -q -s -S -u -v -x -h -V',
)

/** More wrappers around one command than anybody writes; each costs one look at the words. */
const MOST_WRAPPERS = 12

/**
 * The program that a command runs in the end, behind `sudo`, `env`, `conda run -n x`, `python -m`. Undefined when there is none
 * (assignments alone, `command -v pip`) or only the run can tell.
 */
export function invocationOf(command: ShellCommand): Invocation | undefined {
  const environment = new Map(command.assignments.flatMap(({ name, value }) => known(name, value)))
  let words = command.words
  let fromPipe = false
  for (let i = 0; i < MOST_WRAPPERS; i++) {
    const [first] = words
    if (first === undefined) return undefined
    const program = programName(first)
    if (program === 'xargs') fromPipe = true
    const inner = innerWords(program, words, environment)
    if (inner === undefined) {
      const variable = overlaid(environment, command.variable)
      const { redirects, hereDocuments } = command
      return { program, name: first, words: words.slice(1), variable, redirects, hereDocuments, fromPipe }
    }
    words = inner
  }
  return undefined
}

/** The words of the command inside; undefined when this is no wrapper. */
function innerWords(
  program: string,
  words: readonly ShellWord[],
  environment: Map<string, string>,
): readonly ShellWord[] | undefined {
  if (program === 'command') return words[1]?.text.startsWith('-') === true ? [] : words.slice(1)
  if (program === 'python' || program === '') return moduleWords(words)
  const wrapper = WRAPPERS.get(program)
  if (wrapper === undefined) return undefined
  let rest = words.slice(1)
  if (wrapper.subcommand !== undefined) {
    const place = firstOperand(rest, wrapper.syntax)
    if (rest[place]?.text !== wrapper.subcommand) return undefined
    rest = rest.slice(place + 1)
  }
  rest = rest.slice(firstOperand(rest, wrapper.syntax) + wrapper.operands)
  return program === 'env' || program === 'sudo' ? takeAssignments(rest, environment) : rest
}

/** `python -m pip …` is `pip …`; also behind an interpreter that only the run can tell. */
function moduleWords(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  for (let i = 1; i < words.length; i++) {
    const word = words[i]
    if (word === undefined || !word.text.startsWith('-')) return undefined
    const module = /^-[bBdEiIOPqsSuvx]*m(.*)$/.exec(word.text.slice(0, 200))?.[1]
    if (module === '') return words.slice(i + 1)
    if (module !== undefined) return [{ ...word, text: module }, ...words.slice(i + 1)]
    if (/^-[bBdEiIOPqsSuvx]*c/.test(word.text)) return undefined
    if (
      parseArguments([word], PYTHON_SYNTAX).options.some(({ name, value }) => takesValue(name) && value === undefined)
    )
      i++
  }
  return undefined
}

function takesValue(name: string): boolean {
  return PYTHON_SYNTAX.get(name)?.takesValue === true
}

function takeAssignments(words: readonly ShellWord[], environment: Map<string, string>): readonly ShellWord[] {
  let count = 0
  for (const word of words) {
    const assignment = /^([A-Za-z_]\w*)=/.exec(word.text.slice(0, 300))
    if (assignment === null) break
    count++
    if (word.unknown.length === 0) environment.set(assignment[1] ?? '', word.text.slice(assignment[0].length))
  }
  return words.slice(count)
}

function known(name: string, value: ShellWord): readonly (readonly [string, string])[] {
  return value.unknown.length === 0 ? [[name, value.text]] : []
}

function overlaid(own: ReadonlyMap<string, string>, outer: VariableLookup): VariableLookup {
  return own.size === 0 ? outer : (name) => own.get(name) ?? outer(name)
}

function wrapper(options: string, operands = 0): Wrapper {
  return { syntax: optionSyntax(options), operands }
}
