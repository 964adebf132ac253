import type { BehaviourKind, TaintSource } from './behaviour.ts'

/** What a path, an address or a name stands for: the kind of behaviour that touching it is, and a word for it. */
export interface KnownPlace {
  readonly kind: BehaviourKind
  readonly subject: string
}

interface PlacePattern extends KnownPlace {
  readonly pattern: RegExp
}

/**
 * Files that hold secrets, by the end of their path; what malicious packages of 2022 to 2026 looked for. `~` is the home folder, `…` an
 * unknown part. Patterns are for the first 1,000 characters.
 */
const READ_PLACES: readonly PlacePattern[] = [
  place('browser-store', 'browser', /\/(?:Google\/Chrome|google-chrome|BraveSoftware|Microsoft\/Edge|Chromium|chromium|Opera Software|Vivaldi|Mozilla\/Firefox|\.mozilla\/firefox|Firefox)\/(?:.{0,80}\/)?(?:User Data|Default|Profile|Profiles|Local Extension Settings|Local Storage|Brave-Browser)/i),
  place('browser-store', 'browser', /\/(?:Login Data|Local State|Web Data|Cookies|cookies\.sqlite|logins\.json|key4\.db)(?:-journal)?$/),
  place('wallet', 'wallet', /(?:^|\/)(?:\.ethereum\/keystore|\.bitcoin|\.electrum|Exodus\/exodus\.wallet|exodus\.wallet|atomic\/Local Storage|Ledger Live|\.config\/solana\/id\.json|wallet\.dat|\.monero|metamask)(?:\/|$)|nkbihfbeogaeaoehlefnkodbefgpgknn/i),
  place('read-secret-file', '.npmrc', /(?:^|\/)\.npmrc$/),
  place('read-secret-file', '.yarnrc', /(?:^|\/)\.yarnrc(?:\.yml)?$/),
  place('read-secret-file', '.pypirc', /(?:^|\/)\.pypirc$/),
  place('read-secret-file', '.netrc', /(?:^|\/)[._]netrc$/),
  place('read-secret-file', '.ssh', /(?:^|\/)\.ssh(?:\/|$)|(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$/),
  place('read-secret-file', '.aws', /(?:^|\/)\.aws(?:\/(?:credentials|config|sso)|$)/),
  place('read-secret-file', 'gcloud', /(?:^|\/)(?:\.config\/gcloud|application_default_credentials\.json|gcloud\/(?:credentials|access_tokens)\.db)/),
  place('read-secret-file', '.azure', /(?:^|\/)\.azure(?:\/|$)/),
  place('read-secret-file', '.kube', /(?:^|\/)\.kube(?:\/config|$)|\/var\/run\/secrets\/kubernetes\.io/),
  place('read-secret-file', '.docker', /(?:^|\/)\.docker(?:\/config\.json|$)/),
  place('read-secret-file', '.git-credentials', /(?:^|\/)\.git-credentials$|\.config\/git\/credentials$/),
  place('read-secret-file', '.gitconfig', /^(?:~|…)\/\.gitconfig$/),
  place('read-secret-file', '.git/config', /(?:^|\/)\.git\/config$/),
  place('read-secret-file', 'gh', /(?:^|\/)\.config\/gh\/hosts\.yml$/),
  place('read-secret-file', '.gnupg', /(?:^|\/)\.gnupg(?:\/|$)/),
  place('read-secret-file', '.vault-token', /(?:^|\/)\.vault-token$/),
  place('read-secret-file', 'terraform', /(?:^|\/)(?:\.terraform\.d\/credentials|\.terraformrc|terraform\.tfstate)/),
  place('read-secret-file', 'shell history', /(?:^|\/)\.(?:bash|zsh|sh|python|node_repl|psql|mysql)_history$/),
  place('read-secret-file', 'passwords of the system', /^\/etc\/(?:passwd|shadow|sudoers)$/),
  place('read-secret-file', 'keychain', /\/Keychains(?:\/|$)|\.keychain(?:-db)?$|\/keyrings(?:\/|$)/),
  place('read-secret-file', 'environment of a process', /^\/proc\/(?:self|\d+|…)\/(?:environ|mem)$/),
  place('read-secret-file', 'messages', /(?:discord\/Local Storage|Telegram Desktop\/tdata|Signal\/config\.json|Slack\/(?:storage|Cookies))/i),
  place('read-secret-file', 'assistant settings', /(?:^|\/)(?:\.claude\.json|\.claude\/(?:settings|\.credentials)[\w.]*json|\.gemini\/(?:oauth_creds|settings)\.json|\.codex\/auth\.json|\.config\/github-copilot\/)/),
] // prettier-ignore

/** Files whose writing is more than writing. */
const WRITE_PLACES: readonly PlacePattern[] = [
  place('write-workflow', 'workflow', /(?:^|\/)\.github\/(?:workflows|actions)\/|(?:^|\/)\.gitlab-ci\.yml$|(?:^|\/)\.circleci\/config\.yml$/),
  place('write-assistant-configuration', 'instructions', /(?:^|\/)(?:CLAUDE|AGENTS|GEMINI|\.cursorrules|\.windsurfrules|\.clinerules|copilot-instructions)(?:\.md)?$/i),
  place('write-assistant-configuration', 'settings', /(?:^|\/)(?:\.claude|\.cursor|\.gemini|\.codex|\.windsurf|\.continue|\.kiro)\/.|(?:^|\/)(?:\.claude\.json|\.?mcp\.json|claude_desktop_config\.json)$/),
  place('write-assistant-configuration', 'editor tasks', /(?:^|\/)\.vscode\/(?:tasks|settings|launch)\.json$/),
  place('persist', 'shell profile', /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin)$|config\.fish$|\/etc\/profile(?:\.d\/|$)|Microsoft\.PowerShell_profile\.ps1$/),
  place('persist', 'launch agent', /\/Launch(?:Agents|Daemons)(?:\/|$)/),
  place('persist', 'systemd', /\/systemd\/(?:system|user)(?:\/|$)|\.(?:service|timer)$/),
  place('persist', 'cron', /^\/etc\/cron|\/var\/spool\/cron/),
  place('persist', 'autostart', /\/\.config\/autostart\/|Start Menu\/Programs\/Startup|\/etc\/(?:init\.d|rc\.local|ld\.so\.preload)/i),
  place('persist', 'authorized keys', /\/\.ssh\/authorized_keys$/),
  place('persist', 'git hook', /(?:^|\/)\.git\/hooks\/./),
  place('persist', 'python start', /\.pth$|(?:site|user)customize\.py$/),
  place('hide', 'own manifest', /^<here>\/package\.json$/),
] // prettier-ignore

const MOST_CHARACTERS = 1000

/** What reading a path means; undefined for an ordinary file. */
export function readPlace(path: string): KnownPlace | undefined {
  return match(READ_PLACES, path)
}

/** Whose data a place holds; undefined where reading it gives nobody's. */
export function sourceOfPlace({ kind }: Pick<KnownPlace, 'kind'>): TaintSource | undefined {
  return PLACE_SOURCES[kind]
}

const PLACE_SOURCES: Readonly<Partial<Record<BehaviourKind, TaintSource>>> = {
  'read-secret-file': 'secret-file',
  'browser-store': 'browser-store',
  wallet: 'wallet',
}

/** What writing a path means; undefined for an ordinary file. */
export function writePlace(path: string): KnownPlace | undefined {
  return match(WRITE_PLACES, path)
}

function match(places: readonly PlacePattern[], path: string): KnownPlace | undefined {
  const plain = path.slice(0, MOST_CHARACTERS).replaceAll('\\', '/')
  return places.find(({ pattern }) => pattern.test(plain))
}

function place(kind: BehaviourKind, subject: string, pattern: RegExp): PlacePattern {
  return { kind, subject, pattern }
}

/** Is a variable of the environment named like a secret? `NPM_TOKEN`, `AWS_SECRET_ACCESS_KEY`, `OPENAI_API_KEY`. */
export function isSecretVariable(name: string): boolean {
  return (
    /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASS|CREDENTIALS?|APIKEY|PRIVATE_KEY|API_KEY|ACCESS_KEY(?:_ID)?|AUTH_KEY|MNEMONIC|SEED_PHRASE)(?:_|$)/i.test(
      name,
    ) && name.length < 100
  )
}

/** Variables that say who and where somebody is. */
export function isHostVariable(name: string): boolean {
  return /^(?:USER|USERNAME|LOGNAME|HOSTNAME|COMPUTERNAME|USERDOMAIN|SUDO_USER)$/.test(name)
}

/** The host of an address, lower case; undefined where it is none or not known. */
export function hostOf(address: string): string | undefined {
  const host = /^\s*(?:[a-z][a-z\d+.-]{0,20}:)?\/\/(?:[^/@\s]{0,200}@)?(\[[\da-f:.]{2,60}\]|[^/:?#\s\\]{1,255})/i.exec(
    address.slice(0, MOST_CHARACTERS),
  )?.[1]
  return host?.toLowerCase()
}

/** Services of clouds that give credentials to whoever asks from inside. */
export function isMetadataHost(host: string): boolean {
  return /^(?:169\.254\.169\.254|169\.254\.170\.2|metadata\.google\.internal|metadata|100\.100\.100\.200|\[fd00:ec2::254\])$/.test(
    host,
  )
}

/** What deleting a path with everything in it destroys: the home folder, the disk, what lies directly in them. */
export function isUserData(path: string): boolean {
  return /^(?:~|~\/(?:\*|Documents|Desktop|Downloads|Pictures)?|\/|\/\*|\/home(?:\/.{0,40})?|\/Users(?:\/.{0,40})?|[A-Z]:[\\/]{1,2}(?:\*|Users.{0,40})?|%USERPROFILE%.{0,20}|\$HOME(?:\/\*?)?)$/i.test(
    path,
  )
}

/** `…` in a host stands for what only the run can tell: what is known of it says whose it is. */
export function knownHost(host: string | undefined): string | undefined {
  return host === undefined || host === '…' || host === '' || host.startsWith('{') ? undefined : host.slice(0, 255)
}
