import type { PythonUse } from '../../../formats/python/module.ts'
import { isConstant, keyword } from './argument.ts'

/** How a call or an assignment switches the check of certificates off; undefined when it does not. */
export function unverifiedBy(use: PythonUse): string | undefined {
  if (use.runs === 'never') return undefined
  if (use.kind === 'assign') return assignedOff(use)
  return use.kind === 'call' ? calledOff(use) : undefined
}

const METHODS = /(?:^|\.)(?:get|post|put|patch|delete|head|options|request|send|stream|fetch)$/
const CLIENTS =
  /^(?:requests|httpx|niquests|curl_cffi|boto3|botocore|urllib3|aiohttp|requests_html|httpcore|openai|huggingface_hub|qdrant_client|minio|hvac|ollama)\b/

/** Keywords that mean certificates whatever is called. */
const SWITCHES: readonly string[] = ['verify_ssl', 'verify_certs', 'ssl_verify', 'verify_cert', 'validate_certs']

function calledOff(use: PythonUse): string | undefined {
  const { name } = use
  if (isConstant(use, 'verify', 'False')) {
    // `jwt.decode(…, verify=False)` is about signatures: a method of a connection, or a known library, it must be.
    const isHttp = CLIENTS.test(name) || (METHODS.test(name) && !/\bjwt\b|jose/.test(name))
    if (isHttp) return `${shortened(name)}(verify=False)`
  }
  const named = SWITCHES.find((one) => isConstant(use, one, 'False'))
  if (named !== undefined) return `${shortened(name)}(${named}=False)`
  if (/^aiohttp\b/.test(name) && isConstant(use, 'ssl', 'False')) return `${shortened(name)}(ssl=False)`
  if (/^(?:\w{1,60}\.)*_create_unverified_context$/.test(name)) return `${shortened(name)}()`
  const required = keyword(use, 'cert_reqs')
  return required !== undefined && /(?:^|\.)CERT_NONE$/.test(required.value)
    ? `${shortened(name)}(cert_reqs=CERT_NONE)`
    : undefined
}

/** `session.verify = False`, `context.check_hostname = False`, `context.verify_mode = ssl.CERT_NONE`. */
function assignedOff({ name, arguments: [value] }: PythonUse): string | undefined {
  const isOff = value?.type === 'constant' && value.value === 'False'
  if (isOff && /^requests\b.{0,200}\.verify$/.test(name)) return `${shortened(name)} = False`
  if (isOff && /^ssl\b.{0,200}\.check_hostname$/.test(name)) return `${shortened(name)} = False`
  return /^ssl\b.{0,200}\.verify_mode$/.test(name) && /(?:^|\.)CERT_NONE$/.test(value?.value ?? '')
    ? `${shortened(name)} = CERT_NONE`
    : undefined
}

function shortened(name: string): string {
  return name
    .replace(/^<\w{1,20}>\./, '')
    .replaceAll('()', '')
    .slice(-60)
}
