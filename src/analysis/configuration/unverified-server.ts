import { codeLines } from './code/script-lines.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import type { Location } from '../../model/location.ts'
import { PYTHON_FILES, pythonOf } from './python/python-code.ts'
import { unverifiedBy } from './python/unverified-calls.ts'
import { counted, placed, reported } from './report.ts'

/** A program talks to servers that do not have to prove who they are. */
export const unverifiedServer: FileRule = {
  id: 'configuration/unverified-server',
  title: 'A program talks to servers without checking their certificates.',
  severity: 'medium',
  why: 'With the check of certificates switched off, everybody between the program and the server reads what is sent (prompts, documents, API keys in headers) and writes what comes back: other model weights, other answers, other data to train on. It is switched off to get past the certificate of an internal proxy, and then goes into production.',
  fix: 'Give the certificate authority of the server to the program (verify="/path/ca.pem", SSL_CERT_FILE, REQUESTS_CA_BUNDLE, NODE_EXTRA_CA_CERTS, `ca:`), and keep the check on.',
  references: [
    'https://cwe.mitre.org/data/definitions/295.html',
    'https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification',
    'https://nodejs.org/api/tls.html#tlsconnectoptions-callback',
  ],
  files: [...PYTHON_FILES, '**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'],
  async *inspect(file) {
    const found = /\.(?:py|pyw|ipynb)$/.test(file.path) ? await inPython(file) : await inScript(file)
    if (found.length > 0) yield observed(file.path, found)
  },
}

interface Place {
  readonly what: string
  readonly location: Location
}

async function inPython(file: Parameters<FileRule['inspect']>[0]): Promise<readonly Place[]> {
  const code = await pythonOf(file)
  return (code?.module.uses ?? []).flatMap((use) => {
    const what = unverifiedBy(use)
    return what === undefined || code === undefined ? [] : [{ what, location: code.locate(use) }]
  })
}

/** The option of node:tls, node:https, axios, got, undici and ws, and the variable, set by the program itself. */
const SWITCH =
  /\brejectUnauthorized["']?\s{0,9}[:=]\s{0,9}false\b|\bNODE_TLS_REJECT_UNAUTHORIZED(?:["']\])?\s{0,9}=\s{0,9}["']?0\b|\bstrictSSL\s{0,9}:\s{0,9}false\b/

async function inScript(file: Parameters<FileRule['inspect']>[0]): Promise<readonly Place[]> {
  return (await codeLines(file, SWITCH)).map(({ match, location }) => ({ what: match, location }))
}

/** What tests talk to is their own. */
function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|testing|fixtures|e2e|spec)\/|[._-](?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)(?:test_[^/]*|conftest)\.py$/.test(
    path,
  )
}

function observed(path: string, found: readonly Place[]): Observation {
  const [first] = found
  const inTest = isTest(path)
  return reported({
    severity: inTest ? 'low' : 'medium',
    title: `${first?.what ?? ''} accepts any certificate`,
    message: `Whoever answers in the place of the server is believed, and reads what is sent to it.${
      found.length > 1 ? ` ${counted(found.length, 'place')} in this file.` : ''
    }${inTest ? ' The file looks like a test.' : ''}`,
    because: 'the check is switched off in the code',
    confidence: inTest ? 'medium' : 'high',
    evidence: found.map(({ what, location }) => placed(location, what)),
    fix: { text: 'Keep the check on and name the certificate authority of the server.' },
    identity: `${path} unverified`,
  })
}
