import { get, string, type TreeValue } from '../tree.ts'

/** What an image runs on, in the words of Go: `linux`, `arm64`, `v8`. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
}

/** The platform of a descriptor or of an image configuration; undefined where it states none. */
export function platformOf(value: TreeValue | undefined): Platform | undefined {
  const os = string(get(value, 'os'))
  const architecture = string(get(value, 'architecture'))
  if (os === undefined || architecture === undefined || os === '' || architecture === '') return undefined
  const variant = string(get(value, 'variant'))
  return { os, architecture, ...(variant === undefined || variant === '' ? {} : { variant }) }
}

/** Other words for the same processors (containerd normalises them so). */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  i386: '386',
  i686: '386',
  armhf: 'arm',
}

/** Reads `linux/arm64/v8` or `linux/arm64`; an architecture alone means Linux. Undefined for anything else. */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.toLowerCase().split('/')
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9_.-]{1,32}$/.test(part))) return undefined
  const [first = '', second, variant] = parts
  const os = second === undefined ? 'linux' : first
  const named = second ?? first
  const architecture = Object.hasOwn(ARCHITECTURES, named) ? (ARCHITECTURES[named] ?? named) : named
  return { os, architecture, ...(variant === undefined ? {} : { variant }) }
}

/** `linux/arm64/v8`. */
export function platformText({ os, architecture, variant }: Platform): string {
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`
}

/** Is it what was asked for? Without a variant any variant will do; `v8` is what arm64 is without saying so. */
export function isPlatform(found: Platform, asked: Platform): boolean {
  if (found.os !== asked.os || found.architecture !== asked.architecture) return false
  return asked.variant === undefined || asked.variant === (found.variant ?? DEFAULT_VARIANTS[found.architecture])
}

const DEFAULT_VARIANTS: Readonly<Record<string, string>> = { arm64: 'v8', arm: 'v7', amd64: 'v1' }
