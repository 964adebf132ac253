import type { JavaScriptArgument, JavaScriptUse } from '../../../formats/javascript/module.ts'
import { argumentBehaviours, commandBehaviours } from '../command-behaviours.ts'
import { fieldOf, flowsOf, textsOf } from '../flow/argument-facts.ts'
import { constantInputs, type Inputs, joinedInputs, NO_INPUTS } from '../flow/inputs.ts'
import { isMetadataHost, isUserData, writePlace } from '../known-places.ts'
import { isWalletAddress } from '../wallet-address.ts'
import { optionOf, ownTexts, wordsOf } from './argument-facts.ts'
import type { JavaScriptInspection } from './javascript-inspection.ts'
import { networkHost, networkPath } from './network-host.ts'
import {
  evaluates,
  executes,
  forges,
  isChmod,
  isDeletion,
  isFolderDeletion,
  isNameService,
  isNativeLoad,
  isNetwork,
  writes,
} from './use-names.ts'

/** Where data leaves, is run or is kept: what a use does, with what flows into it. */
export function inspectSink(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  if (use.kind !== 'call' && use.kind !== 'new') return
  const { name } = use
  if (PIPES.test(name) || STREAM_WRITES.test(name)) stream(inspection, use)
  if (isNetwork(name)) return network(inspection, use)
  if (isNameService(name)) return nameService(inspection, use)
  if (COPIES.test(name) && ownTexts(use.arguments[0]).some(isWalletAddress))
    return inspection.addUse('wallet', 'addresses', use)
  const how = executes(name)
  if (how !== undefined) return execute(inspection, use, how)
  if (evaluates(name) || isTextTimer(use)) return evaluate(inspection, use)
  if (writes(name) !== undefined || isChmod(name)) return write(inspection, use)
  if (isDeletion(name)) return destroy(inspection, use)
  if (isNativeLoad(name)) return inspection.addUse('dynamic-import', 'native', use, inspection.taints(all(use)))
  if (name === 'require') return inspection.addUse('dynamic-import', '?', use, inspection.taints(all(use)))
  if (forges(name)) inspection.addUse('publish-repository', 'api', use, inspection.taints(all(use)))
}

/** What puts a text on the clipboard. */
const COPIES =
  /^(?:npm:clipboardy(?:\.default)?\.write(?:Sync)?|npm:copy-paste\.copy|global\.navigator\.clipboard\.writeText)$/

function all({ arguments: given, receiver }: JavaScriptUse): readonly number[] {
  return [...given.flatMap(flowsOf), receiver]
}

function isTextTimer({ name, arguments: [first] }: JavaScriptUse): boolean {
  return /^global\.set(?:Timeout|Interval)$/.test(name) && first?.type === 'text'
}

function network(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  const isContinued = use.name.includes('()') && !/^npm:axios\.create|XMLHttpRequest\(\)\.open/.test(use.name)
  // What is written or piped to a request later comes to its node.
  const nodes = isContinued
    ? use.arguments.flatMap(flowsOf)
    : [...all(use), ...(inspection.module.flows[use.flow]?.from ?? [])]
  const inputs = inspection.taints(nodes)
  if (isContinued && inputs.nodes.length === 0) return
  const host = networkHost(use) ?? hostOfReceiver(inspection, use) ?? '?'
  inspection.addUse('network', host, use, inputs, undefined, isContinued ? 'input' : 'nothing')
  if (isContinued && inputs.taints.length === 0) return
  if (isMetadataHost(host)) inspection.addUse('cloud-metadata', host, use)
  const path = networkPath(use)
  const method = ownTexts(optionOf(use, 'method'))[0]?.toUpperCase()
  if (
    /^api\.github\.com$/.test(host) &&
    /\/user\/repos|\/actions\/runners|\/orgs\/[^/\s]{1,80}\/repos/.test(path) &&
    method !== 'GET'
  )
    inspection.addUse('publish-repository', host, use, inputs)
  if (method === 'PUT' && hasField(use, '_attachments')) inspection.addUse('publish-package', host, use, inputs)
}

function hasField(use: JavaScriptUse, name: string): boolean {
  return use.arguments.some(
    (argument) => fieldOf(argument, name) !== undefined || fieldOf(fieldOf(argument, 'body'), name) !== undefined,
  )
}

/** `request.write(x)` goes where `request` was opened to. */
function hostOfReceiver(inspection: JavaScriptInspection, use: JavaScriptUse): string | undefined {
  const opened = behind(inspection, use.receiver, (one) => isNetwork(one.name) && networkHost(one) !== undefined)
  return opened === undefined ? undefined : networkHost(opened)
}

/** Nodes that are looked at for what made something. */
const MOST_BEHIND = 60

/** The use by which what comes to a node was made. */
function behind(
  { module }: JavaScriptInspection,
  node: number,
  isSought: (use: JavaScriptUse) => boolean,
): JavaScriptUse | undefined {
  const queue = [node]
  for (let i = 0; i < queue.length && i < MOST_BEHIND; i++) {
    const flow = module.flows[queue[i] ?? 0]
    for (const index of flow?.uses ?? []) {
      const use = module.uses[index]
      if (use !== undefined && isSought(use)) return use
    }
    if (queue.length > MOST_BEHIND) continue
    for (const one of flow?.from ?? []) queue.push(one)
    for (const one of flow?.enters ?? []) queue.push(one)
    for (const [, one] of flow?.given ?? []) queue.push(one)
  }
  return undefined
}

/** `stream.pipe(target)`, `stream.write(x)`: what flows goes into the file or to the host that was opened before. */
function stream(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  const isPipe = PIPES.test(use.name)
  const target = isPipe ? (use.arguments.at(-1)?.flow ?? 0) : use.receiver
  const sources = isPipe
    ? [use.receiver, ...use.arguments.slice(0, -1).flatMap(flowsOf)]
    : use.arguments.flatMap(flowsOf)
  const inputs = inspection.taints(sources)
  if (inputs.nodes.length === 0) return
  const opened = behind(inspection, target, ({ name }) => writes(name) !== undefined || OPENED.test(name))
  if (opened === undefined) return
  if (OPENED.test(opened.name))
    inspection.addUse('network', networkHost(opened) ?? '?', use, inputs, undefined, 'input')
  else if (inputs.taints.length > 0 || isPipe) written(inspection, opened, inputs)
}

const PIPES = /\.(?:pipe|pipeTo)$|^node:stream(?:[./]promises)?\.pipeline$/
const STREAM_WRITES = /createWriteStream\(\)\.(?:write|end)$/
const OPENED = /^node:(?:https?\.request|net\.(?:connect|createConnection)|tls\.connect)$/

function nameService(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  const inputs = inspection.taints(flowsOf(use.arguments[0]))
  const name = ownTexts(use.arguments[0])[0]
  const subject = name?.slice(0, 255) ?? '?'
  const isMade = inputs.taints.length > 0 || name?.includes('…') === true
  if (!isMade) inspection.addUse('network', subject, use)
  inspection.addUse('dns', subject, use, inputs, undefined, isMade ? 'nothing' : 'input')
}

function execute(inspection: JavaScriptInspection, use: JavaScriptUse, how: 'shell' | 'program' | 'module'): void {
  const [first, second] = use.arguments
  const words = second?.type === 'list' || second?.type === 'any' ? wordsOf(second) : []
  const commands = ownTexts(first)
  const list = second !== undefined && words.length > 0 ? second : undefined
  const inputs = joinedInputs(
    inspection.taints([...flowsOf(first), ...flowsOf(list)]),
    decodedTaints(inspection, use, [first, list]),
  )
  if (commands.length === 0) inspection.addUse('execute', first?.type === 'names' ? first.value : '?', use, inputs)
  for (const command of commands) {
    const isShell = how === 'shell' || optionOf(use, 'shell')?.value === 'true'
    if (how === 'module') {
      inspection.addUse('execute', command, use, inputs)
      continue
    }
    const found = isShell && words.length === 0 ? commandBehaviours(command) : argumentBehaviours([command, ...words])
    for (const { kind, subject, evidence } of found)
      inspection.addUse(
        kind,
        subject,
        use,
        kind === 'execute' || kind === 'network' || kind === 'dns' ? inputs : NO_INPUTS,
        evidence,
      )
    if (found.length === 0) inspection.addUse('execute', command.slice(0, 60), use, inputs)
  }
  if (optionOf(use, 'detached')?.value === 'true' && silent(optionOf(use, 'stdio')))
    inspection.addUse('hide', 'detached', use)
}

function silent(stdio: JavaScriptArgument | undefined): boolean {
  return stdio?.value === 'ignore' || (stdio?.type === 'list' && stdio.items.every(({ value }) => value === 'ignore'))
}

/** Constants that are decoded before they are run. */
function decodedTaints(
  inspection: JavaScriptInspection,
  use: JavaScriptUse,
  given: readonly (JavaScriptArgument | undefined)[],
): Inputs {
  const text = given.flatMap((argument) => textsOf(argument)).find(({ made }) => made === 'decoded')
  if (text === undefined) return NO_INPUTS
  const subject = `${text.length} characters`
  return constantInputs([{ source: 'decoded', subject, place: inspection.placeOf(use), through: [] }])
}

/** Code of libraries that find the global object, or `import()` where a compiler would replace it. */
const HARMLESS =
  /^\s*(?:"use strict";?\s*)?(?:return\s+)?(?:this|globalThis|window|self|process|global|require|0|1|true|undefined|async function\s*\(\)\s*\{\}|\(?async\s*\(\)\s*=>\s*\{?\s*\}?\)?|import\s*\(\s*\w+\s*\)|import\.meta\.url|new\.target|typeof [\w.]+|\(?function\*?\s*\(\)\s*\{\s*\}\)?|class\s*\{\s*\})\s*(?:\(\s*\))?;?\s*$|^\s*$/

/** What javascript-obfuscator puts into honest programs as well. */
const GLOBAL_OBJECT = /^\s*return \(function\(\)\s*\{\s*\}\.constructor\("return this"\)\(\s*\)\);?\s*$/

/** Arguments of `Function` that are names of parameters are no code. */
function codeOf(use: JavaScriptUse): JavaScriptArgument | undefined {
  return use.name === 'global.Function' ? use.arguments.at(-1) : use.arguments[0]
}

function evaluate(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  const code = codeOf(use)
  const texts = ownTexts(code)
  const isKnown =
    code?.type === 'text' || (code?.type === 'any' && code.flow === 0 && texts.length === code.items.length)
  if (code === undefined || (isKnown && texts.every((text) => HARMLESS.test(text) || GLOBAL_OBJECT.test(text)))) return
  const inputs = joinedInputs(
    inspection.taints([...flowsOf(code), use.receiver]),
    decodedTaints(inspection, use, [code]),
  )
  inspection.addUse('evaluate', use.name.slice(use.name.lastIndexOf('.') + 1), use, inputs)
}

function write(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  const roles = writes(use.name)
  const path = use.arguments[roles?.path ?? 0]
  const subject = textsOf(path)[0]?.value ?? '?'
  if (roles === undefined) {
    if (isExecutableMode(use.arguments[1])) inspection.addUse('write-executable', subject, use)
    return
  }
  const content = use.arguments[roles.content]
  const isStream = use.name.endsWith('createWriteStream')
  const isCopy = roles.content === 0
  const inputs = joinedInputs(
    inspection.taints([...(isCopy ? [] : flowsOf(content)), isStream ? use.flow : 0]),
    isCopy ? NO_INPUTS : decodedTaints(inspection, use, [content]),
  )
  written(inspection, use, inputs)
}

/** A file is written with what flows into it. */
function written(inspection: JavaScriptInspection, use: JavaScriptUse, inputs: Inputs): void {
  const path = use.arguments[writes(use.name)?.path ?? 0]
  const subject = textsOf(path)[0]?.value ?? '?'
  inspection.addUse('write-file', subject, use, inputs)
  for (const { value } of textsOf(path)) {
    const known = writePlace(value)
    if (known !== undefined) inspection.addUse(known.kind, known.subject, use, inputs)
  }
  inspection.addUse('download', '', use, inputs, undefined, 'network')
  if (isExecutableMode(optionOf(use, 'mode'))) inspection.addUse('write-executable', subject, use, inputs)
}

function isExecutableMode(mode: JavaScriptArgument | undefined): boolean {
  if (mode?.type === 'number') return (Number(mode.value) & 0o111) !== 0
  return mode?.type === 'text' && /^0?o?[0-7]*[1357][0-7]{0,2}$/.test(mode.value) && mode.value.length <= 5
}

function destroy(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  const targets = textsOf(use.arguments[0]).map(({ value }) => value)
  const isCertain = use.arguments[0]?.type !== 'any' && isFolderDeletion(use.name)
  const target = isCertain ? targets.find(isUserData) : undefined
  if (target !== undefined) inspection.addUse('destroy', target, use)
  if (targets.some((path) => path === '<here>/<this>')) inspection.addUse('hide', 'deletes itself', use)
  if (targets.includes('<here>/package.json')) inspection.addUse('hide', 'own manifest', use)
}
