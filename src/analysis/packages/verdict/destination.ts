import { isBareAddress, namesHost, registrableName } from './host-words.ts'
import type { Purpose } from './purpose.ts'
import { type Exposure, runsByItself } from './exposure.ts'
import type { Weighed } from './weights.ts'

/** Where something goes to or comes from, seen from the package and from what is sent. */
export type DestinationKind =
  /** The machine itself or its network. */
  | 'local'
  /** Named like the package, its links or its people. */
  | 'own'
  /** Named like the secret that is sent, `OPENAI_API_KEY` to `api.openai.com`, or the secret is the package's own. */
  | 'kin'
  /** Collects figures for many packages. */
  | 'statistics'
  /** Only the run can tell. */
  | 'open'
  | 'foreign'
  /** Takes anything from anybody and tells nobody from whom: webhooks, messengers, pastes, tunnels, catchers of probes. */
  | 'drop'
  /** A number instead of a name. */
  | 'bare'

/** The kind of a host; `secrets`: the words of what is sent. Who is asked may use a webhook of its own name; who is not asked may not. */
export function destinationOf(
  host: string,
  purpose: Purpose,
  exposure: Exposure,
  secrets: readonly string[] = [],
): DestinationKind {
  const plain = host.toLowerCase().replace(/:\d+$/, '')
  if (plain === '' || plain === '?' || plain.startsWith('…') || plain.includes('…'))
    return dropIn(plain) ? 'drop' : 'open'
  if (LOCAL.test(plain)) return 'local'
  if (isBareAddress(plain)) return 'bare'
  if (dropIn(plain) && runsByItself(exposure)) return 'drop'
  if (secrets.length > 0 && secrets.every((secret) => wordsOf(secret).some((word) => namesHost(word, plain))))
    return 'kin'
  if (!runsByItself(exposure) && secrets.length > 0 && secrets.every((secret) => isOwnSecret(secret, purpose)))
    return 'kin'
  if (purpose.hosts.has(registrableName(plain)) || purpose.words.some((word) => namesHost(word, plain))) return 'own'
  if (dropIn(plain)) return 'drop'
  return STATISTICS.test(plain) ? 'statistics' : 'foreign'
}

const LOCAL =
  /^(?:localhost|[\w-]{1,63}|.{1,200}\.(?:local|localhost|internal|lan|test)|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[?::1\]?|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2})$/

/** From section 4 of the incidents: what stolen data was sent to by those who own no server. */
const DROPS =
  /(?:^|\.)(?:discord(?:app)?\.com|api\.telegram\.org|webhook\.site|pipedream\.net|requestbin\.(?:com|net)|hookbin\.com|beeceptor\.com|requestcatcher\.com|ngrok\.(?:io|app|dev)|ngrok-free\.(?:app|dev)|trycloudflare\.com|loca\.lt|serveo\.net|localhost\.run|pinggy\.(?:io|link)|oast(?:ify)?\.(?:pro|live|site|online|fun|me|com|example)|interact(?:sh)?\.\w{2,10}|burpcollaborator\.net|canarytokens\.(?:com|org)|dnslog\.cn|ceye\.io|pastebin\.com|paste\.ee|hastebin\.com|rentry\.co|transfer\.sh|file\.io|gofile\.io|anonfiles\.com|catbox\.moe|0x0\.st|temp\.sh|bit\.ly|tinyurl\.com|is\.gd|m\.pythonanywhere\.com|eo\w{10,30}\.\w*pipedream\.net|hooks\.slack\.com)$/

function dropIn(host: string): boolean {
  return DROPS.test(host.replace(/^[….?]+/, ''))
}

const STATISTICS =
  /(?:^|\.)(?:google-analytics\.com|analytics\.google\.com|segment\.(?:io|com)|mixpanel\.com|amplitude\.com|posthog\.com|scarf\.sh|sentry\.io|heap\.io|heapanalytics\.com|rudderstack\.com|countly\.com|snowplowanalytics\.com|applicationinsights\.azure\.com|in\.applicationinsights\.azure\.com|datadoghq\.com|honeycomb\.io|umami\.is|plausible\.io)$/

/** Words of variables and files that say nothing of whose they are. */
const EMPTY =
  /^(?:API|KEY|TOKEN|SECRET|ACCESS|AUTH|ID|CLIENT|USER|PASSWORD|PASS|PRIVATE|APP|BOT|THE|MY|SERVICE|ACCOUNT|CREDENTIALS?|CONFIG|SESSION|BEARER|PERSONAL|DEFAULT|URL|HOST)$/i

/** `FLIT_PASSWORD` in flit: a secret that is made for this package. */
function isOwnSecret(secret: string, { words }: Purpose): boolean {
  return (
    secret === 'keyring' ||
    wordsOf(secret).some((one) => one.length > 2 && words.some((own) => own.includes(one.toLowerCase())))
  )
}

function wordsOf(secret: string): readonly string[] {
  return secret.split(/[^A-Za-z\d]+/).filter((word) => word.length > 1 && !EMPTY.test(word))
}

/**
 * How much a destination speaks for or against what is sent there. `grave`: things no client has a reason to send. An attacker
 * chooses his name and his host, so that they fit weakens a theft that happens by itself only little, and a grave one not at all.
 */
export function destinationWeight(kind: DestinationKind, host: string, exposure: Exposure, grave: boolean): Weighed {
  const own = runsByItself(exposure)
  const shown = host.slice(0, 120)
  if (kind === 'local') return { value: 0.15, because: `${shown} is the machine itself or its own network` }
  if (kind === 'own')
    return {
      value: grave ? (own ? 1 : 0.7) : own ? 0.5 : 0.15,
      because: `${shown} is named like the package or its makers`,
    }
  if (kind === 'kin')
    return {
      value: grave ? 0.5 : own ? 0.35 : 0.15,
      because: `${shown} or the package is named like the secret: a client signs in`,
    }
  if (kind === 'statistics') return { value: grave ? 1 : 0.4, because: `${shown} gathers figures for many packages` }
  if (kind === 'open')
    return { value: own ? 0.9 : 0.5, because: 'to which host is decided while it runs, perhaps by whoever calls it' }
  if (kind === 'drop') return { value: 1.4, because: `${shown} takes anything from anybody without a trace of whom` }
  if (kind === 'bare') return { value: 1.2, because: `${shown} is a number, without a name that somebody answers for` }
  return { value: 1, because: `${shown} has nothing to do with the package` }
}
