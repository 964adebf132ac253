import { type OptionSyntax, optionSyntax, parseArguments } from '../../../formats/shell-arguments.ts'
import type { ShellWord } from '../../../formats/shell-syntax.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { codeOf } from '../code/code-of.ts'
import { downloadOf, isForgeable, isLocalAddress } from '../code/download.ts'
import { type FileCode, type PlacedCommand, placeOf, type PlacedVariable, shownCommand } from '../code/file-code.ts'
import type { IndexSetting, IndexSettingKind, IndexTool } from './index-setting.ts'

/** What the commands of a file and the variables they run with say of indexes. */
export async function readCommands(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const code = await codeOf(file)
  // What a README tells people to type is not what this project does.
  if (code.kind === 'document') return []
  return [
    ...code.commands.flatMap((command) => settingsOf(command, code)),
    ...code.variables.flatMap(settingOfVariable),
  ]
}

const PYTHON = optionSyntax(
  '--index-url,-i,--pypi-url,--default-index= --extra-index-url= --index= --find-links,-f= --trusted-host,--allow-insecure-host=',
  '--index-strategy= --no-index --requirement,-r= --constraint,-c= --target,-t= --editable,-e= --python,-p=',
)
const NODE = optionSyntax('--registry,--reg= --strict-ssl= --no-strict-ssl --prefix,-C=')
const CONDA = optionSyntax(
  '--channel,-c= --insecure,-k --name,-n= --prefix,-p= --file,-f= --override-channels --strict-channel-priority',
)

const TOOLS: ReadonlyMap<string, { readonly tool: IndexTool; readonly syntax: OptionSyntax }> = new Map([
  ['pip', { tool: 'pip', syntax: PYTHON }],
  ['pipx', { tool: 'pip', syntax: PYTHON }],
  ['uv', { tool: 'uv', syntax: PYTHON }],
  ['uvx', { tool: 'uv', syntax: PYTHON }],
  ['npm', { tool: 'npm', syntax: NODE }],
  ['pnpm', { tool: 'npm', syntax: NODE }],
  ['yarn', { tool: 'yarn', syntax: NODE }],
  ['conda', { tool: 'conda', syntax: CONDA }],
  ['mamba', { tool: 'conda', syntax: CONDA }],
  ['micromamba', { tool: 'conda', syntax: CONDA }],
])

function settingsOf(command: PlacedCommand, code: FileCode): readonly IndexSetting[] {
  const { program, words } = command.invocation
  const known = TOOLS.get(program)
  if (known !== undefined && words.some(({ text }) => text === 'config')) return configured(known.tool, words, command)
  if (known !== undefined) return optionsOf(known.tool, known.syntax, words, command)
  if (program === 'git') return gitSettings(words, command)
  return downloadSettings(command, code)
}

function optionsOf(
  tool: IndexTool,
  syntax: OptionSyntax,
  words: readonly ShellWord[],
  command: PlacedCommand,
): readonly IndexSetting[] {
  const { options } = parseArguments(words, syntax)
  const hasNoIndex = options.some(({ name }) => name === '--no-index')
  return options.flatMap(({ name, value, word }): readonly IndexSetting[] => {
    const text = value === undefined ? '' : value.text
    const kind = kindOf(tool, name, text)
    if (kind === undefined || (kind === 'links' && hasNoIndex)) return []
    const location = command.locate(word.original(0))
    return [{ tool, kind, value: text, location, written: shownCommand(command) }]
  })
}

function kindOf(tool: IndexTool, name: string, value: string): IndexSettingKind | undefined {
  if (name === '--index-url' || name === '--registry' || name === '--channel') return 'index'
  if (name === '--extra-index-url') return tool === 'uv' ? 'ordered' : 'extra'
  if (name === '--index') return 'ordered'
  if (name === '--find-links') return 'links'
  if (name === '--trusted-host') return 'trusted'
  if (name === '--index-strategy') return value.startsWith('unsafe-') ? 'mixed' : undefined
  if (name === '--strict-ssl') return value === 'false' ? 'unverified' : undefined
  return name === '--no-strict-ssl' || name === '--insecure' ? 'unverified' : undefined
}

/** `pip config set global.trusted-host x`, `npm config set strict-ssl false`, `conda config --set ssl_verify false`. */
function configured(tool: IndexTool, words: readonly ShellWord[], command: PlacedCommand): readonly IndexSetting[] {
  const place = words.findIndex(({ text }) => /^(?:--)?(?:set|add|append|prepend)$/.test(text))
  const [key, value] = [words[place + 1]?.text ?? '', words[place + 2]?.text ?? '']
  const [name = '', attached] = key.split('=', 2)
  const found = configuredKind(name.slice(name.lastIndexOf('.') + 1).replaceAll('_', '-'), attached ?? value)
  if (place < 0 || found === undefined) return []
  return [{ tool, kind: found, value: attached ?? value, location: placeOf(command), written: shownCommand(command) }]
}

function configuredKind(key: string, value: string): IndexSettingKind | undefined {
  if (key === 'index-url' || key === 'registry' || key.endsWith(':registry') || key === 'channels') return 'index'
  if (key === 'extra-index-url') return 'extra'
  if (key === 'trusted-host') return 'trusted'
  if (key === 'channel-priority') return /^(?:disabled|false)$/i.test(value) ? 'mixed' : undefined
  const isSwitch = key === 'strict-ssl' || key === 'ssl-verify' || key === 'enableStrictSsl'
  return isSwitch && /^(?:false|no|0)$/i.test(value) ? 'unverified' : undefined
}

/** `git clone http://…`, `git -c http.sslVerify=false …`, `git config --global http.sslVerify false`. */
function gitSettings(words: readonly ShellWord[], command: PlacedCommand): readonly IndexSetting[] {
  const place = words.findIndex(({ text }) => /^http\.(?:\S{1,200}\.)?sslverify\b/i.test(text))
  const text = words[place]?.text ?? ''
  const value = text.includes('=') ? text.slice(text.indexOf('=') + 1) : (words[place + 1]?.text ?? '')
  const setting = { tool: 'pip', location: placeOf(command), written: shownCommand(command) } as const
  if (place >= 0 && /^(?:false|0|no|off)$/i.test(value)) return [{ ...setting, kind: 'unverified', value: 'git' }]
  const isFetch = words.some(({ text: word }) => word === 'clone' || word === 'submodule' || word === 'fetch')
  const url = isFetch ? words.find(({ text: word }) => /^(?:http|git):\/\//i.test(word)) : undefined
  return url === undefined || isLocalAddress(url.text) ? [] : [{ ...setting, kind: 'index', value: url.text }]
}

/** `curl -k -o file`, `wget --no-check-certificate`: what is stored or handed on is used. What is run is another rule's. */
function downloadSettings(command: PlacedCommand, { commands }: FileCode): readonly IndexSetting[] {
  const download = downloadOf(command)
  if (download === undefined || !download.unchecked || !isForgeable(download)) return []
  if (download.url !== undefined && isLocalAddress(download.url)) return []
  const isUsed = download.file !== undefined || commands.some(({ source }) => source === command)
  if (!isUsed) return []
  return [
    { tool: 'pip', kind: 'unverified', value: 'download', location: placeOf(command), written: shownCommand(command) },
  ]
}

const ON = /^(?:1|true|yes|on)$/i
const OFF = /^(?:0|false|no|off)$/i

interface VariableMeaning {
  readonly name: RegExp
  readonly tool: IndexTool
  readonly kind: IndexSettingKind
  readonly when?: RegExp
}

/** Variables that programs read, whatever sets them. */
const VARIABLES: readonly VariableMeaning[] = [
  { name: /^PIP_INDEX_URL$/, tool: 'pip', kind: 'index' },
  { name: /^PIP_EXTRA_INDEX_URL$/, tool: 'pip', kind: 'extra' },
  { name: /^PIP_FIND_LINKS$/, tool: 'pip', kind: 'links' },
  { name: /^PIP_TRUSTED_HOST$/, tool: 'pip', kind: 'trusted' },
  { name: /^UV_(?:DEFAULT_INDEX|INDEX_URL)$/, tool: 'uv', kind: 'index' },
  { name: /^UV_(?:INDEX|EXTRA_INDEX_URL)$/, tool: 'uv', kind: 'ordered' },
  { name: /^UV_INSECURE_HOST$/, tool: 'uv', kind: 'trusted' },
  { name: /^UV_INDEX_STRATEGY$/, tool: 'uv', kind: 'mixed', when: /^unsafe-/ },
  { name: /^npm_config_registry$/i, tool: 'npm', kind: 'index' },
  { name: /^npm_config_strict_ssl$/i, tool: 'npm', kind: 'unverified', when: OFF },
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/, tool: 'npm', kind: 'unverified', when: /^0$/ },
  { name: /^PYTHONHTTPSVERIFY$/, tool: 'pip', kind: 'unverified', when: /^0$/ },
  { name: /^GIT_SSL_NO_VERIFY$/, tool: 'pip', kind: 'unverified', when: ON },
  { name: /^CONDA_SSL_VERIFY$/, tool: 'conda', kind: 'unverified', when: OFF },
  { name: /^CONDA_CHANNEL_PRIORITY$/, tool: 'conda', kind: 'mixed', when: /^disabled$/i },
  // requests and huggingface_hub take an empty bundle for "do not verify".
  { name: /^(?:CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE)$/, tool: 'pip', kind: 'unverified', when: /^$/ },
]

/** What a variable means to the program that reads it. */
export function settingOfVariable({ name, value, location }: PlacedVariable): readonly IndexSetting[] {
  const meaning = VARIABLES.find((one) => one.name.test(name))
  if (meaning === undefined || value === undefined || (meaning.when !== undefined && !meaning.when.test(value)))
    return []
  if (meaning.when === undefined && value.trim() === '') return []
  return [{ tool: meaning.tool, kind: meaning.kind, value, location, written: `${name}=${value}` }]
}
