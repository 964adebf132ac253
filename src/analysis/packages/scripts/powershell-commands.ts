import { commandLike } from './powershell-aliases.ts'
import { allTaints, parameter, type PsCall } from './powershell-call.ts'
import { spied } from './powershell-environment.ts'
import { children, compress, content, copy, newItem, remove, setProperty, write } from './powershell-file-commands.ts'
import { constructed } from './powershell-objects.ts'
import { addType, blocks, inner, startProcess } from './powershell-process-commands.ts'
import { request, resolve } from './powershell-requests.ts'
import { itemsOf, listValue, NOTHING, type PsScope, type PsValue, textValue, UNKNOWN } from './powershell-value.ts'
import { changedValue, UNKNOWN_PART } from './script-value.ts'

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

function setVariable(call: PsCall, scope: PsScope): PsValue {
  const name = parameter(call, 'name') ?? call.operands[0]
  const value = parameter(call, 'value') ?? call.operands.find((one) => one !== name) ?? call.input
  if (name !== undefined) scope.assign(name.text.toLowerCase(), value)
  return NOTHING
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

function machine(call: PsCall, scope: PsScope): PsValue {
  scope.tell('host-facts', call.name)
  return { text: UNKNOWN_PART, taints: [scope.taint('host-facts', call.name)] }
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
