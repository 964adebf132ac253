import { hostOf } from '../known-places.ts'

/** An address in the strings of a file. */
export interface Address {
  readonly host: string
  /** As it stands there, at most 200 characters. */
  readonly text: string
  /**
   * `number`: an address of numbers that is not one of a private network. `drop`: a place where anybody may leave or fetch things.
   * `document`: where specifications, projects and their documentation are. `plain`: everything else.
   */
  readonly kind: 'plain' | 'number' | 'drop' | 'document' | 'who-am-i'
}

const ADDRESS = /\b(?:https?|wss?|ftp|tcp):\/\/[\w.:@%[\]-]{3,260}(?:\/[\w./?=&%+~#:@!$,;*-]{0,200})?/g
const MOST_IN_ONE = 50

/** Addresses in one string, as far as their host is written out. */
export function addressesIn(text: string): readonly Address[] {
  if (!text.includes('://')) return []
  const found: Address[] = []
  for (const match of text.matchAll(ADDRESS)) {
    if (found.length >= MOST_IN_ONE) break
    const host = hostOf(match[0])
    if (host === undefined || !IS_HOST.test(host)) continue
    found.push({ host, text: match[0].slice(0, 200), kind: kindOf(host, match[0]) })
  }
  return found
}

/** The dictionary of Brotli, which every browser-like library holds, has `http://www.years` and its like. */
const IS_HOST = /^(?!www\.[a-z]+$)(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d])?\.){1,8}[a-z]{2,24}$|^\d{1,3}(?:\.\d{1,3}){3}$/

function kindOf(host: string, address: string): Address['kind'] {
  if (/^\d/.test(host) && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return isPublic(host) ? 'number' : 'document'
  if (DROPS.test(address)) return 'drop'
  if (WHO_AM_I.test(host)) return 'who-am-i'
  if (
    DOCUMENTS.test(host) ||
    (/(?:^|\.)(?:github|gitlab)\.com$/.test(host) && !/\/(?:raw|releases|archive)\//.test(address))
  )
    return 'document'
  return 'plain'
}

/** Not of this machine, of a private network (RFC 1918), of a link, of no network, and no number of a version such as 1.2.0.0. */
function isPublic(host: string): boolean {
  const parts = host.split('.').map(Number)
  const [a = 0, b = 0] = parts
  if (parts.some((part) => part > 255) || a === 0 || a === 10 || a === 127 || a >= 224) return false
  return !((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254))
}

const DROPS =
  /discord(?:app)?\.com\/api\/webhooks|api\.telegram\.org\/bot|hooks\.slack\.com|webhook\.site|pastebin\.com\/raw|\.ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|\.onion\b|\.oast\.|interact\.sh|pipedream\.net|requestbin|transfer\.sh|\bfile\.io\/|gofile\.io|anonfiles|catbox\.moe|requestcatcher\.com|burpcollaborator/i

const WHO_AM_I =
  /(?:^|\.)(?:ipify\.org|ipinfo\.io|ifconfig\.me|ip-api\.com|icanhazip\.com|checkip\.amazonaws\.com|ipapi\.co|myip\.com|ident\.me)$/

/** Names of namespaces and homes of specifications and tools: they are written into files, nobody calls them. */
const DOCUMENTS =
  /(?:^|\.)(?:w3\.org|xmlsoap\.org|openxmlformats\.org|purl\.org|json-schema\.org|apache\.org|gnu\.org|python\.org|rust-lang\.org|docs\.rs|crates\.io|golang\.org|go\.dev|unicode\.org|ietf\.org|rfc-editor\.org|openssl\.org|mozilla\.org|wikipedia\.org|llvm\.org|kernel\.org|readthedocs\.io|readthedocs\.org|sourceforge\.net|nodejs\.org|electronjs\.org|pydata\.org|numpy\.org|scipy\.org|example\.(?:com|org|net)|adobe\.com|iptc\.org|opengis\.net|freedesktop\.org|gnome\.org|zlib\.net|libpng\.org|boost\.org|cmake\.org|swagger\.io|opentelemetry\.io|sqlite\.org|duckdb\.org|creativecommons\.org|opensource\.org|schemas\.microsoft\.com|aka\.ms|docs\.microsoft\.com|learn\.microsoft\.com|msdn\.microsoft\.com|go\.microsoft\.com|stackoverflow\.com|dublincore\.org|cython\.org|pytorch\.org|tensorflow\.org|bugs\.\w{2,20}\.org|developer\.\w{2,20}\.\w{2,6}|docs\.[\w-]{2,30}\.[a-z]{2,6})$/
