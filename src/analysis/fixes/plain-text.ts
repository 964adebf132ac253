import type { Ecosystem } from '../../model/ecosystem.ts'

/** Names and versions come from hostile files and from feeds: what else they hold is never written into a file or a command. */
const PLAIN_VERSION = /^[0-9a-z][0-9a-z.!+_-]{0,99}$/i
const PLAIN_NAMES: Readonly<Record<Ecosystem, RegExp>> = {
  PyPI: /^[a-z0-9][a-z0-9._-]{0,199}$/i,
  conda: /^[a-z0-9_][a-z0-9._-]{0,199}$/i,
  npm: /^(?:@[a-z0-9~][a-z0-9._~-]{0,199}\/)?[a-z0-9~][a-z0-9._~-]{0,199}$/i,
}

/** May this version be written? */
export function isPlainVersion(version: string): boolean {
  return PLAIN_VERSION.test(version)
}

/** May this name be written? */
export function isPlainName(ecosystem: Ecosystem, name: string): boolean {
  return PLAIN_NAMES[ecosystem].test(name)
}

/** A path that no shell takes for anything else; undefined for others. */
export function plainPath(path: string): string | undefined {
  return /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(path) ? path : undefined
}
