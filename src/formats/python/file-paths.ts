import { alternatives, asText, listValue, MADE, type Partial, partialText, UNKNOWN, type Value } from './values.ts'

/**
 * Paths of files as far as they are known, where data is followed: `~` is the home folder, `<here>` the folder of the module, `<this>` the
 * module itself, `<temp>` the temporary folder, `<site-packages>` where packages are installed, `…` what is not known.
 */
export function pathCall(path: string, values: readonly Value[]): Value | undefined {
  const fixed = FIXED.get(path)
  if (fixed !== undefined) return fixed
  const known = CALLS.get(path)
  if (known !== undefined) return known(values)
  return path === 'os.getenv' || path === 'os.environ.get' || path === 'os.environ.setdefault'
    ? environmentPath(values[0])
    : undefined
}

/** `os.environ["HOME"]`. */
export function environmentPath(name: Value | undefined): Value | undefined {
  const place = VARIABLES.get((asText(name)?.text ?? '').toUpperCase())
  return place === undefined ? undefined : partialText(place, MADE.computed)
}

const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['HOME', '~'],
  ['USERPROFILE', '~'],
  ['HOMEPATH', '~'],
  ['APPDATA', '~/AppData/Roaming'],
  ['LOCALAPPDATA', '~/AppData/Local'],
  ['XDG_CONFIG_HOME', '~/.config'],
  ['TEMP', '<temp>'],
  ['TMP', '<temp>'],
  ['TMPDIR', '<temp>'],
])

/** An attribute that is a path without a call: `sys.executable`, `os.sep`. */
export function pathAttribute(path: string): Value | undefined {
  return ATTRIBUTES.get(path)
}

const ATTRIBUTES: ReadonlyMap<string, Value> = new Map(
  (
    [
      ['sys.executable', 'python'],
      ['sys.prefix', '<prefix>'],
      ['os.sep', '/'],
      ['os.path.sep', '/'],
      ['os.altsep', '/'],
      ['os.devnull', '/dev/null'],
      ['os.curdir', '.'],
      ['tempfile.tempdir', '<temp>'],
    ] as const
  ).map(([name, text]) => [name, partialText(text, MADE.written)] as const),
)

/** Of an object of pathlib: `p.parent`, `p.name`; everything else is a method. */
export function memberOfPath(of: Partial, name: string): Value {
  const text = trimmed(of.text)
  if (name === 'parent') return partialText(folderOf(text), of.made, true)
  if (name === 'name') return partialText(lastOf(text), of.made)
  if (name === 'stem') return partialText(lastOf(text).replace(/\.\w{1,10}$/, ''), of.made)
  if (name === 'parents') return listValue(Array.from({ length: 6 }, (_, index) => parentAt(text, index)))
  return { kind: 'method', of, name }
}

function parentAt(text: string, index: number): Value {
  let folder = folderOf(text)
  for (let i = 0; i < index; i++) folder = folderOf(folder)
  return partialText(folder, MADE.written, true)
}

/** A method of an object of pathlib that gives another path, or several; undefined for all others. */
export function pathMethod(of: Partial, name: string, values: readonly Value[]): Value | undefined {
  if (name === 'joinpath' || name === '__truediv__') return joinedPath([of, ...values], true)
  if (SAME.has(name)) return of
  if (name === 'as_posix' || name === '__str__' || name === '__fspath__') return { ...of, isPath: false }
  if (name === 'with_name') return joinedPath([partialText(folderOf(of.text), of.made), ...values], true)
  if (name === 'glob' || name === 'rglob') return several(joinedPath([of, values[0] ?? UNKNOWN], true))
  if (name === 'iterdir') return several(partialText(`${of.text}/…`, of.made, true))
  return undefined
}

const SAME: ReadonlySet<string> = new Set(['expanduser', 'resolve', 'absolute', 'readlink'])

/** `a / b` of pathlib. */
export function dividedPath(left: Value, right: Value): Value | undefined {
  const isPath = (left.kind === 'partial' && left.isPath) || (right.kind === 'partial' && right.isPath)
  return isPath ? joinedPath([left, right], true) : undefined
}

const HOME: Value = partialText('~', MADE.computed)
const TEMPORARY: Value = partialText('<temp>', MADE.computed)

const FIXED: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['pathlib.Path.home', partialText('~', MADE.computed, true)],
  ['pathlib.Path.cwd', partialText('.', MADE.computed, true)],
  ['os.getcwd', partialText('.', MADE.computed)],
  ['os.getcwdb', partialText('.', MADE.computed)],
  ['tempfile.gettempdir', TEMPORARY],
  ['tempfile.mkdtemp', partialText('<temp>/…', MADE.computed)],
  ['tempfile.mktemp', partialText('<temp>/…', MADE.computed)],
  ['site.getsitepackages', listValue([partialText('<site-packages>', MADE.computed)])],
  ['site.getusersitepackages', partialText('<site-packages>', MADE.computed)],
  ['sysconfig.get_path', partialText('<site-packages>', MADE.computed)],
  ['sysconfig.get_python_lib', partialText('<site-packages>', MADE.computed)],
  ['distutils.sysconfig.get_python_lib', partialText('<site-packages>', MADE.computed)],
  ['appdirs.user_config_dir', partialText('~/.config', MADE.computed)],
])

const CALLS: ReadonlyMap<string, (values: readonly Value[]) => Value | undefined> = new Map<
  string,
  (values: readonly Value[]) => Value | undefined
>([
  ...['pathlib.Path', 'pathlib.PurePath', 'pathlib.PosixPath', 'pathlib.WindowsPath'].map(
    (name) => [name, (values: readonly Value[]) => joinedPath(values, true)] as const,
  ),
  ['os.path.join', (values) => joinedPath(values, false)],
  ['posixpath.join', (values) => joinedPath(values, false)],
  ['ntpath.join', (values) => joinedPath(values, false)],
  ['os.path.expanduser', ([value]) => onText(value, (text) => text)],
  ['os.path.expandvars', ([value]) => onText(value, expanded)],
  ...['abspath', 'realpath', 'normpath', 'normcase'].map(
    (name) => [`os.path.${name}`, ([value]: readonly Value[]) => onText(value, (text) => text)] as const,
  ),
  ['os.fspath', ([value]) => onText(value, (text) => text)],
  ['os.fsdecode', ([value]) => onText(value, (text) => text)],
  ['os.path.dirname', ([value]) => onText(value, folderOf)],
  ['os.path.basename', ([value]) => onText(value, lastOf)],
  ['builtins.str', ([value]) => (value?.kind === 'partial' ? { ...value, isPath: false } : undefined)],
  ['os.listdir', ([value]) => several(value === undefined ? HOME : partialText('…', MADE.computed))],
  ['os.walk', ([value]) => walked(value)],
  ['os.scandir', () => undefined],
  ['glob.glob', ([value]) => several(onText(value, (text) => text) ?? UNKNOWN)],
  ['glob.iglob', ([value]) => several(onText(value, (text) => text) ?? UNKNOWN)],
  ['shutil.which', ([value]) => onText(value, lastOf)],
])

/** `for root, folders, files in os.walk(x)`. */
function walked(value: Value | undefined): Value | undefined {
  const root = onText(value, (text) => text)
  const name = several(partialText('…', MADE.computed))
  return root === undefined ? undefined : several(listValue([root, name, name]))
}

/** Some of these, in an order that is not known. */
function several(value: Value): Value {
  return { kind: 'list', items: [value], open: true }
}

function onText(value: Value | undefined, change: (text: string) => string): Value | undefined {
  if (value === undefined) return undefined
  for (const one of alternatives(value)) {
    if (one.kind === 'text' || one.kind === 'partial') return partialText(change(trimmed(one.text)), one.made)
  }
  return undefined
}

/** Segments side by side, an absolute one from the beginning; undefined where nothing of it is known. */
function joinedPath(values: readonly Value[], isPath: boolean): Value {
  let text = ''
  let made: Partial['made'] = MADE.computed
  let isKnown = false
  for (const value of values.slice(0, 32)) {
    const one = alternatives(value).find(({ kind }) => kind === 'text' || kind === 'partial')
    const known = one?.kind === 'text' || one?.kind === 'partial' ? one : undefined
    if (known !== undefined) isKnown = true
    if (known !== undefined && known.made > made) made = known.made
    const segment = known?.text.replaceAll('\\', '/') ?? '…'
    text = text === '' || /^(?:\/|~|[A-Za-z]:)/.test(segment) ? segment : `${text.replace(/\/$/, '')}/${segment}`
  }
  if (values.length === 0 && isPath) return partialText('.', MADE.written, true)
  return isKnown ? partialText(text, made, isPath) : UNKNOWN
}

function expanded(text: string): string {
  return text.replaceAll(/\$\{?(\w{1,40})\}?|%(\w{1,40})%/g, (whole, a?: string, b?: string) => {
    return VARIABLES.get((a ?? b ?? '').toUpperCase()) ?? whole
  })
}

function trimmed(text: string): string {
  return text.length > 1 ? text.replaceAll('\\', '/').replace(/\/$/, '') : text
}

function folderOf(text: string): string {
  const slash = text.lastIndexOf('/')
  if (slash > 0) return text.slice(0, slash)
  return slash === 0 ? '/' : text === '<here>' ? '<here>/..' : '.'
}

function lastOf(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1)
}
