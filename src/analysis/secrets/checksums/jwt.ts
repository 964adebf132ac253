import { excerpt } from '../../../base/escape.ts'
import type { Check } from '../secret-rule.ts'
import { decodeBase64, jsonObject } from './encodings.ts'
import { expiry, INVALID } from './verdict.ts'

/** Two parts of a JSON Web Token, decoded. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
}

/** Names from a token are foreign text: enough to recognise the issuer. */
const SHOWN = 60

/** Decodes header and payload of a signed JSON Web Token (RFC 7519, RFC 7515); `undefined` where one is no JSON object. */
export function readJwt(value: string): Jwt | undefined {
  const [first = '', second = ''] = value.split('.', 2)
  const header = jsonObject(decodeBase64(first))
  const payload = jsonObject(decodeBase64(second))
  return header === undefined || payload === undefined ? undefined : { header, payload }
}

/**
 * Text is a JSON Web Token when its header names an algorithm and its payload is an object. Says who issued it, for whom, with which role,
 * until when. Never `valid`: the signature cannot be checked without the issuer's key, and anybody can write the rest.
 */
export function jsonWebToken(value: string): Check {
  const token = readJwt(value)
  if (token === undefined || typeof token.header['alg'] !== 'string') return INVALID
  const { iss, aud, role, exp } = token.payload
  return readable(
    ...(token.header['alg'] === 'none' ? ['not signed'] : []),
    ...named('issued by', iss),
    ...named('for', Array.isArray(aud) ? aud[0] : aud),
    ...named('role', role),
    ...(typeof exp === 'number' ? expiry(exp) : ['never expires']),
  )
}

function readable(...says: readonly string[]): Check {
  return { verdict: 'unknown', says }
}

function named(what: string, value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [`${what} ${excerpt(value, SHOWN)}`] : []
}

/** A database key of Qdrant: a JSON Web Token whose payload grants `access`. Source: Qdrant's page on granular access. */
export function qdrantKey(value: string): Check {
  const payload = readJwt(value)?.payload
  if (payload === undefined || !('access' in payload)) return INVALID
  const { access, exp } = payload
  return readable(...rights(access), ...(typeof exp === 'number' ? expiry(exp) : ['never expires']))
}

function rights(access: unknown): readonly string[] {
  if (access === 'm') return ['may manage the whole database']
  if (access === 'r') return ['may read the whole database']
  return Array.isArray(access) ? [`for ${access.length} ${access.length === 1 ? 'collection' : 'collections'}`] : []
}
