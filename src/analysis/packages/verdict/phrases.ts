import { excerpt } from '../../../base/escape.ts'
import type { Behaviour, Taint } from '../behaviour.ts'

/** Most things that one sentence counts. */
const MOST_NAMED = 4

/** `a`, `a and b`, `a, b and c`, `a, b, c, d and 3 more`. */
export function listed(items: readonly string[]): string {
  const all = [...new Set(items)]
  const shown = all.slice(0, MOST_NAMED)
  const more = all.length - shown.length
  const parts = more > 0 ? [...shown, `${more} more`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

/** A foreign word in a sentence: on one line, cut. */
export function word(text: string, length = 80): string {
  return excerpt(text.replaceAll(/\s+/g, ' ').trim(), length)
}

/** A host in a sentence. */
export function hostWord(host: string): string {
  return host === '?' || host === '' ? 'a host that is only known when it runs' : word(host)
}

/** What a source reads: `~/.npmrc`, `NPM_TOKEN`, `the whole environment`. */
export function sourceWord({ source, subject }: Pick<Taint, 'source' | 'subject'>): string {
  if (source === 'environment') return subject === '*' ? 'the whole environment' : word(subject)
  if (source === 'secret-file') return fileWord(subject)
  if (source === 'browser-store') return subject === 'cookies' ? 'cookies of the page' : 'the stores of browsers'
  if (source === 'wallet')
    return PAGE_WALLETS.test(subject) ? `the wallet of the page (${word(subject, 30)})` : 'wallets'
  if (source === 'clipboard') return 'the clipboard'
  if (source === 'spy') return `what is shown or typed (${word(subject, 40)})`
  if (source === 'cloud-metadata') return 'credentials of the metadata service'
  if (source === 'command-output') return `what ${word(subject, 40)} prints`
  if (source === 'network') return `what ${hostWord(subject)} answers`
  if (source === 'decoded') return `a constant of the package (${word(subject, 40)})`
  if (source === 'host-facts') return HOST_WORDS[subject] ?? word(subject, 40)
  return subject === '?' ? 'a file' : word(subject)
}

/** Wallets that a page talks to, in contrast to their files. */
export const PAGE_WALLETS = /^(?:ethereum|solana|phantom|tronWeb|BinanceChain|keplr|unisat|xfi)$/

const HOST_WORDS: Readonly<Record<string, string>> = {
  hostname: 'the host name',
  HOSTNAME: 'the host name',
  COMPUTERNAME: 'the host name',
  userInfo: 'the user name',
  whoami: 'the user name',
  username: 'the user name',
  USER: 'the user name',
  USERNAME: 'the user name',
  LOGNAME: 'the user name',
  networkInterfaces: 'network addresses',
  'name servers': 'the name servers',
  id: 'the user name',
  'user name': 'the user name',
  'working directory': 'the working directory',
  'network addresses': 'network addresses',
}

/** A secret file as the user knows it. */
export function fileWord(subject: string): string {
  if (FILE_WORDS[subject] !== undefined) return FILE_WORDS[subject]
  return subject.startsWith('.') && subject !== '.git/config' ? `~/${word(subject, 60)}` : word(subject, 60)
}

const FILE_WORDS: Readonly<Record<string, string>> = {
  gcloud: 'the credentials of gcloud',
  gh: 'the token of gh',
  'gh auth': 'the token of gh',
  'passwords of the system': 'the list of users of the system',
  terraform: 'the credentials of Terraform',
  'shell history': 'the history of shells',
  keychain: 'the key chain',
  messages: 'the stores of messengers',
  'assistant settings': 'the settings of coding assistants',
}

/** What was done on the way, as verbs with `it`. */
export function throughWords(through: readonly string[]): readonly string[] {
  const words: string[] = []
  for (const step of through) {
    const verb = VERBS[step]
    if (verb === undefined) continue
    if (words.at(-1) === verb) words[words.length - 1] = `${verb} twice`
    else if (words.at(-1) !== `${verb} twice`) words.push(verb)
  }
  return words.slice(0, MOST_NAMED)
}

const VERBS: Readonly<Record<string, string>> = {
  base64: 'encodes it as base64',
  base32: 'encodes it as base32',
  base85: 'encodes it as base85',
  hex: 'encodes it as hexadecimal',
  json: 'writes it as JSON',
  gzip: 'compresses it',
  zlib: 'compresses it',
  brotli: 'compresses it',
  zip: 'packs it',
  tar: 'packs it',
  encrypt: 'enciphers it',
  hash: 'hashes it',
}

/** Verbs one after the other: `reads x, encodes it as base64 and sends it to y`. */
export function sequence(verbs: readonly string[]): string {
  const shown = verbs.filter((verb) => verb !== '')
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}

/** Where data goes, as a verb with `it`. */
export function sinkWord({ kind, subject }: Pick<Behaviour, 'kind' | 'subject'>): string {
  if (kind === 'dns') return `asks the name service for a name made of it (${word(subject)})`
  if (kind === 'publish-repository') return `puts it into a repository (${word(subject, 60)})`
  if (kind === 'publish-package') return `publishes it in a package (${word(subject, 60)})`
  return `sends it to ${hostWord(subject)}`
}

/** What a behaviour is, as a verb with its object. */
export function actWord({ kind, subject }: Pick<Behaviour, 'kind' | 'subject'>): string {
  const unknown = HOSTS.has(kind)
    ? 'a host that is only known when it runs'
    : 'something that is only known when it runs'
  const what = subject === '?' ? unknown : word(subject, 60)
  if (kind === 'publish-repository' && subject.includes('.')) return `changes repositories at ${what}`
  return `${ACTS[kind]} ${kind === 'read-secret-file' ? fileWord(subject) : what}`
}

const HOSTS: ReadonlySet<Behaviour['kind']> = new Set(['network', 'dns', 'download'])

const ACTS: Readonly<Record<Behaviour['kind'], string>> = {
  'read-environment': 'reads from the environment',
  'read-secret-file': 'reads',
  'browser-store': 'reads stores of',
  wallet: 'knows or reads wallets:',
  clipboard: 'reads the clipboard with',
  spy: 'watches with',
  'host-facts': 'asks for',
  'cloud-metadata': 'asks for credentials of the machine at',
  'hunt-secrets': 'looks for secrets with',
  encode: 'encodes',
  network: 'talks to',
  dns: 'asks the name service for',
  download: 'fetches from',
  execute: 'starts',
  evaluate: 'runs text as code with',
  'reverse-shell': 'gives a shell away through',
  'dynamic-import': 'loads',
  'write-file': 'writes',
  'write-executable': 'writes a program:',
  persist: 'is started again by',
  'publish-package': 'publishes packages with',
  'publish-repository': 'changes repositories with',
  'write-workflow': 'writes a',
  'write-assistant-configuration': 'writes for assistants:',
  'assistant-command': 'starts without questions',
  'hook-runtime': 'replaces',
  destroy: 'deletes or ends',
  mine: 'mines with',
  hide: 'hides:',
  obfuscation: 'is made unreadable:',
  'install-hook': 'runs on',
  unread: 'was not understood:',
}
