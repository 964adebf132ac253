import type { PythonModule, PythonUse } from '../../../formats/python/module.ts'
import type { Severity } from '../../../model/severity.ts'
import type { Judged } from './judged.ts'

/** Calls that send what they are given. */
const SENDING =
  /^(?:requests\.(?:post|put|patch|request)|requests\.(?:s|S)ession\(\)\.(?:post|put|patch|request)|httpx\.(?:post|put|patch|request)|httpx\.(?:Async)?Client\(\)\.(?:post|put)|urllib\.request\.(?:urlopen|Request)|urllib2\.urlopen|socket\.socket\(\)\.(?:send|sendall|sendto|connect)|socket\.(?:create_connection|getaddrinfo|gethostbyname)|http\.client\.HTTPS?Connection(?:\(\)\.request)?|smtplib\.SMTP.*|ftplib\.FTP.*|aiohttp\.ClientSession\(\)\.(?:post|put)|huggingface_hub\.upload_(?:file|folder)|websockets?\.\w+)$/

/** Secrets are read and something is sent: whether they meet cannot be told in general, that both are there can. */
export function judgeExfiltration(module: PythonModule, all: readonly Judged[]): readonly Judged[] {
  const secrets = all.filter(({ kind }) => kind === 'code/secrets')
  if (secrets.length === 0) return []
  const sending = module.uses.find(({ kind, name, runs }) => kind === 'call' && runs !== 'never' && SENDING.test(name))
  if (sending === undefined) return []
  const [first] = secrets
  if (first === undefined) return []
  const severity = severityOf(secrets, sending)
  return [
    {
      kind: 'code/exfiltration',
      severity,
      does: 'reads secrets and sends something out',
      name: first.name,
      because: `It ${first.does} on line ${first.use.line} and calls \`${sending.name}\` on line ${sending.line}.`,
      use: sending,
    },
  ]
}

/** A client of a paid service reads its own key: alone, and in functions only, that is ordinary. */
function severityOf(secrets: readonly Judged[], sending: PythonUse): Severity {
  const isOrdinary = secrets.every(({ severity, does }) => severity === 'low' && does.startsWith('reads a credential'))
  const isAtImport = sending.runs === 'import'
  if (isOrdinary) return isAtImport ? 'high' : 'low'
  return isAtImport ? 'critical' : 'high'
}
