/** What a `.pth` file does when the interpreter starts. */
export interface PathConfiguration {
  /** The lines that `site` runs as code, in order. */
  readonly lines: readonly ExecutedLine[]
  /** The lines that are added to `sys.path` where they exist. */
  readonly paths: readonly { readonly line: number; readonly path: string }[]
}

/** A line of a `.pth` file that is run as code. */
export interface ExecutedLine {
  /** 1-based. */
  readonly line: number
  readonly code: string
  /** The tool whose line it is, where all of the line has that tool's shape; nothing else is in it then. */
  readonly shape?: PathLineShape
}

export type PathLineShape =
  /** `import name` and nothing else. */
  | 'import'
  /** setuptools: `distutils-precedence.pth`. */
  | 'distutils-precedence'
  /** setuptools: `__editable__.name.pth` with a finder. */
  | 'editable-finder'
  /** setuptools: namespace packages, `name-nspkg.pth`. */
  | 'namespace'
  /** coverage.py: measures programs that are started. */
  | 'coverage'
  /** easy_install: moves its paths to the front. */
  | 'easy-install'
  /** virtualenv: `_virtualenv.pth`. */
  | 'virtualenv'

/** Longest line that can have a known shape. The longest of a tool, setuptools' namespace line, has about 520 characters. */
const MOST_SHAPE = 1200
const MOST_LINES = 100_000

/**
 * Reads a `.pth` file as `site.addpackage` of CPython 3.8 to 3.14 does: UTF-8 (a byte order mark is skipped; before 3.13, and where it is
 * not UTF-8, the encoding of the locale), lines by universal newlines, `#` lines and blank lines are passed over, a line that
 * begins with `import ` or `import` and a tab is run, every other one is a path. Whether the file is read at all (3.13 and
 * newer pass over hidden ones, and all pass over names that do not end with `.pth`) is told by pathConfigurationRuns.
 */
export function pathConfiguration(text: string): PathConfiguration {
  const lines: ExecutedLine[] = []
  const paths: { readonly line: number; readonly path: string }[] = []
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/, MOST_LINES)
    .entries()) {
    const line = index + 1
    if (raw.startsWith('#') || raw.trim() === '') continue
    if (/^import[ \t]/.test(raw)) {
      const shape = shapeOf(raw)
      lines.push({ line, code: raw, ...(shape === undefined ? {} : { shape }) })
    } else paths.push({ line, path: raw.trimEnd().slice(0, 4096) })
  }
  return { lines, paths }
}

/** Does an interpreter read a file of this name? `before 3.13`: newer ones pass over files whose name begins with a dot. */
export function pathConfigurationRuns(path: string): 'always' | 'before 3.13' | 'never' {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!name.endsWith('.pth')) return 'never'
  return name.startsWith('.') ? 'before 3.13' : 'always'
}

/** The whole line, so that nothing can stand beside it. */
const SHAPES: readonly (readonly [PathLineShape, RegExp])[] = [
  ['virtualenv', /^import _virtualenv$/],
  ['import', /^import[ \t]+[A-Za-z_]\w{0,100}(?:\.[A-Za-z_]\w{0,100}){0,8};?$/],
  ['distutils-precedence', /^import os; ?var = 'SETUPTOOLS_USE_DISTUTILS'; ?enabled = os\.environ\.get\(var, '(?:local|stdlib)'\) == 'local'; ?enabled and __import__\('_distutils_hack'\)(?:\.add_shim\(\))?;?$/],
  ['editable-finder', /^import (__editable___\w{1,200}_finder); ?\1\.install\(\)$/],
  ['namespace', /^import sys, ?types, ?os; ?(?:has_mfs = sys\.version_info > \(3, 5\); ?)?p = os\.path\.join\(sys\._getframe\(1\)\.f_locals\['sitedir'\], \*\((?:'[\w.-]{1,100}', ?|'[\w.-]{1,100}'){1,10}\)\); ?[^\n]{0,600}(?:m\.__dict__\.setdefault\('__path__', ?\[\]\)|setattr\(sys\.modules\['[\w.]{1,100}'\], '\w{1,100}', m\)|mp\.append\(p\))$/],
  ['coverage', /^import (?:coverage; ?coverage\.process_startup\(\)|sys; ?exec\('import os\\n\\nif os\.getenv\("COVERAGE_PROCESS_START"\)(?: or os\.getenv\("COVERAGE_PROCESS_CONFIG"\))?:\\n try:\\n {1,4}import coverage\\n except:\\n {1,4}pass\\n else:\\n {1,4}coverage\.process_startup\((?:slug="pth")?\)'\))$/],
  ['easy-install', /^import sys; ?(?:sys\.__plen = len\(sys\.path\)|new ?= ?sys\.path\[sys\.__plen:\]; ?del sys\.path\[sys\.__plen:\]; ?p ?= ?getattr\(sys, ?'__egginsert', ?0\); ?sys\.path\[p:p\] ?= ?new; ?sys\.__egginsert ?= ?p ?\+ ?len\(new\))$/],
] // prettier-ignore

function shapeOf(line: string): PathLineShape | undefined {
  const plain = line.trimEnd()
  if (plain.length > MOST_SHAPE) return undefined
  const [shape] = SHAPES.find(([, pattern]) => pattern.test(plain)) ?? []
  return shape === 'namespace' &&
    /\b(?:exec|eval|compile|open|subprocess|socket|urllib|system|popen|b64decode)\b/.test(plain)
    ? undefined
    : shape
}
