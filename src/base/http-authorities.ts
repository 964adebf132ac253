import { X509Certificate } from 'node:crypto'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/** The certificates of a PEM text, and how many of its blocks are none. */
export interface PemCertificates {
  /** In PEM, each once. */
  readonly certificates: readonly string[]
  readonly unreadable: number
}

/**
 * Reads the certificates in a PEM text (RFC 7468); what stands around them is passed over, as OpenSSL does. A block that is no certificate must not
 * reach the runtime: Node 24 takes it without a word.
 */
export function pemCertificates(text: string): PemCertificates {
  const found = new Set<string>()
  let unreadable = 0
  for (const block of blocksOf(text)) {
    if (isCertificate(block)) found.add(block)
    else unreadable++
  }
  return { certificates: [...found], unreadable }
}

/**
 * From now on connections of this process also trust servers that these authorities vouch for, besides those that the runtime trusts; `system` adds
 * those of the operating system, as pip (since 24.2) and curl do. Returns what undoes it; connections that are kept open stay, and servers
 * that were spoken to may be known by their session. Nothing changes without
 * any: the runtime's own are then left as they are. The certificates are those of pemCertificates().
 */
export function trustAlso(
  certificates: readonly string[],
  { system = false }: { readonly system?: boolean } = {},
): () => void {
  if (certificates.length === 0 && !system) return () => {}
  const before = getCACertificates('default')
  setDefaultCACertificates([...new Set([...before, ...(system ? getCACertificates('system') : []), ...certificates])])
  return () => setDefaultCACertificates(before)
}

const BEGIN = '-----BEGIN CERTIFICATE-----'
const END = '-----END CERTIFICATE-----'

function* blocksOf(text: string): Iterable<string> {
  for (let from = text.indexOf(BEGIN); from >= 0; from = text.indexOf(BEGIN, from + 1)) {
    const end = text.indexOf(END, from)
    if (end < 0) return
    yield `${text.slice(from, end + END.length)}\n`
    from = end
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
