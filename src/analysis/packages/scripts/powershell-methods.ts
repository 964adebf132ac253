import type { Taint } from '../behaviour.ts'
import { spied } from './powershell-environment.ts'
import { NOTHING, type PsScope, type PsValue, UNKNOWN } from './powershell-value.ts'
import { RUN_KEY } from './run-key.ts'
import { joinTaints, taintedValue } from './script-value.ts'

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
