import { excerpt } from '../../../base/escape.ts'
import type { Check } from '../secret-rule.ts'
import { decodeBase64, jsonObject } from './encodings.ts'
import { expiry, INVALID, UNKNOWN, valid, verdictOf } from './verdict.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const SHOWN = 60

/** NVIDIA's older NGC keys: base64 of 26 characters, a colon and a UUID. Measured on published samples. */
export function ngcKey(value: string): Check {
  const text = decodeBase64(value)?.toString('latin1') ?? ''
  const [first = '', second = ''] = text.split(':', 2)
  return verdictOf(/^[a-z0-9]{26}$/i.test(first) && UUID.test(second))
}

/** Neptune's tokens: base64 of a JSON object with `api_address` and `api_key`. Source: Neptune's client, `Credentials.from_token`. */
export function neptuneToken(value: string): Check {
  const object = jsonObject(decodeBase64(value))
  if (typeof object?.['api_address'] !== 'string' || typeof object['api_key'] !== 'string') return INVALID
  return valid(`for ${excerpt(object['api_address'], SHOWN)}`)
}

/** Weaviate Cloud's keys of version 2: base64 of two random texts and `_v200`. Measured on published samples. */
export function weaviateKey(value: string): Check {
  const text = decodeBase64(value)?.toString('latin1') ?? ''
  return verdictOf(/^[A-Za-z0-9+/]{16}_[A-Za-z0-9+/]{43}=_v200$/.test(text))
}

/** Bedrock's long-term keys: `ABSK` and base64 of `BedrockAPIKey-<id>-at-<account>:<secret>`. Measured on published samples. */
export function bedrockKey(value: string): Check {
  const text = decodeBase64(value.slice(4))?.toString('latin1') ?? ''
  const account = /^BedrockAPIKey-[\w+=,.@-]{1,80}-at-(?<account>[0-9]{12}):/.exec(text)?.groups?.['account']
  return account === undefined ? UNKNOWN : valid(`for the AWS account ${account}`)
}

/** Bedrock's short-term keys: a signed request in base64 that names its region and how long it holds. Source: AWS's token generator. */
export function bedrockShortKey(value: string): Check {
  const text = decodeBase64(value.slice('bedrock-api-key-'.length))?.toString('latin1') ?? ''
  const date = /[?&]X-Amz-Date=(?<date>[0-9]{8})T/.exec(text)?.groups?.['date']
  if (date === undefined) return UNKNOWN
  return valid(`made on ${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}, holds for 12 hours at most`)
}

/** JFrog's reference tokens: base64 of `reftkn:01:<seconds>:<secret>`; 0 never expires. Measured on published samples. */
export function jfrogReferenceToken(value: string): Check {
  const text = decodeBase64(value)?.toString('latin1') ?? ''
  const seconds = /^reftkn:[0-9]{2}:(?<seconds>[0-9]{1,10}):[A-Za-z0-9]{20,40}$/.exec(text)?.groups?.['seconds']
  if (seconds === undefined) return INVALID
  return Number(seconds) === 0 ? valid('never expires') : valid(...expiry(Number(seconds)))
}

/** Grafana Cloud's tokens: `glc_` and base64 of a JSON object that names the organisation `o` and the token `n`. */
export function grafanaCloudToken(value: string): Check {
  const object = jsonObject(decodeBase64(value.slice('glc_'.length)))
  return verdictOf(object !== undefined && 'o' in object && 'k' in object)
}

/** Grafana's older API keys: base64 of a JSON object with the secret `k`, the name `n` and the organisation `id`. */
export function grafanaApiKey(value: string): Check {
  const object = jsonObject(decodeBase64(value))
  return verdictOf(typeof object?.['k'] === 'string' && 'n' in object && 'id' in object)
}

/** Sentry's organisation tokens: `sntrys_`, base64 of a JSON object with `iat`, `url` and `org`, and a secret. Source: Sentry's RFC 91. */
export function sentryOrganisationToken(value: string): Check {
  const body = value.slice('sntrys_'.length)
  const object = jsonObject(decodeBase64(body.slice(0, body.lastIndexOf('_'))))
  if (typeof object?.['org'] !== 'string') return INVALID
  return valid(`for the organisation ${excerpt(object['org'], SHOWN)}`)
}

/** 1Password's service account tokens: `ops_` and base64 of a JSON object. Source: 1Password's page on service accounts. */
export function onePasswordToken(value: string): Check {
  const object = jsonObject(decodeBase64(value.slice('ops_'.length)))
  return verdictOf(object !== undefined && 'signInAddress' in object)
}

/** Slack's app-level tokens: `xapp-1-<app>-<number>-<secret>`; the app stands in them. Source: Slack's page on token types. */
export function slackAppToken(value: string): Check {
  const app = /^xapp-[0-9]-(?<app>A[A-Z0-9]{8,11})-[0-9]{10,14}-[0-9a-f]{64}$/.exec(value)?.groups?.['app']
  return app === undefined ? INVALID : valid(`for the app ${app}`)
}

/** The key of a Google service account: a JSON object with `type`, `private_key_id` and a private key. Source: Google's page on keys. */
export function googleServiceAccount(json: string): Check {
  const object = jsonObject(Buffer.from(json, 'latin1'))
  if (object?.['type'] !== 'service_account' || typeof object['private_key'] !== 'string') return INVALID
  const { client_email: account, private_key_id: id } = object
  if (typeof id !== 'string' || !/^[0-9a-f]{40}$/.test(id)) return UNKNOWN
  return valid(...(typeof account === 'string' ? [`for ${excerpt(account, SHOWN)}`] : []))
}

/** The same in base64, as it is put into environment variables. */
export function googleServiceAccountBase64(value: string): Check {
  const bytes = decodeBase64(value)
  return bytes === undefined ? INVALID : googleServiceAccount(bytes.toString('latin1'))
}
