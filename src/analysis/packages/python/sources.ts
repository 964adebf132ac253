import type { PythonArgument, PythonModule, PythonUse } from '../../../formats/python/module.ts'
import { argumentBehaviours, type CommandBehaviour, commandBehaviours } from '../command-behaviours.ts'
import { textsOf } from '../flow/argument-facts.ts'
import type { FlowLanguage, FlowSource, Meaning } from '../flow/flow-language.ts'
import { isHostVariable, isMetadataHost, isSecretVariable, readPlace, sourceOfPlace } from '../known-places.ts'
import { argumentOf, evidenceOf, optionOf, ownText, ownTexts, wordsOf } from './argument-facts.ts'
import { madeBy } from './made-by.ts'
import { hostOfCall, networkHost } from './network-host.ts'
import {
  executes,
  hostFact,
  isClipboard,
  isContentRead,
  isFileRead,
  isNetwork,
  isReceived,
  opens,
  pathRead,
  spies,
  transform,
} from './use-names.ts'

/** What names of Python mean to the flow of data in one module. */
export function pythonLanguage(module: PythonModule): FlowLanguage<PythonUse> {
  const known = new Map<PythonUse, FlowSource | undefined>()
  const sourceOf = (use: PythonUse): FlowSource | undefined => {
    const before = known.get(use)
    if (before !== undefined || known.has(use)) return before
    const source = sourceIn(module, use)
    known.set(use, source)
    return source
  }
  return { sourceOf, meaningOf: (use) => meaningOf(use, sourceOf(use)), evidenceOf }
}

/** What a use reads; undefined when it reads nothing that is of interest. */
function sourceIn(module: PythonModule, use: PythonUse): FlowSource | undefined {
  const { name, kind } = use
  if (kind === 'assign' || kind === 'decorate') return undefined
  if (ENVIRONMENT.test(name)) return environmentSource(module, use)
  if (kind === 'reference') return undefined
  const fact = hostFact(name)
  if (fact !== undefined) return { source: 'host-facts', subject: fact, kind: 'host-facts' }
  if (name === 'os.getcwd') return { source: 'host-facts', subject: 'working directory', kind: undefined }
  if (kind !== 'call') return undefined
  if (isClipboard(name)) return { source: 'clipboard', subject: name, kind: 'clipboard' }
  const spied = spies(name)
  if (spied !== undefined) return { source: 'spy', subject: spied, kind: 'spy' }
  if (BROWSER.test(name)) return { source: 'browser-store', subject: name.split('.')[0] ?? '', kind: 'browser-store' }
  if (KEYRING.test(name)) return { source: 'secret-file', subject: 'keyring', kind: 'read-secret-file' }
  if (opens(name) || isFileRead(name) || pathRead(name) !== undefined) return fileSource(use)
  if (RESOURCES.test(name)) {
    const file = ownText(use.arguments[1])
    return { source: 'file', subject: file === undefined ? '?' : `<here>/${file.slice(0, 120)}`, kind: undefined }
  }
  if (isNetwork(name) || isReceived(name)) return networkSource(module, use)
  return executes(name) === undefined ? undefined : commandSource(use)
}

/** Reads a file of a package: the package first, then its name. */
const RESOURCES =
  /^(?:pkgutil\.get_data|importlib[._]resources\.(?:read_text|read_binary|open_text|open_binary)|pkg_resources\.resource_(?:string|stream))$/

/** The environment itself and its methods; what is done with a variable that was read has a longer name. */
const ENVIRONMENT = /^(?:os\.(?:environb?(?:\.\w+)?|getenvb?)|posix\.environ|nt\.environ)$/
const BROWSER = /^(?:browser_cookie3|browsercookie|pycookiecheat|rookiepy)\.\w+$|^win32crypt\.CryptUnprotectData$/
const KEYRING = /^keyring\.(?:get_password|get_credential)$/

/** Methods of the environment that look at one variable, or at all. */
const LOOKUPS = /^os\.(?:environb?\.(?:get|pop|setdefault|__getitem__)|getenvb?)$/

function environmentSource(module: PythonModule, use: PythonUse): FlowSource | undefined {
  const { name, kind } = use
  const isLookup = kind === 'item' || LOOKUPS.test(name)
  if (!isLookup) return NOT_READING.test(name) ? undefined : { source: 'environment', subject: '*', kind: undefined }
  const variables = ownTexts(use.arguments[0])
  // A variable under a name that only the run can tell is one of all where the name is taken from the environment.
  if (variables.length === 0)
    return isEnumerated(module, use) ? { source: 'environment', subject: '*', kind: undefined } : undefined
  const secret = variables.find(isSecretVariable)
  if (secret !== undefined) return { source: 'environment', subject: secret, kind: 'read-environment' }
  const host = variables.find(isHostVariable)
  return host === undefined ? undefined : { source: 'host-facts', subject: host, kind: 'host-facts' }
}

const NOT_READING = /^os\.environb?\.(?:update|clear|__setitem__|__contains__|__delitem__|keys|putenv)$/

function isEnumerated(module: PythonModule, { arguments: [name] }: PythonUse): boolean {
  const node = name?.flow ?? 0
  return (
    node !== 0 && madeBy(module, node, (one) => /^os\.environ(?:\.(?:items|keys|copy))?$/.test(one.name)) !== undefined
  )
}

/** The argument or object that says which file. */
export function pathOfRead(use: PythonUse): PythonArgument | undefined {
  if (pathRead(use.name) === 'of') return use.of
  return argumentOf(use, 0, 'file') ?? argumentOf(use, 0, 'path') ?? use.arguments[0]
}

/** Is a file opened only to be written? */
export function isWriteMode(use: PythonUse): boolean {
  const isMethod = use.name.startsWith('pathlib.')
  const mode = ownText(argumentOf(use, isMethod ? 0 : 1, 'mode'))
  return mode !== undefined && /[wax]/.test(mode) && mode.length <= 4
}

/** Places that tell who somebody is, and no key. */
const HARMLESS_PLACES = /^(?:passwords of the system|\.gitconfig|\.git\/config)$/

function fileSource(use: PythonUse): FlowSource | undefined {
  if (opens(use.name) && isWriteMode(use) && !ownTexts(argumentOf(use, 1, 'mode')).some((mode) => mode.includes('+')))
    return undefined
  const path = pathOfRead(use)
  const pattern = /\.r?glob$/.test(use.name) ? use.arguments[0] : undefined
  const places = [path, pattern]
    .flatMap((argument) => textsOf(argument))
    .flatMap(({ value }): readonly FlowSource[] => {
      const known = readPlace(value)
      const source = known === undefined ? undefined : sourceOfPlace(known)
      return known === undefined || source === undefined ? [] : [{ source, subject: known.subject, kind: known.kind }]
    })
  // A function that reads whatever it is told is called for keys and for harmless files as well.
  const worst = places.find(({ subject }) => !HARMLESS_PLACES.test(subject)) ?? places[0]
  if (worst !== undefined) return worst
  if (!isContentRead(use.name)) return undefined
  return { source: 'file', subject: ownText(path)?.slice(0, 120) ?? '?', kind: undefined }
}

/** Services that tell somebody's address. */
const ADDRESS_SERVICES =
  /^(?:api\d?\.ipify\.org|ip-api\.com|ipinfo\.io|ifconfig\.(?:me|co)|icanhazip\.com|ident\.me|checkip\.amazonaws\.com|ipapi\.co|api\.my-ip\.io|wtfismyip\.com|geolocation-db\.com|ipwho\.is)$/

function networkSource(module: PythonModule, use: PythonUse): FlowSource {
  const host = networkHost(use) ?? hostOfCall(module, use) ?? '?'
  if (isMetadataHost(host)) return { source: 'cloud-metadata', subject: host, kind: 'cloud-metadata' }
  return ADDRESS_SERVICES.test(host)
    ? { source: 'host-facts', subject: 'public address', kind: 'host-facts' }
    : { source: 'network', subject: host, kind: undefined }
}

/** What a command prints: what the commands in it read, else what the program says. */
function commandSource(use: PythonUse): FlowSource {
  for (const { kind, subject } of commandsOf(use)) {
    const source =
      kind === 'host-facts' ? 'host-facts' : kind === 'read-environment' ? 'environment' : sourceOfPlace({ kind })
    if (source !== undefined) return { source, subject, kind: undefined }
  }
  const words = wordsOf(use.arguments[0])
  const program = words[0] ?? ownText(use.arguments[0])?.trim().split(/\s/)[0]
  return { source: 'command-output', subject: program?.slice(0, 60) ?? '?', kind: undefined }
}

/** What the commands that a use starts do; empty where they are not known. */
export function commandsOf(use: PythonUse): readonly CommandBehaviour[] {
  const how = executes(use.name)
  const first =
    argumentOf(use, 0, 'args') ?? argumentOf(use, 0, 'cmd') ?? argumentOf(use, 0, 'command') ?? use.arguments[0]
  if (how === 'words') {
    const words = use.arguments.slice(how === 'words' && /\.spawn/.test(use.name) ? 1 : 0).flatMap((one) => {
      const list = wordsOf(one)
      return list.length > 0 ? list : [ownText(one) ?? '…']
    })
    // `execl(path, arg0, arg1)` names the program twice.
    return argumentBehaviours(use.name.startsWith('os.') && words.length > 1 ? words.slice(1) : words)
  }
  const words = wordsOf(first)
  if (words.length > 0)
    return optionOf(use, 'shell')?.value === 'True' ? commandBehaviours(words[0] ?? '') : argumentBehaviours(words)
  return ownTexts(first).flatMap((text) => commandBehaviours(text))
}

/** What a use means on the way of data. */
function meaningOf(use: PythonUse, source: FlowSource | undefined): Meaning {
  if (source !== undefined) return SOURCE
  const { name, kind } = use
  if (ENVIRONMENT.test(name) || ENDS.test(name)) return END
  if (kind !== 'call') return WAY
  const through = transform(name)
  if (through !== undefined) return { kind: 'way', through }
  const codec = /(?:^codecs|\.)(?:en|de)code$/.test(name)
    ? ownText(use.arguments.at(-1))?.toLowerCase().replaceAll(/[-_]/g, '')
    : undefined
  if (codec === 'base64' || codec === 'hex' || codec === 'rot13') return { kind: 'way', through: codec }
  return WAY
}

const SOURCE: Meaning = { kind: 'source' }
const END: Meaning = { kind: 'end' }
const WAY: Meaning = { kind: 'way', through: '' }

/** What they give are numbers, truths and handles, not what they were given. */
const ENDS =
  /^(?:builtins\.(?:len|isinstance|issubclass|bool|int|float|hasattr|callable|id|hash|type|any|all|sum|abs|round|range|ord|print|setattr|delattr|super|exit|quit)|os\.path\.(?:exists|isfile|isdir|islink|isabs|getsize|getmtime)|os\.(?:mkdir|makedirs|chmod|remove|unlink|kill|getpid|close|chdir|putenv)|time\.\w+|datetime\.\S{1,60}|random\.\w+|logging\.(?:debug|info|warning|error|exception|critical|log|basicConfig)|logging\.getLogger\(\)\.\w+|warnings\.\w+|shutil\.rmtree|importlib\.import_module|builtins\.__import__|importlib\.util\.find_spec|sys\.exit|re\.(?:match|fullmatch|search|compile))$|\.(?:startswith|endswith|find|rfind|index|isdigit|isalpha|isalnum|isspace|islower|isupper|isnumeric|isidentifier|exists|is_file|is_dir|fileno|close|flush|seek|tell|poll|wait|returncode|status_code|ok|raise_for_status|kill|terminate)$/
