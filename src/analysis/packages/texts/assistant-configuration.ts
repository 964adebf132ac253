import type { Limits } from '../../../base/limits.ts'
import { FormatError, LimitError } from '../../../base/errors.ts'
import { json } from '../../../formats/json.ts'
import { codeBlocks } from '../../../formats/markdown-code.ts'
import { decodeText } from '../../../formats/text.ts'
import { entries, get, items, string, type Tree, type TreeValue } from '../../../formats/tree.ts'
import type { Behaviour } from '../behaviour.ts'
import { readScript } from '../scripts/inspect-script.ts'
import type { ScriptFindings, Spot } from '../scripts/script-findings.ts'

/** Deepest place in settings, most commands of one file. */
const MOST_DEPTH = 12
const MOST_COMMANDS = 500

/**
 * What settings and instructions of coding assistants and editors start: hooks of assistants, servers of the Model Context Protocol, tasks that
 * run when a folder is opened, permissions without a question; in instructions the commands of fenced blocks.
 */
export function inspectAssistantConfiguration(bytes: Uint8Array, findings: ScriptFindings, limits: Limits): void {
  const path = findings.file.path
  if (/\.json[c5]?$/i.test(path)) return inspectSettings(bytes, findings, limits)
  inspectInstructions(decodeText(bytes), findings, limits)
}

function inspectSettings(bytes: Uint8Array, findings: ScriptFindings, limits: Limits): void {
  let tree: Tree
  try {
    tree = json.parse(Buffer.from(withoutComments(decodeText(bytes))), limits)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    return findings.add('unread', 'settings', { line: 1, column: 1 }, 'unknown', [], error.message)
  }
  const { root } = tree
  for (const { key, value } of entries(get(root, 'hooks')))
    commandsIn(value, 0).forEach((command) => starts(command, `assistant hook ${key}`, tree, findings, limits))
  for (const server of entries(get(root, 'mcpServers') ?? get(root, 'servers')))
    inspectServer(server.value, server.key, tree, findings, limits)
  for (const task of items(get(root, 'tasks')))
    if (string(get(get(task, 'runOptions'), 'runOn')) === 'folderOpen') inspectTask(task, tree, findings, limits)
  inspectPermissions(root, tree, findings)
}

interface Command {
  readonly text: string
  readonly offset: number
}

function commandsIn(value: TreeValue, depth: number): readonly Command[] {
  if (depth > MOST_DEPTH) return []
  if (value.kind === 'array') return value.items.slice(0, MOST_COMMANDS).flatMap((item) => commandsIn(item, depth + 1))
  if (value.kind !== 'object')
    return depth === 1 && typeof value.value === 'string' ? [{ text: value.value, offset: value.offset }] : []
  const own = string(get(value, 'command'))
  const rest = value.entries
    .filter(({ key }) => key !== 'command')
    .flatMap((one) => (one.value.kind === 'scalar' ? [] : commandsIn(one.value, depth + 1)))
  return own === undefined ? rest : [{ text: own, offset: value.offset }, ...rest]
}

/** A command that runs without being asked for. */
function starts({ text, offset }: Command, what: string, tree: Tree, findings: ScriptFindings, limits: Limits): void {
  const spot = tree.lines.position(offset)
  findings.add('persist', what, spot, 'unknown', [], text)
  follow(text, spot, findings, limits)
}

function follow(text: string, spot: Spot, findings: ScriptFindings, limits: Limits): void {
  const { behaviours, code } = readScript(text, 'shell', findings.file, limits, {
    when: 'unknown',
    tellsAll: true,
    spot,
  })
  for (const { kind, subject, inputs, evidence } of behaviours)
    findings.add(kind, subject, spot, 'unknown', inputs, evidence)
  for (const { language, text: inner } of code) findings.addCode(language, inner, spot.line)
}

function inspectServer(server: TreeValue, name: string, tree: Tree, findings: ScriptFindings, limits: Limits): void {
  const command = string(get(server, 'command'))
  if (command === undefined) return
  const words = items(get(server, 'args')).map((item) => string(item) ?? '')
  const line = [command, ...words]
    .map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ')
  const spot = tree.lines.position(server.offset)
  findings.add('execute', `MCP server ${name}`, spot, 'unknown', [], line)
  follow(line, spot, findings, limits)
}

function inspectTask(task: TreeValue, tree: Tree, findings: ScriptFindings, limits: Limits): void {
  const words = [string(get(task, 'command')) ?? '', ...items(get(task, 'args')).map((item) => string(item) ?? '')]
  starts({ text: words.join(' '), offset: task.offset }, 'opened folder', tree, findings, limits)
}

/** Settings by which an assistant asks no more. */
function inspectPermissions(root: TreeValue, tree: Tree, findings: ScriptFindings): void {
  const permissions = get(root, 'permissions')
  const everything = items(get(permissions, 'allow')).find((item) =>
    /^(?:Bash(?:\(\*(?::\*)?\))?|\*)$/.test(string(item) ?? ''),
  )
  const mode = get(permissions, 'defaultMode')
  if (everything !== undefined)
    findings.add(
      'assistant-command',
      'permissions',
      tree.lines.position(everything.offset),
      'unknown',
      [],
      `allow ${string(everything)}`,
    )
  if (string(mode) === 'bypassPermissions')
    findings.add(
      'assistant-command',
      'permissions',
      tree.lines.position(mode?.offset ?? 0),
      'unknown',
      [],
      'bypassPermissions',
    )
  if (
    get(root, 'enableAllProjectMcpServers')?.kind === 'scalar' &&
    /"enableAllProjectMcpServers"\s{0,10}:\s{0,10}true/.test(sourceOf(get(root, 'enableAllProjectMcpServers')))
  )
    findings.add(
      'assistant-command',
      'permissions',
      { line: 1, column: 1 },
      'unknown',
      [],
      'enableAllProjectMcpServers',
    )
}

function sourceOf(value: TreeValue | undefined): string {
  return value?.kind === 'scalar' && value.value === true ? '"enableAllProjectMcpServers": true' : ''
}

/** Fenced commands that an assistant is told to run: only what a reader would stop at. */
export function inspectInstructions(text: string, findings: ScriptFindings, limits: Limits): void {
  for (const { language, text: code, line } of codeBlocks(text)) {
    if (!/^(?:ba|z)?sh$|^shell$|^console$|^$/.test(language)) continue
    const { behaviours } = readScript(code.replace(/^\s{0,8}[$>] /gm, ''), 'shell', findings.file, limits, {
      when: 'unknown',
      firstLine: line,
    })
    for (const one of behaviours)
      if (isAlarming(one))
        findings.add(
          one.kind,
          one.subject,
          { line: one.place.line, column: one.place.column ?? 1 },
          'unknown',
          one.inputs,
          one.evidence,
        )
  }
}

const ALARMING: ReadonlySet<string> = new Set([
  'reverse-shell',
  'hide',
  'destroy',
  'mine',
  'obfuscation',
  'hunt-secrets',
  'spy',
])

function isAlarming({ kind, inputs }: Behaviour): boolean {
  const isLeak =
    (kind === 'network' || kind === 'dns') &&
    inputs.some(
      ({ source, subject }) =>
        source === 'secret-file' ||
        source === 'browser-store' ||
        source === 'wallet' ||
        (source === 'environment' && subject === '*'),
    )
  return isLeak || ALARMING.has(kind) || (kind === 'evaluate' && inputs.some(({ source }) => source === 'decoded'))
}

/** JSON with comments, as editors write it: comments become blanks. Strings are left alone. */
function withoutComments(text: string): string {
  return text
    .replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, (part) =>
      part.startsWith('"') ? part : part.replace(/[^\n]/g, ' '),
    )
    .replace(/,(\s{0,1000}[\]}])/g, ' $1')
}
