import { UsageError } from '../../../base/errors.ts'
import { isPlatform, parsePlatform, type Platform, platformText } from '../../../formats/oci/platform.ts'

/** What the operator asks for of several images. */
export interface ImageWish {
  /** For example `linux/arm64`. */
  readonly platform?: string
  /** A name, a tag, or a digest of which at least seven digits are given. */
  readonly reference?: string
}

/** One image to choose from. */
export interface Choice {
  readonly label: string
  readonly names: readonly string[]
  readonly platform: Platform | undefined
  /** `sha256:…`; undefined in archives that name no manifest. */
  readonly digest: string | undefined
}

/**
 * The image to be scanned: the one that was asked for; else of several the first for linux/amd64, else the first. Throws
 * USAGE_ARGUMENTS, and says what is there, when none is what was asked for. `absent` are platforms that are listed and not there.
 */
export function chooseImage<T extends Choice>(
  choices: readonly T[],
  wish: ImageWish,
  absent: readonly Platform[],
): T | undefined {
  const { reference, platform } = wish
  const named = reference === undefined ? choices : choices.filter((one) => isNamed(one, reference))
  if (reference !== undefined && named.length === 0) throw none(`called ${reference.slice(0, 120)}`, choices)
  if (platform === undefined) return named.find((one) => isFor(one, DEFAULT_PLATFORM)) ?? named[0]
  const asked = parsePlatform(platform)
  if (asked === undefined) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      `expected --platform OS/ARCHITECTURE[/VARIANT], found ${platform.slice(0, 120)}`,
    )
  }
  const found = named.find((one) => isFor(one, asked))
  if (found !== undefined) return found
  const listed = absent.some((one) => isPlatform(one, asked))
  throw none(`for ${platformText(asked)}${listed ? '; the index lists one, but it did not come along' : ''}`, named)
}

const DEFAULT_PLATFORM: Platform = { os: 'linux', architecture: 'amd64' }

function isFor({ platform }: Choice, asked: Platform): boolean {
  return platform !== undefined && isPlatform(platform, asked)
}

/** `app:1` names `docker.io/library/app:1`, and so does `1`. */
function isNamed({ names, digest }: Choice, reference: string): boolean {
  if (names.some((name) => name === reference || name.endsWith(`/${reference}`) || name.endsWith(`:${reference}`)))
    return true
  const hex = reference.slice(reference.lastIndexOf('@') + 1).replace(/^sha(?:256|512):/, '')
  return digest !== undefined && /^[0-9a-f]{7,128}$/.test(hex) && digest.slice(digest.indexOf(':') + 1).startsWith(hex)
}

function none(what: string, choices: readonly Choice[]): UsageError {
  const there = choices.slice(0, 10).map(({ label }) => label)
  const more = choices.length > there.length ? ` and ${choices.length - there.length} more` : ''
  const hint = there.length === 0 ? 'There is no image in it at all.' : `There are: ${there.join('; ')}${more}.`
  return new UsageError('USAGE_ARGUMENTS', `there is no image ${what}`, hint)
}
