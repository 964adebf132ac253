import type { Check } from '../secret-rule.ts'
import { decodeBase64 } from './encodings.ts'
import { readMacaroon } from './macaroon.ts'
import { expiry, INVALID, valid } from './verdict.ts'

const PREFIX = 'pypi-'
/** The numbers of the caveats in Warehouse's `macaroons/caveats`. */
const CAVEAT = { expiration: 0, projectNames: 1, projectIds: 2, user: 3, publisher: 4 } as const

/**
 * Tokens of PyPI and TestPyPI are macaroons: what they allow stands in them. Says whether one is for single projects or for
 * everything the account owns, and until when. Source: Warehouse, `warehouse/macaroons` (the older JSON form, too).
 */
export function pypiToken(value: string): Check {
  const bytes = decodeBase64(value.slice(PREFIX.length))
  const macaroon = bytes === undefined ? undefined : readMacaroon(bytes)
  if (macaroon === undefined) return INVALID
  const says = macaroon.caveats.flatMap(saysOf)
  return says.some((one) => one.startsWith('for '))
    ? valid(...says)
    : valid('for every project of the account', ...says)
}

function saysOf(caveat: Uint8Array): readonly string[] {
  const value = parsed(caveat)
  if (Array.isArray(value)) return ofNumbered(value)
  if (typeof value !== 'object' || value === null || !('permissions' in value)) return []
  return ofPermissions(value.permissions)
}

function ofNumbered([kind, first]: readonly unknown[]): readonly string[] {
  if (kind === CAVEAT.expiration && typeof first === 'number') return expiry(first)
  if (kind === CAVEAT.projectNames || kind === CAVEAT.projectIds)
    return Array.isArray(first) ? [forProjects(first.length)] : []
  return kind === CAVEAT.publisher ? ['for one trusted publisher'] : []
}

function ofPermissions(permissions: unknown): readonly string[] {
  if (typeof permissions !== 'object' || permissions === null || !('projects' in permissions)) return []
  return Array.isArray(permissions.projects) ? [forProjects(permissions.projects.length)] : []
}

function forProjects(count: number): string {
  return count === 1 ? 'for one project' : `for ${count} projects`
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    // A caveat of another kind: it says nothing we know of.
    return undefined
  }
}
