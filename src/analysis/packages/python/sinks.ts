import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'
import { fieldOf, flowsOf, textsOf } from '../flow/argument-facts.ts'
import { isMetadataHost, isUserData } from '../known-places.ts'
import { isPrivate } from '../private-sources.ts'
import { allFlows, argumentOf, optionOf, ownText, ownTexts } from './argument-facts.ts'
import { inspectExecution } from './execution.ts'
import { allInputs, decodedInputs, inputsOf, isWritten } from './inputs.ts'
import { hostOfCall } from './network-host.ts'
import type { PythonInspection } from './python-inspection.ts'
import {
  deletes,
  evaluates,
  executes,
  hooked,
  isContinued,
  isDynamicImport,
  isNameService,
  isNativeLoad,
  isNetwork,
  isPip,
  publishes,
  unpickles,
} from './use-names.ts'
import { inspectWriting } from './writing.ts'
import type { WrittenFiles } from './written-files.ts'

/** Where data leaves, is run or is kept: what a use does, with what flows into it. */
export function inspectSink(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const { kind, name } = use
  if (kind === 'assign') return hook(inspection, use)
  if (kind !== 'call') return
  if (executes(name) !== undefined) inspectExecution(inspection, files, use)
  else if (isNameService(name)) nameService(inspection, files, use)
  else if (isNetwork(name)) network(inspection, files, use)
  else if (evaluates(name) !== undefined) evaluate(inspection, files, use)
  else if (unpickles(name)) unpickle(inspection, files, use)
  else if (deletes(name) !== undefined) destroy(inspection, use)
  else if (isNativeLoad(name)) dynamicLoad(inspection, files, use, 'native')
  else if (isDynamicImport(name)) dynamicLoad(inspection, files, use, '?')
  else others(inspection, use)
  inspectWriting(inspection, files, use)
  miner(inspection, use)
}

function network(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const { module } = inspection
  const isLater = isContinued(use.name)
  const given = use.arguments.filter(({ keyword }) => keyword === undefined || !SETTINGS.has(keyword)).flatMap(flowsOf)
  const nodes = isLater ? given : [...given, use.receiver]
  const inputs = inputsOf(inspection, files, nodes)
  if (isLater && inputs.nodes.length === 0) return
  const host = hostOfCall(module, use) ?? '?'
  inspection.addUse('network', host, use, inputs, undefined, isLater ? 'input' : 'nothing')
  if (isMetadataHost(host)) inspection.addUse('cloud-metadata', host, use)
  // What a program prints goes back to whoever sent what it was started with.
  if (/^(?:socket|ssl)\./.test(use.name) && inputs.taints.some(({ source }) => source === 'command-output'))
    inspection.addUse('reverse-shell', host, use, inputs)
  forge(inspection, use, host)
}

/** Say how, not what is sent. */
const SETTINGS: ReadonlySet<string> = new Set([
  'context',
  'timeout',
  'verify',
  'proxies',
  'proxy',
  'ssl',
  'cafile',
  'cadata',
  'allow_redirects',
  'stream',
  'trust_env',
  'ssl_context',
  'retries',
  'callback',
  'reporthook',
])

/** Requests to forges and registries that make repositories or publish packages. */
function forge(inspection: PythonInspection, use: PythonUse, host: string): void {
  const path = use.arguments
    .flatMap((argument) => ownTexts(argument))
    .join(' ')
    .slice(0, 2000)
  const isSending =
    /\.(?:post|put|patch)$/.test(use.name) || /^(?:POST|PUT|PATCH)$/.test(ownText(argumentOf(use, 0, 'method')) ?? '')
  if (
    host === 'api.github.com' &&
    isSending &&
    /\/user\/repos|\/actions\/runners|\/orgs\/[^/\s]{1,80}\/repos/.test(path)
  )
    inspection.addUse('publish-repository', host, use)
  if (
    isSending &&
    (fieldOf(optionOf(use, 'data'), ':action') !== undefined ||
      fieldOf(optionOf(use, 'json'), '_attachments') !== undefined)
  )
    inspection.addUse('publish-package', host, use)
}

function nameService(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const inputs = inputsOf(inspection, files, flowsOf(use.arguments[0]))
  const name = ownText(use.arguments[0])
  const taints = inputs.taints.filter(isPrivate)
  // A name that is put together carries what it is put together of; the host that asks for its own address does not.
  const isOwn = taints.every(({ subject }) => subject === 'hostname') && (name === undefined || name === '….local')
  if ((taints.length === 0 || isOwn) && inputs.taints.length > 0) return
  inspection.addUse(
    'dns',
    name?.slice(0, 255) ?? '?',
    use,
    inputs,
    undefined,
    name?.includes('…') === true ? 'nothing' : 'input',
  )
}

function evaluate(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const how = evaluates(use.name) ?? ''
  const code = use.name === 'types.FunctionType' ? use.arguments[0] : argumentOf(use, 0, 'source')
  const inputs = allInputs(
    inputsOf(inspection, files, how === 'shellcode' ? allFlows(use) : flowsOf(code)),
    decodedInputs(inspection, use, [code]),
  )
  // What is written down is read where it stands.
  if (isWritten(code) && inputs.taints.length === 0 && how !== 'run_path') return
  inspection.addUse('evaluate', how, use, inputs)
}

/** Data of the network, of a constant or of the package itself is made into objects, and code in it runs. */
function unpickle(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const [data] = use.arguments
  const inputs = allInputs(inputsOf(inspection, files, flowsOf(data)), decodedInputs(inspection, use, [data]))
  const own = textsOf(data).find(({ value }) => value.startsWith('<here>'))?.value
  const isOwn =
    own !== undefined || inputs.taints.some(({ source, subject }) => source === 'file' && subject.startsWith('<here>'))
  if (optionOf(use, 'weights_only')?.value === 'True') return
  const how = use.name
  const isForeign = inputs.taints.some(({ source }) => source === 'network' || source === 'decoded')
  inspection.addUse('evaluate', how, use, inputs, undefined, isOwn || isForeign ? 'nothing' : 'network')
}

function dynamicLoad(inspection: PythonInspection, files: WrittenFiles, use: PythonUse, subject: string): void {
  const inputs = allInputs(
    inputsOf(inspection, files, use.arguments.flatMap(flowsOf)),
    decodedInputs(inspection, use, use.arguments),
  )
  const name = ownText(use.arguments[0])
  if (subject === 'native') return inspection.addUse('dynamic-import', 'native', use, inputs)
  if (isHidden(use.arguments[0])) inspection.addUse('obfuscation', 'hidden-name', use, inputs)
  if (name === undefined || inputs.taints.length > 0) inspection.addUse('dynamic-import', name ?? '?', use, inputs)
}

/** Who builds tools has no reason to take apart the name of a module of the runtime. */
function isHidden(argument: PythonArgument | undefined): boolean {
  return (
    argument?.type === 'text' &&
    argument.made !== 'written' &&
    /^(?:os|subprocess|socket|requests|urllib(?:\.request)?|builtins|ctypes|base64|marshal|zlib|shutil|pty|winreg|http\.client)$/.test(
      argument.value,
    )
  )
}

const HIDDEN_MEMBERS =
  /^(?:system|popen|Popen|exec|eval|compile|__import__|b64decode|loads|urlopen|check_output|environ|getenv|post|get|run|call|socket|connect|dup2|decompress)$/

function destroy(inspection: PythonInspection, use: PythonUse): void {
  const path = use.of ?? use.arguments[0]
  const targets = textsOf(path).map(({ value }) => value)
  if (targets.some((one) => one === '<here>/<this>')) inspection.addUse('hide', 'deletes itself', use)
  if (path?.type === 'any') return
  const isTree = deletes(use.name) === 'tree'
  const target = targets.find((one) => (isTree ? isUserData(one) : /^(?:~|\/|\/home|\/Users|[A-Z]:)\/?…$/.test(one)))
  if (target !== undefined) inspection.addUse('destroy', target, use)
}

function hook(inspection: PythonInspection, use: PythonUse): void {
  const subject = hooked(use.name)
  if (subject === undefined || subject === 'os.environ') return
  const knowsOriginal = inspection.module.uses.some(({ kind, name }) => kind !== 'assign' && name === use.name)
  if (/^builtins\.|^sys\./.test(subject) || knowsOriginal) inspection.addUse('hook-runtime', subject, use)
}

function others(inspection: PythonInspection, use: PythonUse): void {
  const { name } = use
  if (/^sys\.(?:meta_path|path_hooks)\.(?:append|insert)$/.test(name))
    inspection.addUse('hook-runtime', name.split('.').slice(0, 2).join('.'), use)
  if (/^(?:sys|threading)\.(?:settrace|setprofile)$/.test(name) && use.arguments[0]?.value !== 'None')
    inspection.addUse('hook-runtime', name, use)
  if (
    /^ctypes\.windll\.kernel32\.(?:IsDebuggerPresent|CheckRemoteDebuggerPresent)$|^sys\.gettrace$/.test(name) &&
    name !== 'sys.gettrace'
  )
    inspection.addUse('hide', 'debugger', use)
  if (isPip(name)) inspection.addUse('download', 'pip', use)
  const published = publishes(name)
  if (published !== undefined) inspection.addUse(published, name.split('.')[0] ?? '', use)
  if (
    name === 'os.dup2' &&
    (use.arguments[0]?.value ?? '').endsWith('fileno()') &&
    /socket|ssl/.test(use.arguments[0]?.value ?? '')
  )
    inspection.addUse('reverse-shell', 'dup2', use)
  if (/^(?:winreg|_winreg)\.(?:SetValueEx|SetValue)$/.test(name)) runKey(inspection, use)
  if (/^crontab\.CronTab\(\)\.new$/.test(name)) inspection.addUse('persist', 'cron', use)
  if (name === 'builtins.getattr' && isHiddenMember(use)) inspection.addUse('obfuscation', 'hidden-name', use)
}

function isHiddenMember({ arguments: [of, member] }: PythonUse): boolean {
  const isModule =
    of?.type === 'names' &&
    /^(?:os|subprocess|builtins|socket|base64|urllib|requests|marshal|zlib|codecs|ctypes|sys|shutil|pty)(?:\.\w+)?$/.test(
      of.value,
    )
  return isModule && member?.type === 'text' && member.made !== 'written' && HIDDEN_MEMBERS.test(member.value)
}

/** What Windows starts with every session. */
function runKey(inspection: PythonInspection, use: PythonUse): void {
  const isRun = inspection.module.uses.some(
    ({ name, arguments: given }) =>
      /^_?winreg\.(?:OpenKey|OpenKeyEx|CreateKey|CreateKeyEx)$/.test(name) &&
      given.some((one) => ownTexts(one).some((text) => /CurrentVersion\\+(?:Run|RunOnce)\b/i.test(text))),
  )
  if (isRun) inspection.addUse('persist', 'run key', use)
}

function miner(inspection: PythonInspection, use: PythonUse): void {
  if (
    use.arguments.some((argument) => textsOf(argument).some(({ value }) => /stratum\+(?:tcp|ssl|tls):\/\//.test(value)))
  )
    inspection.addUse('mine', 'stratum', use)
}
