import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { isLocalAddress } from './code/download.ts'
import type { IndexSetting } from './indexes/index-setting.ts'
import { INDEX_FILES, settingsOf } from './indexes/settings-of.ts'
import { placed, reported, shown } from './report.ts'

/** Packages are fetched from a server that does not have to prove who it is. */
export const insecureIndex: FileRule = {
  id: 'configuration/insecure-index',
  title: 'Packages or files are fetched from a server that does not have to prove who it is.',
  severity: 'high',
  why: 'Without TLS, or with certificates that nobody checks, everyone between the machine and the server (a coffee-shop network, a proxy, a poisoned DNS) can put other packages in the place of those that were asked for. Packages run code while they are installed.',
  fix: 'Use https, and give the certificate authority of an internal server to the tools (PIP_CERT, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, cafile) instead of switching the check off.',
  references: [
    'https://cwe.mitre.org/data/definitions/295.html',
    'https://cwe.mitre.org/data/definitions/319.html',
    'https://pip.pypa.io/en/stable/topics/https-certificates/',
    'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
  ],
  files: INDEX_FILES,
  async *inspect(file) {
    for (const [subject, group] of Map.groupBy((await settingsOf(file)).filter(isInsecure), subjectOf))
      yield observed(file.path, subject, group)
  },
}

function isInsecure({ kind, value }: IndexSetting): boolean {
  if (kind === 'unverified') return true
  if (kind === 'trusted') return !isLocalAddress(`http://${value.replace(/^[a-z]+:\/\//i, '')}`)
  return kind !== 'mixed' && kind !== 'secret' && /^(?:http|git|ftp):\/\//i.test(value) && !isLocalAddress(value)
}

function subjectOf({ kind, value, tool }: IndexSetting): string {
  if (kind === 'unverified') return `${tool} unverified ${/^(?:git|download|python)$/.test(value) ? value : ''}`.trim()
  return kind === 'trusted' ? `${tool} trusted ${value}` : `${tool} plain ${value.split('/', 3)[2] ?? ''}`
}

function observed(path: string, subject: string, group: readonly IndexSetting[]): Observation {
  const [first] = group
  const { title, message, fix } = sayingOf(first)
  const plain = first?.kind !== 'trusted' && first?.kind !== 'unverified'
  const remedy = first?.remedy ?? (plain ? first?.written.replace(/\bhttp:\/\//, 'https://') : undefined)
  return reported({
    severity: plain ? 'high' : 'medium',
    title,
    message,
    because: 'the setting says so',
    evidence: group.map(({ location, written }) => placed(location, written)),
    fix: { text: fix, ...(remedy === undefined ? {} : { remedy: { edit: shown(remedy, 200), file: path } }) },
    identity: `${path} ${shown(subject, 200)}`,
  })
}

function sayingOf(setting: IndexSetting | undefined): {
  readonly title: string
  readonly message: string
  readonly fix: string
} {
  const tool = setting?.tool ?? 'pip'
  if (setting?.kind === 'trusted')
    return {
      title: `${tool} trusts ${shown(setting.value, 80)} without checking its certificate`,
      message: `For ${shown(setting.value, 80)} no certificate is checked, and plain http is taken too: whoever answers under this name delivers the packages.`,
      fix: 'Remove the host from the trusted ones and give its certificate authority to the tool (--cert, PIP_CERT, SSL_CERT_FILE).',
    }
  if (setting?.kind === 'unverified') {
    const what = setting.value === 'git' ? 'git' : setting.value === 'download' ? 'a download' : programsOf(setting)
    return {
      title: `The certificate check is switched off for ${what}`,
      message: `${shown(setting.written)} makes ${what} accept every server as the right one, for all that is fetched under it.`,
      fix: 'Remove it and give the certificate authority of the server to the tool (SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, cafile, http.sslCAInfo).',
    }
  }
  return {
    title: `${tool === 'pip' && setting?.written.startsWith('git') === true ? 'git' : tool} fetches over an unencrypted connection`,
    message: `${shown(setting?.value ?? '', 100)} is plain text on its way: everyone on the path can answer with other packages.`,
    fix: 'Use the https address of the server.',
  }
}

function programsOf({ written, tool }: IndexSetting): string {
  if (written.startsWith('NODE_TLS')) return 'every Node.js program'
  if (written.startsWith('ssl.')) return 'urllib in this program'
  if (/^(?:PYTHONHTTPSVERIFY|CURL_CA|REQUESTS_CA)/.test(written)) return 'every Python program'
  return tool
}
