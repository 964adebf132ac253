import { isMetadataHost, isUserData, hostOf, writePlace } from '../known-places.ts'
import type { Taint } from '../behaviour.ts'
import { commandLike } from './powershell-aliases.ts'
import { constructed, environmentOf, spied } from './powershell-members.ts'
import { itemsOf, listValue, NOTHING, type PsScope, type PsValue, textValue, UNKNOWN } from './powershell-value.ts'
import { changedValue, joinTaints, type ScriptValue, taintedValue, UNKNOWN_PART } from './script-value.ts'

/** A command of PowerShell with its arguments. */
export interface PsCall {
  /** Full name in lower case. */
  readonly name: string
  /** Parameters without dash in lower case, with the value behind them. */
  readonly parameters: readonly { readonly name: string; readonly value: PsValue | undefined }[]
  /** Values without the ones behind parameters that take one. */
  readonly operands: readonly PsValue[]
  /** What comes through the pipe. */
  readonly input: PsValue
}

/** What a command of PowerShell does and gives; undefined for a program. */
export function runCmdlet(call: PsCall, scope: PsScope): PsValue | undefined {
  return CMDLETS.get(call.name)?.(call, scope)
}

type Cmdlet = (call: PsCall, scope: PsScope) => PsValue

const CMDLETS: ReadonlyMap<string, Cmdlet> = new Map<string, Cmdlet>([
  ['invoke-expression', (call, scope) => scope.runText(parameter(call, 'command') ?? call.operands[0] ?? call.input, 'Invoke-Expression')],
  ['invoke-webrequest', request],
  ['invoke-restmethod', request],
  ['start-bitstransfer', request],
  ['new-object', newObject],
  ['foreach-object', forEach],
  ['where-object', ({ input }) => input],
  ['select-object', ({ input }) => input],
  ['sort-object', ({ input }) => input],
  ['out-string', ({ input }) => input],
  ['write-output', (call) => (call.operands.length === 0 ? call.input : listValue(call.operands))],
  ['convertto-json', (call) => changedValue(call.operands[0] ?? parameter(call, 'inputobject') ?? call.input, 'json')],
  ['convertfrom-json', ({ input }) => ({ text: UNKNOWN_PART, taints: input.taints })],
  ['get-content', (call, scope) => content(call, scope)],
  ['get-itemproperty', (call, scope) => content(call, scope)],
  ['select-string', (call, scope) => content(call, scope)],
  ['get-childitem', children],
  ['get-item', children],
  ['set-content', write],
  ['add-content', write],
  ['out-file', write],
  ['tee-object', write],
  ['set-itemproperty', setProperty],
  ['new-itemproperty', setProperty],
  ['new-item', newItem],
  ['copy-item', copy],
  ['move-item', copy],
  ['remove-item', remove],
  ['set-variable', setVariable],
  ['new-variable', setVariable],
  ['get-variable', (call, scope) => scope.variable((call.operands[0]?.text ?? parameter(call, 'name')?.text ?? '').toLowerCase())],
  ['get-command', (call) => textValue(commandLike(call.operands[0]?.text ?? '') ?? call.operands[0]?.text ?? UNKNOWN_PART)],
  ['get-clipboard', (_, scope) => spied('clipboard', 'clipboard', scope)],
  ['set-clipboard', (_, scope) => spied('clipboard', 'replaced', scope)],
  ['start-process', startProcess],
  ['invoke-item', startProcess],
  ['start-job', (call, scope) => blocks(call, scope)],
  ['invoke-command', (call, scope) => blocks(call, scope)],
  ['start-threadjob', (call, scope) => blocks(call, scope)],
  ['measure-command', (call, scope) => blocks(call, scope)],
  ['add-type', addType],
  ['add-mppreference', exclusion],
  ['set-mppreference', exclusion],
  ['register-scheduledtask', (_, scope) => persists('scheduled task', scope)],
  ['new-scheduledtaskaction', (call, scope) => inner(call, scope)],
  ['set-scheduledtask', (_, scope) => persists('scheduled task', scope)],
  ['new-service', (_, scope) => persists('service', scope)],
  ['register-wmievent', (_, scope) => persists('event of WMI', scope)],
  ['set-wmiinstance', (_, scope) => persists('event of WMI', scope)],
  ['get-wmiobject', machine],
  ['get-ciminstance', machine],
  ['get-computerinfo', machine],
  ['get-netipaddress', machine],
  ['get-netipconfiguration', machine],
  ['get-process', (_, scope) => ({ text: UNKNOWN_PART, taints: [scope.taint('host-facts', 'get-process')] })],
  ['resolve-dnsname', resolve],
  ['test-connection', resolve],
  ['send-mailmessage', (call, scope) => scope.request(parameter(call, 'smtpserver') ?? UNKNOWN, allTaints(call))],
  ['compress-archive', compress],
  ['convertto-securestring', (call) => call.operands[0] ?? call.input],
  ['set-alias', alias],
  ['new-alias', alias],
  ['join-path', (call) => textValue([parameter(call, 'path'), parameter(call, 'childpath'), ...call.operands].flatMap((one) => (one === undefined ? [] : [one.text])).join('/'))],
  ['publish-module', (_, scope) => publish('publish-module', scope)],
  ['publish-script', (_, scope) => publish('publish-script', scope)],
  ['publish-psresource', (_, scope) => publish('publish-psresource', scope)],
  ['install-module', (_, scope) => fetched('install-module', scope)],
  ['install-package', (_, scope) => fetched('install-package', scope)],
  ['install-script', (_, scope) => fetched('install-script', scope)],
  ['clear-history', (_, scope) => hides('history', scope)],
  ['get-credential', (_, scope) => ({ text: UNKNOWN_PART, taints: [scope.taint('spy', 'asks for a password')] })],
]) // prettier-ignore

/** The value of a parameter by the beginning of its name, as PowerShell takes it. */
export function parameter({ parameters }: PsCall, name: string): PsValue | undefined {
  return (
    parameters.find((one) => one.name === name)?.value ??
    parameters.find((one) => one.name.length > 1 && name.startsWith(one.name))?.value
  )
}

function allTaints({ operands, parameters, input }: PsCall): readonly Taint[] {
  return joinTaints([
    ...operands.map(({ taints }) => taints),
    ...parameters.map(({ value }) => value?.taints ?? []),
    input.taints,
  ])
}

/** `Invoke-WebRequest`, `Invoke-RestMethod`: what is sent, and where the answer goes. */
function request(call: PsCall, scope: PsScope): PsValue {
  const address = parameter(call, 'uri') ?? parameter(call, 'source') ?? call.operands[0] ?? call.input
  const file = parameter(call, 'infile')
  const sent = joinTaints([allTaints(call), file === undefined ? [] : scope.file(file.text).taints])
  const answer = scope.request(address, sent)
  const output = parameter(call, 'outfile') ?? parameter(call, 'destination')
  if (output !== undefined) scope.writeFile(output.text, answer, false)
  return answer
}

function newObject(call: PsCall, scope: PsScope): PsValue {
  const com = parameter(call, 'comobject')
  const type = com ?? parameter(call, 'typename') ?? call.operands[0] ?? UNKNOWN
  const words = itemsOf(
    parameter(call, 'argumentlist') ?? (com === undefined ? listValue(call.operands.slice(1)) : NOTHING),
  )
  return constructed(type.text.toLowerCase().replace(/^system\./, ''), words, scope)
}

/** Most items that a block is run for. */
const MOST_ITEMS = 20_000

function forEach(call: PsCall, scope: PsScope): PsValue {
  const body = call.operands.find(({ block }) => block !== undefined) ?? parameter(call, 'process')
  if (body?.block === undefined) return { text: UNKNOWN_PART, taints: call.input.taints }
  const { block } = body
  const items = itemsOf(call.input)
  const result = (items.length === 0 ? [UNKNOWN] : items.slice(0, MOST_ITEMS)).map((item) =>
    scope.runBlock(block, item),
  )
  return listValue(result.flatMap(itemsOf))
}

function pathOf(call: PsCall): PsValue | undefined {
  return parameter(call, 'path') ?? parameter(call, 'literalpath') ?? parameter(call, 'filepath') ?? call.operands[0]
}

function content(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call) ?? call.input
  if (/^hk(?:cu|lm)/i.test(path.text)) return UNKNOWN
  const value = scope.file(path.text)
  return { text: value.text, taints: joinTaints([value.taints, path.taints]) }
}

function children(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call)
  if (/^env:/i.test(path?.text ?? '')) return environmentOf(scope)
  const filter = [parameter(call, 'filter'), parameter(call, 'include')].map((one) => one?.text ?? '').join(' ')
  if (/id_rsa|\.env\b|wallet|\.npmrc|\.kdbx|password|credential|seed|\.pem\b/i.test(filter)) {
    scope.tell('hunt-secrets', 'Get-ChildItem')
    return { text: UNKNOWN_PART, taints: [scope.taint('secret-file', 'Get-ChildItem')] }
  }
  const taints = path === undefined ? [] : scope.file(path.text).taints.filter(({ source }) => source !== 'file')
  return { text: UNKNOWN_PART, taints }
}

function write(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call)
  const rest = call.operands.find((one) => one !== path)
  const value = parameter(call, 'value') ?? parameter(call, 'inputobject') ?? rest ?? call.input
  if (path !== undefined) scope.writeFile(path.text, value, call.name === 'add-content')
  return call.name === 'tee-object' ? value : NOTHING
}

/** Values of the registry that start a program. */
const RUN_KEY =
  /currentversion\\(?:run(?:once)?|policies\\explorer\\run|winlogon|image file execution options)|\\environment$/i

function setProperty(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call)?.text ?? ''
  if (RUN_KEY.test(path.replaceAll('/', '\\'))) scope.tell('persist', 'run key', allTaints(call))
  return NOTHING
}

function newItem(call: PsCall, scope: PsScope): PsValue {
  const value = parameter(call, 'value')
  const path = pathOf(call)
  if (path !== undefined && value !== undefined) scope.writeFile(path.text, value, false)
  if (RUN_KEY.test(path?.text ?? '')) scope.tell('persist', 'run key')
  return NOTHING
}

function copy(call: PsCall, scope: PsScope): PsValue {
  const from = pathOf(call)
  const to = parameter(call, 'destination') ?? call.operands.find((one) => one !== from)
  if (from !== undefined && to !== undefined) scope.writeFile(to.text, scope.file(from.text), false)
  return NOTHING
}

function remove(call: PsCall, scope: PsScope): PsValue {
  const path = (pathOf(call) ?? call.input).text
  const isDeep = call.parameters.some(({ name }) => /^r(?:ecurse)?$|^rec/.test(name))
  if (isDeep && isUserData(path)) scope.tell('destroy', path)
  if (path === '<this>') scope.tell('hide', 'deletes itself')
  if (/ConsoleHost_history/i.test(path)) scope.tell('hide', 'history')
  return NOTHING
}

function setVariable(call: PsCall, scope: PsScope): PsValue {
  const name = parameter(call, 'name') ?? call.operands[0]
  const value = parameter(call, 'value') ?? call.operands.find((one) => one !== name) ?? call.input
  if (name !== undefined) scope.assign(name.text.toLowerCase(), value)
  return NOTHING
}

function startProcess(call: PsCall, scope: PsScope): PsValue {
  const program = parameter(call, 'filepath') ?? call.operands[0] ?? call.input
  const words = parameter(call, 'argumentlist') ?? call.operands.find((one) => one !== program)
  if (/^h/i.test(parameter(call, 'windowstyle')?.text ?? '')) scope.tell('hide', 'hidden window')
  const inputs = joinTaints([program.taints, scope.file(program.text).taints]).filter(
    ({ source }) => source === 'network' || source === 'decoded',
  )
  scope.tell('execute', program.text, inputs)
  const line = [program.text, ...itemsOf(words ?? NOTHING).map(({ text }) => text)].join(' ')
  if (words !== undefined && /^(?:.{0,200}[\\/])?(?:powershell|pwsh|cmd)(?:\.exe)?$/i.test(program.text))
    scope.runText(
      { text: line, taints: joinTaints([inputs, words.taints]).filter(({ source }) => source === 'decoded') },
      'Start-Process',
    )
  return NOTHING
}

function blocks(call: PsCall, scope: PsScope): PsValue {
  const body = [parameter(call, 'scriptblock'), ...call.operands].find((one) => one?.block !== undefined)
  return body?.block === undefined ? UNKNOWN : scope.runBlock(body.block)
}

/** C# that calls functions of Windows: keys that are pressed, pictures of the screen, memory of others. */
function addType(call: PsCall, scope: PsScope): PsValue {
  const code = joined([
    parameter(call, 'typedefinition'),
    parameter(call, 'memberdefinition'),
    ...call.operands,
    call.input,
  ])
  if (/GetAsyncKeyState|SetWindowsHookEx|GetKeyboardState/.test(code)) scope.tell('spy', 'keyboard')
  if (/VirtualAlloc|CreateThread|WriteProcessMemory|CreateRemoteThread|VirtualProtect/.test(code))
    scope.tell('evaluate', 'machine code')
  return NOTHING
}

function joined(values: readonly (ScriptValue | undefined)[]): string {
  return values
    .map((value) => value?.text ?? '')
    .join('\n')
    .slice(0, 200_000)
}

/** The virus scanner of Windows is told to look away. */
function exclusion(call: PsCall, scope: PsScope): PsValue {
  if (call.parameters.some(({ name }) => /^(?:exclusion|disable|submitsamples|mapsreporting|puaprotection)/.test(name)))
    scope.tell('hide', 'from the virus scanner')
  return NOTHING
}

function persists(subject: string, scope: PsScope): PsValue {
  scope.tell('persist', subject)
  return NOTHING
}

function inner(call: PsCall, scope: PsScope): PsValue {
  const program = parameter(call, 'execute')?.text ?? ''
  scope.runText(textValue(`${program} ${parameter(call, 'argument')?.text ?? ''}`), 'scheduled task')
  return NOTHING
}

function machine(call: PsCall, scope: PsScope): PsValue {
  scope.tell('host-facts', call.name)
  return { text: UNKNOWN_PART, taints: [scope.taint('host-facts', call.name)] }
}

function resolve(call: PsCall, scope: PsScope): PsValue {
  const name = parameter(call, 'name') ?? parameter(call, 'computername') ?? call.operands[0] ?? UNKNOWN
  scope.tell(name.taints.length > 0 ? 'dns' : 'network', name.text, name.taints)
  return UNKNOWN
}

function compress(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call)
  const target = parameter(call, 'destinationpath') ?? call.operands[1]
  if (path !== undefined && target !== undefined)
    scope.writeFile(target.text, changedValue(scope.file(path.text), 'gzip'), false)
  return NOTHING
}

/** An own alias of a command is the command. */
function alias(call: PsCall, scope: PsScope): PsValue {
  const name = parameter(call, 'name') ?? call.operands[0]
  const value = parameter(call, 'value') ?? call.operands.find((one) => one !== name)
  if (name !== undefined && value !== undefined) scope.assign(`alias:${name.text.toLowerCase()}`, value)
  return NOTHING
}

function publish(subject: string, scope: PsScope): PsValue {
  scope.tell('publish-package', subject)
  return NOTHING
}

function fetched(subject: string, scope: PsScope): PsValue {
  scope.tell('download', subject)
  return NOTHING
}

function hides(subject: string, scope: PsScope): PsValue {
  scope.tell('hide', subject)
  return NOTHING
}

/** What the methods of objects do that talk to others or start something; undefined for others. */
export function runMethod(
  target: PsValue,
  method: string,
  words: readonly PsValue[],
  scope: PsScope,
): PsValue | undefined {
  const object = target.object ?? ''
  const taints = joinTaints(words.map((word) => word.taints))
  if (/webclient$|httpclient$/.test(object)) return webMethod(method, words, taints, scope)
  if (object.endsWith('webrequest') && /^getre(?:sponse|queststream)/.test(method))
    return { ...scope.request(target.inner ?? UNKNOWN, target.taints), object: 'net.webresponse' }
  if (/xmlhttp|winhttprequest/.test(object) && method === 'open')
    return withObject(scope.request(words[1] ?? UNKNOWN, taints), object)
  if (object.endsWith('tcpclient') && method === 'getstream') return { ...target, object: 'net.sockets.networkstream' }
  if (
    /networkstream$|streamwriter$|sslstream$/.test(object) &&
    method.startsWith('write') &&
    target.inner !== undefined
  ) {
    scope.tell('network', target.inner.text, taints)
    return NOTHING
  }
  if (/wscript\.shell$|shell\.application$/.test(object)) return shellMethod(method, words, taints, scope)
  if (/^graphics|drawing\.graphics$/.test(object) && method === 'copyfromscreen') return spied('spy', 'screen', scope)
  if (method === 'invokescript' || method === 'newscriptblock' || method === 'addscript')
    return scope.runText(words[0] ?? UNKNOWN, method)
  if (/^(?:invoke|invokereturnasis|begininvoke)$/.test(method)) return invoked(target, words, scope)
  return undefined
}

function withObject(value: PsValue, object: string): PsValue {
  return { ...value, object }
}

function webMethod(
  method: string,
  words: readonly PsValue[],
  taints: readonly Taint[],
  scope: PsScope,
): PsValue | undefined {
  const [address = UNKNOWN, second] = words
  if (/^(?:download|open|get)/.test(method)) {
    const answer = scope.request(address, address.taints)
    if (method.startsWith('downloadfile') && second !== undefined) scope.writeFile(second.text, answer, false)
    return answer
  }
  if (!/^(?:upload|post|put|send|patch)/.test(method)) return undefined
  const file = method.startsWith('uploadfile') ? words.at(-1) : undefined
  return scope.request(address, joinTaints([taints, file === undefined ? [] : scope.file(file.text).taints]))
}

function shellMethod(
  method: string,
  words: readonly PsValue[],
  taints: readonly Taint[],
  scope: PsScope,
): PsValue | undefined {
  if (method === 'regwrite' && RUN_KEY.test(words[0]?.text ?? '')) scope.tell('persist', 'run key', taints)
  if (method === 'createshortcut') scope.writeFile(words[0]?.text ?? '', UNKNOWN, false)
  if (/^(?:run|exec|shellexecute)$/.test(method)) return scope.runText(words[0] ?? UNKNOWN, method)
  return NOTHING
}

function invoked(target: PsValue, words: readonly PsValue[], scope: PsScope): PsValue {
  if (target.block !== undefined) return scope.runBlock(target.block, undefined, words)
  return target.object === 'scriptblock' ? scope.runText(target, 'Invoke') : { ...taintedValue(...target.taints) }
}

/** A host as the address says, and what asking it means. */
export function tellRequest(address: ScriptValue, sent: readonly Taint[], scope: PsScope): PsValue {
  const host = hostOf(address.text) ?? '?'
  const isCloud = isMetadataHost(host)
  if (isCloud) scope.tell('cloud-metadata', host)
  scope.tell('network', host, sent)
  return { text: UNKNOWN_PART, taints: [scope.taint(isCloud ? 'cloud-metadata' : 'network', host)] }
}

/** What writing a path means. */
export function tellWrite(path: string, inputs: readonly Taint[], scope: PsScope): void {
  const known = writePlace(path)
  if (known !== undefined) scope.tell(known.kind, known.subject, inputs)
}
