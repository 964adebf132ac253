import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { scriptOf } from '../../formats/shell-inline-script.ts'
import { type Invocation, invocationOf } from '../../formats/shell-invocation.ts'
import { lexShell } from '../../formats/shell.ts'
import type { ShellSeparator } from '../../formats/shell-syntax.ts'
import type { BehaviourKind } from './behaviour.ts'
import {
  hostOf,
  isHostVariable,
  isMetadataHost,
  isSecretVariable,
  isUserData,
  readPlace,
  writePlace,
} from './known-places.ts'

/** What a command does, without a place: the caller knows where it stands. */
export interface CommandBehaviour {
  readonly kind: BehaviourKind
  readonly subject: string
  /** The command it is, at most 200 characters. */
  readonly evidence: string
}

/** Longest command that is read, most commands of one text, deepest texts in texts (`sh -c "…"`). */
const MOST_CHARACTERS = 64 * 1024
const MOST_COMMANDS = 500
const MOST_LEVELS = 4

/**
 * What the commands of a shell text do: of POSIX shells, and as far as the words tell of cmd.exe and PowerShell. Every command is at least an
 * `execute` with its program. Nothing is run.
 */
export function commandBehaviours(text: string): readonly CommandBehaviour[] {
  const found: CommandBehaviour[] = []
  readText(text, 0, found)
  return distinct(found)
}

/** The same for a program and its arguments, as `spawn` takes them: no shell reads them. */
export function argumentBehaviours(words: readonly string[]): readonly CommandBehaviour[] {
  return commandBehaviours(words.map(quoted).join(' '))
}

function quoted(word: string): string {
  return /^[\w@%+=:,./~<>…-]+$/.test(word) && !/[<>]/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

function readText(text: string, level: number, found: CommandBehaviour[]): void {
  const source = text.slice(0, MOST_CHARACTERS)
  textBehaviours(source, found)
  const { commands } = lexShell(source, { limits: DEFAULT_LIMITS })
  let before: Command | undefined
  for (const command of commands.slice(0, MOST_COMMANDS)) {
    const invocation = invocationOf(command)
    for (const { operator, target } of command.redirects) if (operator.includes('>')) written(target.text, text, found)
    if (invocation === undefined) continue
    const one = { ...describe(invocation), after: command.after, invocation }
    programBehaviours(one, before, found)
    before = one
    const script = level < MOST_LEVELS ? scriptOf(invocation) : undefined
    if (script?.kind === 'shell') readText(script.text.text, level + 1, found)
    else if (script?.kind === 'words') readText(script.words.map(({ text: word }) => word).join(' '), level + 1, found)
  }
}

interface Command {
  readonly program: string
  readonly words: readonly string[]
  readonly evidence: string
  readonly after: ShellSeparator
  readonly invocation: Invocation
}

function describe({ program, name, words }: Invocation): Omit<Command, 'after' | 'invocation'> {
  const texts = words.slice(0, 200).map(({ text }) => text)
  const bare = (program === '' ? name.text : program).toLowerCase().replace(/\.(?:exe|cmd|bat)$/, '')
  return { program: bare.slice(0, 60) || '?', words: texts, evidence: [name.text, ...texts].join(' ').slice(0, 200) }
}

type Add = (kind: BehaviourKind, subject: string) => void

function programBehaviours(command: Command, before: Command | undefined, found: CommandBehaviour[]): void {
  const { program, words, evidence } = command
  const add: Add = (kind, subject) => void found.push({ kind, subject, evidence })
  add('execute', program)
  for (const rule of RULES) rule(command, add)
  for (const word of words) {
    const known = readPlace(expanded(word))
    if (known !== undefined && !WRITERS.has(program)) add(known.kind, known.subject)
  }
  // `curl … | sh`: what the network sends is run.
  if (command.after === '|' && before !== undefined && SHELLS.test(program) && DOWNLOADERS.has(before.program))
    add('download', hostIn(before.words) ?? '?')
}

const WRITERS: ReadonlySet<string> = new Set(['echo', 'mkdir', 'touch', 'chmod', 'printf'])
const SHELLS = /^(?:(?:ba|da|z|k|a)?sh|node|bun|deno|python\d*(?:\.\d+)?|perl|ruby|php|powershell|pwsh|iex)$/
const DOWNLOADERS: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'fetch',
  'iwr',
  'irm',
  'invoke-webrequest',
  'invoke-restmethod',
  'aria2c',
])

function expanded(word: string): string {
  return word.replace(/^(?:\$\{?HOME\}?|%USERPROFILE%|\$env:USERPROFILE)/i, '~').replace(/^@/, '')
}

function hostIn(words: readonly string[]): string | undefined {
  for (const word of words) {
    const host =
      hostOf(word) ?? (/^[\w-]+(?:\.[\w-]+)+\/[^\s]*$/.test(word) ? word.slice(0, word.indexOf('/')) : undefined)
    if (host !== undefined) return host
  }
  return undefined
}

type Rule = (command: Command, add: Add) => void

/** One row for what programs do; the words of a row are its regular expressions. */
const RULES: readonly Rule[] = [
  downloads,
  (command, add) => {
    const host = hostIn(command.words)
    if (host !== undefined && isMetadataHost(host)) add('cloud-metadata', host)
  },
  destroys,
  assistants,
  publishes,
  hides,
  ({ program, words }, add) => {
    if (/^(?:trufflehog|gitleaks|detect-secrets|noseyparker)$/.test(program)) add('hunt-secrets', program)
    if (program === 'find' && words.some((word) => /id_rsa|\.env|wallet|\.npmrc|keystore/.test(word)))
      add('hunt-secrets', 'find')
  },
  ({ program, words }, add) => {
    const isEnvironment =
      program === 'printenv' || (program === 'env' && words.length === 0) || (program === 'set' && words.length === 0)
    if (isEnvironment) add('read-environment', '*')
    if (/^(?:whoami|hostname|id|uname|ifconfig|ipconfig|systeminfo|ip)$/.test(program)) add('host-facts', program)
    if (/^(?:pbpaste|xclip|xsel|wl-paste|get-clipboard)$/.test(program)) add('clipboard', program)
    if (/^(?:screencapture|scrot|import|gnome-screenshot|grim)$/.test(program)) add('spy', program)
    if (/^(?:xmrig|xmr-stak|minerd|cpuminer|ethminer|nbminer|t-rex|lolminer)/.test(program)) add('mine', program)
  },
  ({ program, words }, add) => {
    const line = words.join(' ')
    const isTokenCommand =
      (program === 'gh' && /^auth (?:token|status .*(?:-t|--show-token))/.test(line)) ||
      (program === 'gcloud' && /auth (?:application-default )?print-(?:access|identity)-token/.test(line)) ||
      (program === 'az' && /account get-access-token/.test(line)) ||
      (program === 'aws' &&
        /(?:configure (?:export-credentials|get)|secretsmanager get-secret-value|sts get-session-token)/.test(line)) ||
      (program === 'security' && /(?:find|dump)-(?:generic-password|internet-password|keychain)/.test(line)) ||
      (program === 'npm' && /^(?:token list|config get .*_authToken)/.test(line)) ||
      (program === 'git' && /^credential fill|^config .*credential/.test(line))
    if (isTokenCommand) add('read-secret-file', `${program} ${words[0] ?? ''}`.trim())
  },
  ({ program, words }, add) => {
    const line = words.join(' ')
    if (program === 'crontab' && !/^-[lr]$/.test(line)) add('persist', 'cron')
    if (program === 'systemctl' && /\b(?:enable|daemon-reload)\b/.test(line)) add('persist', 'systemd')
    if (program === 'launchctl' && /\b(?:load|bootstrap|submit)\b/.test(line)) add('persist', 'launch agent')
    if (program === 'schtasks' && /\/create/i.test(line)) add('persist', 'scheduled task')
    if (program === 'reg' && /\badd\b.{0,200}\\Run\b/i.test(line)) add('persist', 'run key')
    if (program === 'chmod' && /(?:^|\s)(?:[ugoa]*\+[rw]*x|0?[1357][0-7]{2}|0?[0-7][1357][0-7])(?:\s|$)/.test(line))
      add('write-executable', words.at(-1) ?? '?')
  },
  ({ program, words }, add) => {
    const line = words.join(' ')
    const isReverse =
      (/^(?:nc|ncat|netcat)$/.test(program) && /(?:^|\s)-\w*[ec]\b/.test(line)) ||
      (program === 'socat' && /exec:/i.test(line) && /tcp/i.test(line))
    if (isReverse) add('reverse-shell', program)
  },
  ({ program, words }, add) => {
    const last = words.at(-1)
    const isWriter =
      program === 'tee' || program === 'cp' || program === 'mv' || program === 'install' || program === 'ln'
    const known = isWriter && last !== undefined ? writePlace(expanded(last)) : undefined
    if (known !== undefined) add(known.kind, known.subject)
  },
]

function downloads({ program, words }: Command, add: Add): void {
  const line = words.join(' ')
  if (DOWNLOADERS.has(program)) {
    add('network', hostIn(words) ?? '?')
    const isKept =
      program === 'wget'
        ? !/(?:^|\s)(?:-qO-|-O-|-O -)/.test(line)
        : /(?:^|\s)-(?:\w*[oO]|-output|-remote-name|OutFile)\b/i.test(line)
    if (isKept) add('download', hostIn(words) ?? '?')
  }
  if (/^(?:certutil|bitsadmin)$/.test(program) && /urlcache|transfer/i.test(line)) add('download', hostIn(words) ?? '?')
  const isFetching =
    (/^(?:npx|bunx|uvx|pipx)$/.test(program) && words.length > 0) ||
    (/^(?:npm|pnpm|yarn|bun|pip|pip3|uv|gem|cargo|go)$/.test(program) && /^(?:i|install|add|exec|dlx|x)\b/.test(line))
  if (isFetching) add('download', program)
  if (/^(?:nslookup|dig|host)$/.test(program)) add('dns', words.find((word) => word.includes('.')) ?? '?')
  if (/^(?:ping|ssh|scp|sftp|ftp|telnet)$/.test(program))
    add('network', words.find((word) => word.includes('.')) ?? '?')
}

function destroys({ program, words }: Command, add: Add): void {
  const line = words.join(' ')
  const targets = words.filter((word) => !word.startsWith('-')).map(expanded)
  const target = targets.find(isUserData)
  if (
    (program === 'rm' && /(?:^|\s)-\w*[rR]|--recursive/.test(line) && target !== undefined) ||
    (program === 'find' && target !== undefined && /-delete\b/.test(line))
  )
    add('destroy', target ?? '?')
  if (/^(?:rd|rmdir|del|erase|remove-item)$/.test(program) && /\/s|-recurse/i.test(line) && target !== undefined)
    add('destroy', target)
  if (program === 'shred' || program === 'wipefs' || program.startsWith('mkfs')) add('destroy', targets[0] ?? program)
  if (program === 'dd' && /\bof=\/dev\/(?:sd|nvme|disk|hd|vd)/.test(line)) add('destroy', '/dev')
  if (/^(?:shutdown|poweroff|halt)$/.test(program) || (program === 'init' && line === '0')) add('destroy', program)
  if (program === 'cipher' && /\/w/i.test(line)) add('destroy', 'free space')
}

/** Coding assistants on the command line, and their options that let them work without asking. */
const ASSISTANTS: readonly (readonly [program: RegExp, skips: RegExp])[] = [
  [/^claude(?:-code)?$/, /--dangerously-skip-permissions|--permission-mode[ =]bypassPermissions|--allowedTools/],
  [/^gemini(?:-cli)?$/, /--yolo|(?:^|\s)-y\b|--approval-mode[ =]yolo/],
  [/^(?:q|qchat|amazon-q)$/, /--trust-all-tools|--no-interactive|(?:^|\s)-a\b/],
  [/^codex$/, /--dangerously-bypass-approvals-and-sandbox|--full-auto|--yolo|--ask-for-approval[ =]never/],
  [/^(?:cursor-agent|cursor)$/, /--force|(?:^|\s)-f\b/],
  [/^copilot$/, /--allow-all-tools|--allow-all/],
  [
    /^(?:aider|goose|opencode|amp|crush|qwen|kiro-cli)$/,
    /--yes(?:-always)?|--yolo|--auto-approve|--dangerously-allow-all|run\b/,
  ],
]

function assistants({ program, words }: Command, add: Add): void {
  const line = words.join(' ').slice(0, 8000)
  const [, skips] = ASSISTANTS.find(([name]) => name.test(program)) ?? []
  if (skips?.test(line) === true) add('assistant-command', program)
}

function publishes({ program, words }: Command, add: Add): void {
  const line = words.join(' ')
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program) && /^(?:npm )?(?:--\S+ )*publish\b/.test(line))
    add('publish-package', program)
  if (program === 'twine' && words.includes('upload')) add('publish-package', program)
  if (program === 'gh' && /^repo (?:create|edit .*--visibility)|^api .*(?:user\/repos|actions\/runners)/.test(line))
    add('publish-repository', 'gh')
  if (program === 'git' && /^(?:-\S+ (?:\S+ )?)*push\b/.test(line)) add('publish-repository', 'git')
}

function hides({ program, words }: Command, add: Add): void {
  const line = words.join(' ')
  if (!/^(?:powershell|pwsh)$/.test(program)) return
  if (/-e(?:nc|ncodedcommand|c)?\s+[A-Za-z\d+/=]{20}/i.test(line)) add('obfuscation', 'encoded-code')
  if (/-w(?:indowstyle)?\s+h(?:idden)?/i.test(line)) add('hide', 'hidden window')
  if (/\b(?:iwr|irm|curl|wget|Invoke-WebRequest|Invoke-RestMethod|DownloadString|DownloadFile)\b/i.test(line))
    add('download', /https?:\/\/([^/'"\s]{1,200})/i.exec(line)?.[1] ?? '?')
}

/** What shows in the text, whoever reads it. */
function textBehaviours(text: string, found: CommandBehaviour[]): void {
  const evidence = text.slice(0, 200)
  const add: Add = (kind, subject) => void found.push({ kind, subject, evidence })
  if (/\/dev\/(?:tcp|udp)\//.test(text)) add('reverse-shell', '/dev/tcp')
  if (/stratum\+(?:tcp|ssl):\/\//.test(text)) add('mine', 'stratum')
  for (const [, name = ''] of text.slice(0, 8000).matchAll(/\$\{?([A-Z][A-Z\d_]{2,60})\b/g))
    if (isSecretVariable(name)) add('read-environment', name)
    else if (isHostVariable(name)) add('host-facts', name)
}

function written(path: string, text: string, found: CommandBehaviour[]): void {
  const known = writePlace(expanded(path))
  if (known !== undefined) found.push({ ...known, evidence: text.slice(0, 200) })
}

function distinct(found: readonly CommandBehaviour[]): readonly CommandBehaviour[] {
  const keys = new Set<string>()
  return found.filter(({ kind, subject }) => {
    const key = `${kind} ${subject}`
    const isNew = !keys.has(key)
    keys.add(key)
    return isNew
  })
}
