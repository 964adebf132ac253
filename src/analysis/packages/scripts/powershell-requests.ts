import type { Taint } from '../behaviour.ts'
import { hostOf, isMetadataHost } from '../known-places.ts'
import { allTaints, parameter, type PsCall } from './powershell-call.ts'
import { type PsScope, type PsValue, UNKNOWN } from './powershell-value.ts'
import { joinTaints, type ScriptValue, UNKNOWN_PART } from './script-value.ts'

/** `Invoke-WebRequest`, `Invoke-RestMethod`: what is sent, and where the answer goes. */
export function request(call: PsCall, scope: PsScope): PsValue {
  const address = parameter(call, 'uri') ?? parameter(call, 'source') ?? call.operands[0] ?? call.input
  const file = parameter(call, 'infile')
  const sent = joinTaints([allTaints(call), file === undefined ? [] : scope.file(file.text).taints])
  const answer = scope.request(address, sent)
  const output = parameter(call, 'outfile') ?? parameter(call, 'destination')
  if (output !== undefined) scope.writeFile(output.text, answer, false)
  return answer
}

/** A host as the address says, and what asking it means. */
export function tellRequest(address: ScriptValue, sent: readonly Taint[], scope: PsScope): PsValue {
  const host = hostOf(address.text) ?? '?'
  const isCloud = isMetadataHost(host)
  if (isCloud) scope.tell('cloud-metadata', host)
  scope.tell('network', host, sent)
  return { text: UNKNOWN_PART, taints: [scope.taint(isCloud ? 'cloud-metadata' : 'network', host)] }
}

/** `Resolve-DnsName`: a name that carries data is a way out. */
export function resolve(call: PsCall, scope: PsScope): PsValue {
  const name = parameter(call, 'name') ?? parameter(call, 'computername') ?? call.operands[0] ?? UNKNOWN
  scope.tell(name.taints.length > 0 ? 'dns' : 'network', name.text, name.taints)
  return UNKNOWN
}
