import type { PythonArgument, PythonModule } from '../../../formats/python/module.ts'

/** Hooks of PEP 517 and PEP 660: what builds a package calls these functions of its build backend. */
const BACKEND_HOOKS: ReadonlySet<string> = new Set([
  'build_wheel',
  'build_sdist',
  'build_editable',
  'get_requires_for_build_wheel',
  'get_requires_for_build_sdist',
  'get_requires_for_build_editable',
  'prepare_metadata_for_build_wheel',
  'prepare_metadata_for_build_editable',
])

/** Methods of a command that setuptools calls. */
const COMMAND_METHODS = [
  '__init__',
  'initialize_options',
  'finalize_options',
  'run',
  'get_outputs',
  'build_extension',
  'build_extensions',
]

const COMMAND =
  /^(?:setuptools|distutils)\.(?:command\.|Command$|cmd\.)|^(?:wheel\.bdist_wheel|setuptools\.dist|Cython\.|torch\.utils\.cpp_extension)\b|\b(?:install|develop|build_py|build_ext|egg_info|bdist_wheel|sdist|easy_install|build|Command)$/

/**
 * The functions of a script of installation (`setup.py`, a build backend) that the installation calls, with all that they call: methods of
 * commands given to `cmdclass` or made of commands of setuptools, hooks of build backends, and `setup` of poetry and hatch. Names as
 * `within` has them.
 */
export function installEntryPoints(module: PythonModule): ReadonlySet<string> {
  const found = new Set<string>()
  for (const name of commandClasses(module)) for (const method of COMMAND_METHODS) found.add(`${name}.${method}`)
  for (const { kind, name } of module.definitions) if (kind === 'function' && BACKEND_HOOKS.has(name)) found.add(name)
  return withCalled(module, found)
}

function commandClasses({ definitions, uses }: PythonModule): ReadonlySet<string> {
  const given = uses
    .filter(({ name }) => /(?:^|\.)(?:setup|cmdclass\.update)$/.test(name))
    .flatMap(({ arguments: all }) => all.filter(({ keyword }) => keyword === 'cmdclass' || keyword === 'distclass'))
    .flatMap((argument) => classesIn(argument, 3))
  const made = definitions.filter(({ kind, bases }) => kind === 'class' && bases.some((base) => COMMAND.test(base)))
  const names = new Set([...given, ...made.map(({ name }) => name)])
  // What a class inherits from another one of the module.
  for (const name of names)
    for (const one of definitions) {
      if (one.name !== name) continue
      for (const base of one.bases) if (base.startsWith(OWN)) names.add(base.slice(OWN.length))
    }
  return names
}

const OWN = '<local>.'

function classesIn(argument: PythonArgument, depth: number): readonly string[] {
  if (argument.type === 'names' && argument.value.startsWith(OWN))
    return [argument.value.slice(OWN.length).replace(/\(\)$/, '')]
  if (depth === 0) return []
  return [...argument.items, ...argument.fields.map(({ value }) => value)].flatMap((one) => classesIn(one, depth - 1))
}

function withCalled({ calls }: PythonModule, found: Set<string>): ReadonlySet<string> {
  const targets = new Map<string, string[]>()
  for (const [from, to] of calls) targets.set(from, [...(targets.get(from) ?? []), to])
  for (const name of found) for (const to of targets.get(name) ?? []) found.add(to)
  return found
}

/** The module as it runs while a package is installed: what the installation calls runs with the module. */
export function atInstall(module: PythonModule): PythonModule {
  const entries = installEntryPoints(module)
  if (entries.size === 0) return module
  return {
    ...module,
    uses: module.uses.map((use) => (use.runs === 'call' && entries.has(use.within) ? { ...use, runs: 'import' } : use)),
  }
}

/**
 * The lines of a `.pth` file that `site` runs with every start of the interpreter, at their own places; everything else left empty. (site.py:
 * lines that begin with `import` and a blank or tab are given to `exec`.)
 */
export function pathConfigurationCode(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map((line) => (/^import[ \t]/.test(line) ? line : ''))
    .join('\n')
}
