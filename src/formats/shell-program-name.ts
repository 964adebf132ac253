import type { ShellWord } from './shell-syntax.ts'

/**
 * The bare name of the program a word calls: `pip` for `/opt/venv/bin/pip`, `$VENV/bin/pip3.11`, `pip.exe`,
 * `$(which pip)` and `$PIP`; `python` for every Python interpreter. Empty when only the run can tell.
 */
export function programName(word: ShellWord): string {
  const { text } = word
  // A field of a Python string: `{sys.executable} -m pip`.
  if (/^\{[^{}]{1,80}\}$/.test(text)) return text === '{sys.executable}' ? 'python' : ''
  const slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'))
  const isPathKnown = word.unknown.every((span) => span.end <= slash)
  if (isPathKnown) return canonical(text.slice(slash + 1))
  const asked = /^(?:\$\(|`)\s*(?:which|command\s+-v|type\s+-p)\s+([\w./-]{1,200})\s*[)`]$/.exec(text)?.[1]
  if (asked !== undefined) return canonical(asked.slice(asked.lastIndexOf('/') + 1))
  const variable = /^\$\{?([A-Za-z_]\w{0,100})\}?$/.exec(text)?.[1]
  return variable === undefined ? '' : programOfVariable(variable)
}

/** `PIP`, `CONDA_EXE`, `PYTHON_BIN`: a variable that is named after the program it holds. */
function programOfVariable(variable: string): string {
  const stem = variable.toLowerCase().replace(/_(?:exe|bin|cmd|command|executable|path)$/, '')
  return NAMED_BY_VARIABLE.has(stem) ? canonical(stem) : ''
}

const NAMED_BY_VARIABLE: ReadonlySet<string> = new Set(
  'pip pip3 python python3 py conda mamba micromamba uv npm yarn pnpm'.split(' '),
)

function canonical(name: string): string {
  const bare = name.toLowerCase().replace(/\.(?:exe|cmd|bat)$/, '')
  if (/^(?:python|pypy)[\d.]*w?$/.test(bare) || bare === 'py') return 'python'
  return /^pip-?[\d.]*$/.test(bare) ? 'pip' : bare
}
