import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { configuredAddress } from './address.ts'
import type { Environment } from './configuration-input.ts'
import { findClient, safeSearchPath } from './find-client.ts'

/** Asks the installed clients for the registry they use when nothing is configured. */
export interface ClientAsker {
  /** The index of pip or uv; undefined when neither is installed. */
  pythonIndex(): Promise<string | undefined>
  /** The registry of npm or pnpm; undefined when neither is installed. */
  npmRegistry(): Promise<string | undefined>
  /** npm's own registry, whatever is configured: its host in addresses of tarballs stands for that of the configured one. */
  npmOwnRegistry(): Promise<string | undefined>
}

/** Where and with what the clients are asked. */
export interface AskingPlace {
  readonly environment: Environment
  readonly platform: string
  /** Nothing below these folders is run. */
  readonly projectFolders: readonly string[]
}

/**
 * An asker that runs the clients. They tell their default in what they document: `npm config get registry`, and the description of `--index-url`
 * in `pip install --help`, of `--default-index` in `uv pip install --help`, neither of which asks the network. Run by absolute path in an empty
 * folder, with nothing of the environment but the search path, the home and what keeps them quiet; five seconds of silence end them.
 * On Windows `npm` is a script that only a shell runs, and none is started: there a registry must be configured.
 */
export function clientAsker(place: AskingPlace): ClientAsker {
  return {
    pythonIndex: () => firstAnswer(PYTHON_QUESTIONS, place),
    npmRegistry: () => firstAnswer(NPM_QUESTIONS, place),
    npmOwnRegistry: () =>
      firstAnswer(NPM_QUESTIONS.slice(0, 1), { ...place, environment: withoutHome(place.environment) }),
  }
}

/** Without a home npm reads no file of the user; a file that is not there takes the place of the machine's. */
function withoutHome({ PATH, Path }: Environment): Environment {
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(Path === undefined ? {} : { Path }),
    npm_config_globalconfig: 'none',
  }
}

interface Question {
  readonly program: string
  readonly words: readonly string[]
  /** Its first group is the address. */
  readonly answer: RegExp
}

const PIP_ANSWER = /Base URL of the Python Package Index \(default\s+(\S+?)\)/
const PIP_HELP: readonly string[] = ['install', '--help']
const PYTHON_QUESTIONS: readonly Question[] = [
  { program: 'pip', words: PIP_HELP, answer: PIP_ANSWER },
  { program: 'pip3', words: PIP_HELP, answer: PIP_ANSWER },
  { program: 'python3', words: ['-I', '-m', 'pip', ...PIP_HELP], answer: PIP_ANSWER },
  { program: 'uv', words: ['pip', ...PIP_HELP], answer: /\(by\s+default:\s+<([^<>\s]+)>\)/ },
]
const NPM_QUESTIONS: readonly Question[] = [
  { program: 'npm', words: ['config', 'get', 'registry'], answer: /^(https?:\S+)\s*$/m },
  { program: 'pnpm', words: ['config', 'get', 'registry'], answer: /^(https?:\S+)\s*$/m },
]

async function firstAnswer(questions: readonly Question[], place: AskingPlace): Promise<string | undefined> {
  const folders = safeSearchPath(place.environment, place.projectFolders)
  for (const { program, words, answer } of questions) {
    const suffix = place.platform === 'win32' ? '.exe' : ''
    const path = findClient(`${program}${suffix}`, folders, place.projectFolders)
    const text = path === undefined ? '' : await outputOf(path, words, quietEnvironment(place, folders))
    const found = configuredAddress(answer.exec(text)?.[1] ?? '')
    if (found !== undefined) return found.address
  }
  return undefined
}

/** Wide lines: pip wraps its help, in the middle of an address too. */
function quietEnvironment({ environment }: AskingPlace, folders: readonly string[]): Record<string, string> {
  const kept = [
    'HOME',
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'PROGRAMDATA',
    'SystemRoot',
    'XDG_CONFIG_HOME',
    'XDG_CONFIG_DIRS',
    'PYENV_ROOT',
    'npm_config_globalconfig',
  ]
  return {
    ...Object.fromEntries(kept.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]))),
    PATH: folders.join(delimiter),
    COLUMNS: '500',
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    NO_UPDATE_NOTIFIER: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    npm_config_update_notifier: 'false',
  }
}

const SILENCE_MILLISECONDS = 5000
const TOTAL_MILLISECONDS = 20_000
const LONGEST_OUTPUT = 256 * 1024

/** What a program writes, empty when it cannot be run or is cut short. */
async function outputOf(
  program: string,
  words: readonly string[],
  environment: Record<string, string>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-ask-'))
  try {
    return await collect(program, words, environment, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function collect(
  program: string,
  words: readonly string[],
  environment: Record<string, string>,
  folder: string,
): Promise<string> {
  const child = spawn(program, words, {
    cwd: folder,
    env: { HOME: folder, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  })
  const end = (): void => void child.kill('SIGKILL')
  const silence = setTimeout(end, SILENCE_MILLISECONDS)
  const total = setTimeout(end, TOTAL_MILLISECONDS)
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    silence.refresh()
    text += piece
    if (text.length > LONGEST_OUTPUT) end()
  })
  return new Promise((resolve) => {
    const done = (result: string): void => {
      clearTimeout(silence)
      clearTimeout(total)
      resolve(result)
    }
    child.on('error', () => done(''))
    child.on('close', (code) => done(code === 0 ? text : ''))
  })
}
