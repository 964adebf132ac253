import type { Behaviour, Taint } from '../behaviour.ts'
import { isSecretVariable } from '../known-places.ts'
import { PAGE_WALLETS } from './phrases.ts'
import { THREATS, type ThreatId } from './weights.ts'

/** What kind of private data something is; undefined for what belongs to nobody. */
export type PrivateClass = 'secret' | 'store' | 'spied' | 'host'

/** The class of a source. */
export function classOf({ source, subject }: Taint): PrivateClass | undefined {
  if (source === 'environment') return subject === '*' || isSecretVariable(subject) ? 'secret' : undefined
  if (source === 'secret-file' || source === 'cloud-metadata') return 'secret'
  if (source === 'command-output') return commandClass(subject)
  if (source === 'browser-store' || source === 'wallet') return 'store'
  if (source === 'clipboard' || source === 'spy') return 'spied'
  return source === 'host-facts' && !HARMLESS_FACTS.test(subject) ? 'host' : undefined
}

/** Facts that say nothing of who somebody is, or only build a path. */
const HARMLESS_FACTS =
  /^(?:homedir|home|tmpdir|platform|arch|machine|system|release|version|type|cpus|endianness|python|node|cwd|getcwd|expanduser|processor|architecture|locale|timezone)\b/i

/** Programs that print tokens or find secrets, and those that print who somebody is. */
function commandClass(program: string): PrivateClass | undefined {
  if (
    /^(?:gh|gcloud|az|aws|security|trufflehog|gitleaks|printenv|env|noseyparker|claude|gemini|q|codex|op|bw|pass)\b/.test(
      program,
    )
  )
    return 'secret'
  return /^(?:whoami|hostname|id|ifconfig|ipconfig|systeminfo|uname|ip|net|wmic|scutil)\b/.test(program)
    ? 'host'
    : undefined
}

/** The threat of private data that leaves together, by the worst of it. */
export function secretThreat(taints: readonly Taint[]): ThreatId {
  if (taints.some(({ source, subject }) => source === 'command-output' && HUNTERS.test(subject))) return 'hunt'
  const kinds = new Set(taints.filter(({ subject }) => subject !== 'keyring').map(familyOf))
  const files = taints.filter(({ source }) => source === 'secret-file')
  if (files.some(({ subject }) => !TOOL_SETTINGS.test(subject))) return 'secret-file'
  if (kinds.size > 2) return 'many-secrets'
  if (taints.some(({ source }) => source === 'command-output')) return 'token-command'
  if (taints.some(({ source, subject }) => source === 'environment' && subject === '*')) return 'everything'
  if (files.length > 0) return 'tool-settings'
  return taints.some(({ source }) => source === 'environment') ? 'one-secret' : 'cloud-metadata'
}

const HUNTERS = /^(?:trufflehog|gitleaks|noseyparker|claude|gemini|q|codex)\b/

/** Files that tools read for addresses and options as well. */
export const TOOL_SETTINGS =
  /^(?:\.npmrc|\.yarnrc|\.netrc|\.pypirc|\.gitconfig|\.git\/config|\.docker|\.kube|\.aws|gcloud|\.azure|passwords of the system|assistant settings|keyring)$/

/** Secrets of one service are one: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
function familyOf({ source, subject }: Taint): string {
  return source === 'environment' ? (subject.split('_')[0] ?? '') : `${source} ${subject}`
}

/** The threat of passwords, sessions and wallets that leave together. */
export function storeThreat(taints: readonly Taint[]): ThreatId {
  const isPage = ({ source, subject }: Taint): boolean => source === 'wallet' && PAGE_WALLETS.test(subject)
  const isCookie = ({ source, subject }: Taint): boolean => source === 'browser-store' && subject === 'cookies'
  if (taints.some((taint) => !isPage(taint) && !isCookie(taint))) return 'stores'
  return taints.some(isPage) ? 'page-wallet' : 'page-cookies'
}

/** Things that no client has a reason to send, whatever it is called. */
export function isGrave(threat: ThreatId): boolean {
  return THREATS[threat].value >= 0.85
}

/** The kinds that let data out. */
export const OUTLETS: readonly Behaviour['kind'][] = ['network', 'dns', 'publish-repository', 'publish-package']
