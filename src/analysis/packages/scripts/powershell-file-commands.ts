import { isUserData } from '../known-places.ts'
import { allTaints, parameter, pathOf, type PsCall } from './powershell-call.ts'
import { environmentOf } from './powershell-environment.ts'
import { NOTHING, type PsScope, type PsValue, UNKNOWN } from './powershell-value.ts'
import { RUN_KEY } from './run-key.ts'
import { changedValue, joinTaints, UNKNOWN_PART } from './script-value.ts'

/** `Get-Content` and others that read a file; keys of the registry are none. */
export function content(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call) ?? call.input
  if (/^hk(?:cu|lm)/i.test(path.text)) return UNKNOWN
  const value = scope.file(path.text)
  return { text: value.text, taints: joinTaints([value.taints, path.taints]) }
}

/** `Get-ChildItem`: the environment, a search for secrets, or the names below a path. */
export function children(call: PsCall, scope: PsScope): PsValue {
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

/** `Set-Content`, `Out-File`, `Tee-Object`. */
export function write(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call)
  const rest = call.operands.find((one) => one !== path)
  const value = parameter(call, 'value') ?? parameter(call, 'inputobject') ?? rest ?? call.input
  if (path !== undefined) scope.writeFile(path.text, value, call.name === 'add-content')
  return call.name === 'tee-object' ? value : NOTHING
}

/** `New-Item` with a value writes it. */
export function newItem(call: PsCall, scope: PsScope): PsValue {
  const value = parameter(call, 'value')
  const path = pathOf(call)
  if (path !== undefined && value !== undefined) scope.writeFile(path.text, value, false)
  if (RUN_KEY.test(path?.text ?? '')) scope.tell('persist', 'run key')
  return NOTHING
}

/** `Copy-Item`, `Move-Item`. */
export function copy(call: PsCall, scope: PsScope): PsValue {
  const from = pathOf(call)
  const to = parameter(call, 'destination') ?? call.operands.find((one) => one !== from)
  if (from !== undefined && to !== undefined) scope.writeFile(to.text, scope.file(from.text), false)
  return NOTHING
}

/** `Remove-Item`: of user data, of the script itself, of the history. */
export function remove(call: PsCall, scope: PsScope): PsValue {
  const path = (pathOf(call) ?? call.input).text
  const isDeep = call.parameters.some(({ name }) => /^r(?:ecurse)?$|^rec/.test(name))
  if (isDeep && isUserData(path)) scope.tell('destroy', path)
  if (path === '<this>') scope.tell('hide', 'deletes itself')
  if (/ConsoleHost_history/i.test(path)) scope.tell('hide', 'history')
  return NOTHING
}

/** `Compress-Archive`. */
export function compress(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call)
  const target = parameter(call, 'destinationpath') ?? call.operands[1]
  if (path !== undefined && target !== undefined)
    scope.writeFile(target.text, changedValue(scope.file(path.text), 'gzip'), false)
  return NOTHING
}

/** `Set-ItemProperty`: a value of the registry that starts a program. */
export function setProperty(call: PsCall, scope: PsScope): PsValue {
  const path = pathOf(call)?.text ?? ''
  if (RUN_KEY.test(path.replaceAll('/', '\\'))) scope.tell('persist', 'run key', allTaints(call))
  return NOTHING
}
