import { posix, win32 } from 'node:path'
import type { ConfigurationFile, ConfigurationKind, Environment } from './configuration-input.ts'

/** What decides where configuration lies. */
export interface Machine {
  readonly platform: string
  readonly home: string
  readonly environment: Environment
  /** The folder that npm is installed in (`/usr` for `/usr/bin/node`), when it is known. */
  readonly nodePrefix?: string
  /** Folders of the project from the outermost to the innermost; none for a package that belongs to no project. */
  readonly projectFolders: readonly string[]
}

/** Where a configuration file may lie. */
export interface ConfigurationPlace {
  readonly kind: ConfigurationKind
  readonly path: string
  readonly level: ConfigurationFile['level']
}

/**
 * Where the clients look for their configuration, the weakest file first. After pip's, uv's, npm's and yarn's documentation and, where
 * that is silent, their behaviour (pip 26, uv 0.13, npm 11, yarn 4).
 */
export function configurationPlaces(machine: Machine): readonly ConfigurationPlace[] {
  return [
    ...pipPlaces(machine),
    ...uvPlaces(machine),
    ...npmPlaces(machine),
    ...yarnPlaces(machine),
    netrcPlace(machine),
  ]
}

function joiner({ platform }: Machine): (...parts: string[]) => string {
  return platform === 'win32' ? win32.join : posix.join
}

/** A file that PIP_CONFIG_FILE names takes the place of the user's and stands above all others; the null device turns all off. */
function pipPlaces(machine: Machine): readonly ConfigurationPlace[] {
  const { platform, home, environment } = machine
  const join = joiner(machine)
  const named = environment['PIP_CONFIG_FILE']
  if (named === '/dev/null' || named?.toLowerCase() === 'nul') return []
  const file = platform === 'win32' ? 'pip.ini' : 'pip.conf'
  const legacy = join(home, platform === 'win32' ? 'pip' : '.pip', file)
  const user =
    named === undefined || named === ''
      ? [legacy, ...userFolders(machine, 'pip').map((folder) => join(folder, file))]
      : []
  const prefix = environment['VIRTUAL_ENV'] ?? environment['CONDA_PREFIX']
  return [
    ...machineFolders(machine, 'pip').map((folder) => place('pip.conf', join(folder, file), 'machine')),
    ...(platform === 'linux' ? [place('pip.conf', '/etc/pip.conf', 'machine')] : []),
    ...user.map((path) => place('pip.conf', path, 'user')),
    ...(prefix === undefined ? [] : [place('pip.conf', join(prefix, file), levelOf(prefix, machine))]),
    ...(named === undefined || named === '' ? [] : [place('pip.conf', named, levelOf(named, machine))]),
  ]
}

function uvPlaces(machine: Machine): readonly ConfigurationPlace[] {
  const { environment, projectFolders } = machine
  const join = joiner(machine)
  if (environment['UV_NO_CONFIG'] !== undefined) return []
  const named = environment['UV_CONFIG_FILE']
  if (named !== undefined && named !== '') return [place('uv.toml', named, levelOf(named, machine))]
  return [
    ...machineFolders(machine, 'uv').map((folder) => place('uv.toml', join(folder, 'uv.toml'), 'machine')),
    ...userFolders(machine, 'uv').map((folder) => place('uv.toml', join(folder, 'uv.toml'), 'user')),
    ...projectFolders.flatMap((folder) => [
      place('pyproject.toml', join(folder, 'pyproject.toml'), 'project'),
      place('uv.toml', join(folder, 'uv.toml'), 'project'),
    ]),
  ]
}

function npmPlaces(machine: Machine): readonly ConfigurationPlace[] {
  const { home, nodePrefix, projectFolders } = machine
  const join = joiner(machine)
  const prefix = npmVariable(machine, 'prefix') ?? nodePrefix
  const whole =
    npmVariable(machine, 'globalconfig') ?? (prefix === undefined ? undefined : join(prefix, 'etc', 'npmrc'))
  return [
    ...(whole === undefined ? [] : [place('npmrc', whole, levelOf(whole, machine))]),
    place('npmrc', npmVariable(machine, 'userconfig') ?? join(home, '.npmrc'), 'user'),
    ...projectFolders.map((folder) => place('npmrc', join(folder, '.npmrc'), 'project')),
  ]
}

function npmVariable({ environment }: Machine, key: string): string | undefined {
  const entry = Object.entries(environment).find(
    ([name, value]) => name.toLowerCase() === `npm_config_${key}` && value !== undefined && value !== '',
  )
  return entry?.[1]
}

function yarnPlaces(machine: Machine): readonly ConfigurationPlace[] {
  const join = joiner(machine)
  const name = machine.environment['YARN_RC_FILENAME'] ?? '.yarnrc.yml'
  return [
    place('yarnrc.yml', join(machine.home, name), 'user'),
    ...machine.projectFolders.map((folder) => place('yarnrc.yml', join(folder, name), 'project')),
  ]
}

function netrcPlace(machine: Machine): ConfigurationPlace {
  const named = machine.environment['NETRC']
  return place('netrc', named === undefined || named === '' ? joiner(machine)(machine.home, '.netrc') : named, 'user')
}

function machineFolders(machine: Machine, tool: string): readonly string[] {
  const { platform, environment } = machine
  const join = joiner(machine)
  if (platform === 'win32') return [join(environment['PROGRAMDATA'] ?? 'C:\\ProgramData', tool)]
  if (platform === 'darwin') return [join('/Library/Application Support', tool)]
  const folders = (environment['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':').filter((folder) => folder.startsWith('/'))
  const listed = folders.toReversed().map((folder) => join(folder, tool))
  return tool === 'uv' ? [join('/etc', tool), ...listed] : listed
}

function userFolders(machine: Machine, tool: string): readonly string[] {
  const { platform, environment, home } = machine
  const join = joiner(machine)
  if (platform === 'win32') return [join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), tool)]
  const configured = environment['XDG_CONFIG_HOME']
  const plain = join(configured === undefined || configured === '' ? join(home, '.config') : configured, tool)
  return platform === 'darwin' ? [plain, join(home, 'Library', 'Application Support', tool)] : [plain]
}

/** A virtual environment within the project, or a file that a variable names there, comes with the project. */
function levelOf(path: string, machine: Machine): ConfigurationFile['level'] {
  const separator = machine.platform === 'win32' ? '\\' : '/'
  const isInside = machine.projectFolders.some((folder) => path === folder || path.startsWith(`${folder}${separator}`))
  return isInside ? 'project' : 'user'
}

function place(kind: ConfigurationKind, path: string, level: ConfigurationFile['level']): ConfigurationPlace {
  return { kind, path, level }
}
