import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pemCertificates, trustAlso } from '../../../base/http-authorities.ts'
import { proxiesFrom, proxyVariables } from '../../../base/http-proxy.ts'
import type { Environment } from './configuration/configuration-input.ts'
import type { ConnectionSettings, SettingsNote } from './configuration/registry-settings.ts'

/** What the door knows of where it runs. */
export interface ConnectionPlace {
  readonly environment: Environment
  /** Where relative paths begin. */
  readonly folder: string
  /** Trust what the operating system trusts too; pip and curl do. Default: yes. */
  readonly system?: boolean
}

/** Connections as the user's clients have them. Must be closed: proxies and authorities are those of the whole process. */
export interface OpenedConnections {
  /** What the configuration says and was not followed. */
  readonly notes: readonly SettingsNote[]
  close(): void
}

/**
 * Lets requests of this process go through the proxies and trust the authorities of the user's configuration: npm's `cafile`, pip's `cert`, SSL_CERT_FILE,
 * REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE and NODE_EXTRA_CA_CERTS; `proxy`, `https-proxy` and `noproxy` before HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Authorities
 * are added to those of the runtime. A file that cannot be read is a note: what needs it fails later and says so. Throws USAGE_ARGUMENTS for
 * what is no address of a proxy.
 */
export async function openConnections(
  settings: ConnectionSettings,
  place: ConnectionPlace,
): Promise<OpenedConnections> {
  const files = await Promise.all(certificateFiles(settings, place).map(readCertificates))
  const undoProxies = proxiesFrom(effectiveProxies(settings, place.environment))
  const undoTrust = trustAlso(
    files.flatMap(({ certificates }) => certificates),
    { system: place.system ?? true },
  )
  return {
    notes: [...files.flatMap(({ notes }) => notes), ...rangeNotes(settings, place)],
    close() {
      undoProxies()
      undoTrust()
    },
  }
}

/** The clients that read them: uv, pip, curl, npm. */
const VARIABLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'] as const

interface CertificateFile {
  /** As it is told in notes. */
  readonly place: string
  readonly path: string
}

function certificateFiles(
  { certificates }: ConnectionSettings,
  { environment, folder }: ConnectionPlace,
): readonly CertificateFile[] {
  const named = [
    ...certificates.map((path) => ({ place: path, path })),
    ...VARIABLES.flatMap((name) => {
      const path = environment[name]
      return path === undefined || path === '' ? [] : [{ place: name, path }]
    }),
  ]
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? folder
  const absolute = named.map(({ place, path }) => ({
    place,
    path: resolve(
      folder,
      path.replace(/^~(?=\/|\\|$)/, () => home),
    ),
  }))
  return [...new Map(absolute.map((file) => [file.path, file])).values()]
}

/** The whole of Mozilla's list has 230 kB. */
const LARGEST = 16 * 1024 * 1024

async function readCertificates({
  place,
  path,
}: CertificateFile): Promise<{ readonly certificates: readonly string[]; readonly notes: readonly SettingsNote[] }> {
  const failed = (
    says: string,
  ): { readonly certificates: readonly string[]; readonly notes: readonly SettingsNote[] } => ({
    certificates: [],
    notes: [{ place, says }],
  })
  try {
    const text = await smallText(path)
    if (text === undefined) return failed('the certificates are not trusted: the file is no plain file, or too large')
    const { certificates, unreadable } = pemCertificates(text)
    if (certificates.length === 0) return failed('the file holds no certificate in PEM')
    const notes = unreadable === 0 ? [] : [{ place, says: `${unreadable} blocks of the file are no certificates` }]
    return { certificates, notes }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    return failed(`the certificates are not trusted: the file cannot be read (${code})`)
  }
}

async function smallText(path: string): Promise<string | undefined> {
  const file = await open(path, 'r')
  try {
    const info = await file.stat()
    return info.isFile() && info.size <= LARGEST ? await file.readFile('latin1') : undefined
  } finally {
    await file.close()
  }
}

/** A proxy in the configuration of a client goes before the variables; hosts that are asked directly are those of both. */
function effectiveProxies({ proxy, noProxy }: ConnectionSettings, environment: Environment): Environment {
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = proxyVariables(environment)
  const direct = [noProxy, NO_PROXY].filter((hosts) => hosts !== undefined && hosts !== '').join(',')
  return {
    HTTP_PROXY: proxy ?? HTTP_PROXY,
    HTTPS_PROXY: proxy ?? HTTPS_PROXY,
    ...(direct === '' ? {} : { NO_PROXY: direct }),
  }
}

function rangeNotes(settings: ConnectionSettings, { environment }: ConnectionPlace): readonly SettingsNote[] {
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = effectiveProxies(settings, environment)
  if (HTTP_PROXY === undefined && HTTPS_PROXY === undefined) return []
  const ranges = (NO_PROXY ?? '').split(/[\s,]+/).filter((entry) => /^[\d.:a-f]+\/\d+$/i.test(entry))
  return ranges.length === 0
    ? []
    : [
        {
          place: 'NO_PROXY',
          says: `ranges of addresses are not followed (${ranges.slice(0, 3).join(', ').slice(0, 80)}): name the hosts`,
        },
      ]
}
