import type { BehaviourKind } from '../behaviour.ts'
import { hostOf, isMetadataHost, isUserData, readPlace, writePlace } from '../known-places.ts'

/** A program and its arguments, as texts. */
export interface ProgramCall {
  /** Bare name in lower case. */
  readonly program: string
  readonly words: readonly string[]
}

/** Notes one thing that is found. */
export type Add = (kind: BehaviourKind, subject: string) => void

/**
 * What a program does by its name and arguments alone: POSIX tools, tools of Windows, package managers, coding assistants. Every one
 * is at least an `execute`. Where data comes from and goes to is for the readers of whole scripts.
 */
export function programBehaviours(call: ProgramCall, add: Add): void {
  add('execute', call.program)
  for (const rule of RULES) rule(call, add)
  if (WRITERS.has(call.program)) return
  const usesKeys = /^(?:ssh|scp|sftp|rsync|git|ssh-add|ssh-copy-id)$/.test(call.program)
  for (const [index, word] of call.words.entries()) {
    const isKey = usesKeys && call.words[index - 1] === '-i'
    const known = isKey ? undefined : readPlace(homePath(word))
    if (known !== undefined) add(known.kind, known.subject)
  }
}

/** Programs that only make or ask for the path; a shell that asks whether a file is there reads nothing of it. */
const WRITERS: ReadonlySet<string> = new Set(
  'echo mkdir touch chmod chown printf test [ [[ rm rmdir ssh-keygen restorecon cd local export declare if install'.split(
    ' ',
  ),
)
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

/** A path below the home folder, however that is written, begins with `~`. */
export function homePath(word: string): string {
  return word.replace(/^(?:\$\{?HOME\}?|%USERPROFILE%|\$env:USERPROFILE)/i, '~').replace(/^@/, '')
}

/** The host of the first address among the words. */
export function hostIn(words: readonly string[]): string | undefined {
  for (const word of words) {
    const host =
      hostOf(word) ?? (/^[\w-]+(?:\.[\w-]+)+\/[^\s]*$/.test(word) ? word.slice(0, word.indexOf('/')) : undefined)
    if (host !== undefined) return host
  }
  return undefined
}

type Rule = (command: ProgramCall, add: Add) => void

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
    if (program === 'find' && huntsSecrets(words)) add('hunt-secrets', 'find')
  },
  ({ program, words }, add) => {
    const isEnvironment =
      program === 'printenv' || (program === 'env' && words.length === 0) || (program === 'set' && words.length === 0)
    if (isEnvironment) add('read-environment', '*')
    if (/^(?:whoami|hostname|id|uname|ifconfig|ipconfig|systeminfo|ip)$/.test(program)) add('host-facts', program)
    if (/^(?:pbpaste|xclip|xsel|wl-paste|get-clipboard)$/.test(program)) add('clipboard', program)
    if (
      /^(?:screencapture|scrot|gnome-screenshot|grim)$/.test(program) ||
      (program === 'import' && words.some((word) => /^-window$|\.(?:png|jpe?g)$/.test(word)))
    )
      add('spy', program)
    if (words.some((word) => /^stratum\+(?:tcp|ssl|tls):\/\//.test(word))) add('mine', 'stratum')
    if (/^(?:xmrig|xmr-stak|minerd|cpuminer|ethminer|nbminer|t-rex|lolminer)/.test(program)) add('mine', program)
  },
  ({ program, words }, add) => {
    if (isTokenCommand(program, words.join(' '))) add('read-secret-file', `${program} ${words[0] ?? ''}`.trim())
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
    const known = isWriter && last !== undefined ? writePlace(homePath(last)) : undefined
    if (known !== undefined) add(known.kind, known.subject)
  },
]

function downloads({ program, words }: ProgramCall, add: Add): void {
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
  if (/^(?:ping|ssh|scp|sftp|ftp|telnet)$/.test(program)) add('network', remoteOf(words))
}

/** Whom `ssh`, `scp`, `ping` talk to: `user@host`, `host:path`, else the first name with a dot that is no option's value. */
function remoteOf(words: readonly string[]): string {
  const operands = words.filter(
    (word, index) => !word.startsWith('-') && !/^-[iFoSpPlcm]$/.test(words[index - 1] ?? ''),
  )
  const remote =
    operands.find((word) => /^[^\s/]{1,200}@[^\s@]|^[\w.-]{2,200}:[^/\\]/.test(word)) ??
    operands.find((word) => word.includes('.') && !/^[.~/]/.test(word))
  return remote?.replace(/^[^@]{0,200}@/, '').replace(/:.*$/, '') ?? '?'
}

function destroys({ program, words }: ProgramCall, add: Add): void {
  const line = words.join(' ')
  const targets = words.filter((word) => !word.startsWith('-')).map(homePath)
  const target = targets.find(isUserData)
  if (
    (program === 'rm' && /(?:^|\s)-\w*[rR]|--recursive/.test(line) && target !== undefined) ||
    (program === 'find' && target !== undefined && /-delete\b/.test(line))
  )
    add('destroy', target ?? '?')
  if (/^(?:rd|rmdir|del|erase|remove-item)$/.test(program) && /\/s|-recurse/i.test(line) && target !== undefined)
    add('destroy', target)
  if (program === 'shred' || program === 'wipefs' || (program.startsWith('mkfs') && targets.length > 0))
    add('destroy', targets[0] ?? program)
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

function assistants({ program, words }: ProgramCall, add: Add): void {
  const line = words.join(' ').slice(0, 8000)
  const [, skips] = ASSISTANTS.find(([name]) => name.test(program)) ?? []
  if (skips?.test(line) === true) add('assistant-command', program)
}

function publishes({ program, words }: ProgramCall, add: Add): void {
  const line = words.join(' ')
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program) && /^(?:npm )?(?:--\S+ )*publish\b/.test(line))
    add('publish-package', program)
  if (program === 'twine' && words.includes('upload')) add('publish-package', program)
  if (program === 'gh' && /^repo (?:create|edit .*--visibility)|^api .*(?:user\/repos|actions\/runners)/.test(line))
    add('publish-repository', 'gh')
  if (program === 'git' && isPush(words)) add('publish-repository', 'git')
}

/** The subcommand is the first word that is no option and no option's value (`-c`, `-C`). */
function isPush(words: readonly string[]): boolean {
  const place = words.findIndex((word, index) => !word.startsWith('-') && !/^-[cC]$/.test(words[index - 1] ?? ''))
  return words[place] === 'push'
}

function hides({ program, words }: ProgramCall, add: Add): void {
  const line = words.join(' ')
  if (!/^(?:powershell|pwsh)$/.test(program)) return
  if (/-e(?:nc|ncodedcommand|c)?\s+[A-Za-z\d+/=]{20}/i.test(line)) add('obfuscation', 'encoded-code')
  if (/-w(?:indowstyle)?\s+h(?:idden)?/i.test(line)) add('hide', 'hidden window')
  if (/\b(?:iwr|irm|curl|wget|Invoke-WebRequest|Invoke-RestMethod|DownloadString|DownloadFile)\b/i.test(line))
    add('download', /https?:\/\/([^/'"\s]{1,200})/i.exec(line)?.[1] ?? '?')
}

/** Commands that print a token or a password to whoever asks. `line` is all arguments. */
export function isTokenCommand(program: string, line: string): boolean {
  return (
    (program === 'gh' && /^auth (?:token|status .*(?:-t|--show-token))/.test(line)) ||
    (program === 'gcloud' && /auth (?:application-default )?print-(?:access|identity)-token/.test(line)) ||
    (program === 'az' && /account get-access-token/.test(line)) ||
    (program === 'aws' &&
      /(?:configure (?:export-credentials|get)|secretsmanager get-secret-value|sts get-session-token)/.test(line)) ||
    (program === 'security' && /(?:find|dump)-(?:generic-password|internet-password|keychain)/.test(line)) ||
    (program === 'npm' && /^(?:token list|config get .*_authToken)/.test(line)) ||
    (program === 'git' && /^credential fill|^config .*credential/.test(line))
  )
}

/** Does a search look for names of files that hold secrets? */
export function huntsSecrets(words: readonly string[]): boolean {
  return words.some((word) =>
    /id_rsa|id_ed25519|\.env\b|wallet|\.npmrc|\.pypirc|keystore|\.pem$|credentials|\.kdbx/.test(word),
  )
}
