import type { ValidationSettings } from '../secrets/validation/validation-settings.ts'
import type { UserRule } from '../secrets/user-rules/user-rule.ts'

/** How a scan looks for secrets and personal data; plain data, it travels to the workers. */
export interface SensitiveSettings {
  /** The key under which found values are named; see value-name. */
  readonly key: ValueKey
  /** Look for personal data too. */
  readonly personalData: boolean
  /** Rules of the user's own, which count beside ours. */
  readonly userRules: readonly UserRule[]
  /** Present where the operator allowed to ask providers whether a token works. */
  readonly validate?: ValidationSettings
}

/** A key for names of values. */
export interface ValueKey {
  /** Hexadecimal, 32 bytes. */
  readonly hex: string
  /** Known to its owner alone. Under a key that everybody knows, a value that can be guessed has no name. */
  readonly secret: boolean
}

/** The key of those who have none: everybody knows it, so it only keeps these names apart from those of other tools. */
export const PUBLIC_KEY: ValueKey = {
  hex: '61737361793a206e616d6573206f66207365637265742076616c7565732c2031',
  secret: false,
}
