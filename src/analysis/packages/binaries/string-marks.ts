import type { BehaviourKind } from '../behaviour.ts'
import { readPlace } from '../known-places.ts'

/** Something in the strings of a file that tells what it is for. */
export interface StringMark {
  readonly kind: BehaviourKind
  readonly subject: string
  /** As it stands there, at most 200 characters. */
  readonly text: string
}

interface MarkPattern {
  readonly pattern: RegExp
  readonly kind: BehaviourKind
  /** Empty: what the known place says. */
  readonly subject: string
}

/** Go and Rust write their strings without anything between them: nothing here asks for the beginning or end of a string. */
const MARKS: readonly MarkPattern[] = [
  mark('read-secret-file', '', /\.ssh[\\/]{1,2}id_(?:rsa|dsa|ecdsa|ed25519)|\.aws[\\/]{1,2}credentials|\.docker[\\/]{1,2}config\.json|\.kube[\\/]{1,2}config\b|\.config[\\/]{1,2}gcloud|\.config[\\/]{1,2}gh[\\/]{1,2}hosts\.yml|\.git-credentials|\.vault-token|\.(?:bash|zsh)_history|\.(?:npmrc|pypirc|netrc)\b/),
  mark('read-secret-file', 'passwords of the system', /\/etc\/(?:shadow|sudoers)\b/),
  mark('read-secret-file', 'keychain', /login\.keychain|\/Keychains\/|key3\.db/),
  mark('read-secret-file', 'memory of logins', /sekurlsa|mimikatz|lsass\.exe/i),
  mark('read-secret-file', 'messages', /discord[\\/]{1,2}Local Storage|Telegram Desktop[\\/]{1,2}tdata/i),
  mark('browser-store', 'browser', /(?:Google[\\/]{1,2}Chrome|google-chrome|BraveSoftware|Microsoft[\\/]{1,2}Edge|Vivaldi|Opera Software|Mozilla[\\/]{1,2}Firefox|\.mozilla[\\/]{1,2}firefox)[\\/]{1,2}(?:User Data|Default|Profiles?|Brave-Browser|Opera Stable)|\bLogin Data\b|\blogins\.json\b|\bkey4\.db\b|\bcookies\.sqlite\b/),
  mark('wallet', 'wallet', /nkbihfbeogaeaoehlefnkodbefgpgknn|\bwallet\.dat\b|exodus\.wallet|[Ee]lectrum[\\/]{1,2}wallets|\.ethereum[\\/]{1,2}keystore|\.config[\\/]{1,2}solana[\\/]{1,2}id\.json/),
  mark('cloud-metadata', '169.254.169.254', /169\.254\.169\.254|169\.254\.170\.2\b|metadata\.google\.internal|100\.100\.100\.200/),
  mark('persist', 'Run key', /CurrentVersion[\\/]{1,2}Run(?:Once)?\b/),
  mark('persist', 'launch agent', /Library[\\/]{1,2}Launch(?:Agents|Daemons)/),
  mark('persist', 'systemd', /\/(?:etc|lib)\/systemd\/(?:system|user)\/|\.config\/systemd\/user/),
  mark('persist', 'cron', /\/etc\/cron(?:tab|\.d)|\/var\/spool\/cron/),
  mark('persist', 'autostart', /\.config\/autostart|Start Menu[\\/]{1,2}Programs[\\/]{1,2}Startup|\/etc\/ld\.so\.preload|\/etc\/rc\.local/),
  mark('persist', 'shell profile', /[~/]\.(?:bashrc|zshrc|bash_profile|zprofile|zshenv)\b/),
  mark('persist', 'authorized keys', /\.ssh\/authorized_keys/),
  mark('mine', 'pool', /stratum\+(?:tcp|ssl|tls):\/\/|\bxmrig\b|\bminexmr\b|cryptonight|donate\.v\d\.xmrig|\bnicehash\b/i),
  mark('reverse-shell', '/dev/tcp', /\/dev\/tcp\/|bash -i >&/),
  mark('write-workflow', 'workflow', /\.github\/workflows\/[\w%]/),
  mark('write-assistant-configuration', 'settings', /\.claude[\\/]{1,2}(?:settings|commands|agents)|\.cursor[\\/]{1,2}(?:mcp\.json|rules)|claude_desktop_config\.json/),
  mark('assistant-command', 'claude', /--dangerously-skip-permissions/),
  mark('network', '?', /net\/http\.\(\*Client\)\.[dD]o\b|net\.\(\*Dialer\)\.Dial/),
  mark('execute', '?', /os\/exec\.\(\*Cmd\)\.(?:Start|Run)\b/),
  mark('obfuscation', 'packed', /This file is packed with the UPX/),
] // prettier-ignore

/**
 * One look before the others: most strings have none of these words. Literal words only, so that it costs one pass.
 */
const FIRST_LOOK =
  /\.ssh|\.aws|\.docker|\.kube|\.config|\.git-cr|\.vault-|_history|\.npmrc|\.pypirc|\.netrc|\/etc\/|eychain|key[34]\.db|sekurlsa|mimikatz|lsass|tdata|Local Storage|User Data|Firefox|firefox|Chrome|Brave|Microsoft.Edge|Opera|Vivaldi|Login Data|logins\.json|cookies\.sqlite|nkbihf|wallet|keystore|169\.254|google\.internal|100\.100|CurrentVersion|LaunchA|LaunchD|systemd|\/cron|Startup|\.bash|\.zsh|\.zprofile|stratum|xmrig|XMRig|minexmr|ryptonight|nicehash|dev\/tcp|bash -i|workflows|\.claude|\.cursor|claude_|dangerously|\(\*Client\)|\(\*Dialer\)|\(\*Cmd\)|the UPX/

/** Marks in one string. */
export function stringMarks(text: string): readonly StringMark[] {
  if (!FIRST_LOOK.test(text)) return []
  const found: StringMark[] = []
  for (const { pattern, kind, subject } of MARKS) {
    const match = pattern.exec(text)
    if (match === null) continue
    const place = subject === '' ? readPlace(`~/${match[0]}`) : undefined
    found.push({
      kind: place?.kind ?? kind,
      subject: place?.subject ?? (subject === '' ? match[0] : subject),
      text: around(text, match.index, match[0].length),
    })
  }
  return found
}

/** The mark with what stands around it. */
export function around(text: string, at: number, length: number): string {
  const start = Math.max(0, at - 40)
  return text.slice(start, Math.min(text.length, at + length + 100, start + 200)).replaceAll(/\s+/g, ' ')
}

function mark(kind: BehaviourKind, subject: string, pattern: RegExp): MarkPattern {
  return { kind, subject, pattern }
}
