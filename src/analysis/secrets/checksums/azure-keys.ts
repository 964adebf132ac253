import { crc32 } from 'node:zlib'
import type { Check } from '../secret-rule.ts'
import { base62, decodeBase32, decodeBase64, encodeNumber } from './encodings.ts'
import { marvin32, marvinSeed } from './marvin32.ts'
import { INVALID, UNKNOWN, valid, verdictOf } from './verdict.ts'

const CHECKSUM_BYTES = 4

/** A seed and what a key made with it is, for people. */
export interface AzureKind {
  readonly seed: string
  readonly says?: string
}

/**
 * Azure's identifiable keys of version 1: the last four bytes of the decoded key are the Marvin32 of all before them, with a seed that
 * names the kind of key. Source: Microsoft's security-utilities (IdentifiableSecrets, IdentifiableMetadata), MIT.
 */
export function azureIdentifiable(kinds: readonly AzureKind[]): (value: string) => Check {
  const seeds = kinds.map((kind) => ({ kind, seed: marvinSeed(kind.seed) }))
  return (value) => {
    const bytes = decodeBase64(value)
    if (bytes === undefined || bytes.length <= CHECKSUM_BYTES) return INVALID
    const split = bytes.length - CHECKSUM_BYTES
    const sum = bytes.readUInt32LE(split)
    const found = seeds.find(({ seed }) => marvin32(bytes.subarray(0, split), seed) === sum)
    if (found === undefined) return INVALID
    return valid(...(found.kind.says === undefined ? [] : [found.kind.says]))
  }
}

/** Azure Cache for Redis also issues keys whose `+` and `/` were replaced before the checksum: their sum cannot be told. */
export function azureRedis(value: string): Check {
  const check = REDIS(value)
  return check.verdict === 'invalid' ? UNKNOWN : check
}

const REDIS = azureIdentifiable([{ seed: 'Access00' }])

const CASK_SEED = marvinSeed('Default0')
const CASK_BODY = 80

/**
 * Azure's common annotated keys (84 characters with `JQQJ9` inside): the last four characters come from the Marvin32 of the first 60
 * decoded bytes, in base 62 or, in the first issue, in base64. Character 58 is the year, 59 the month they were made.
 * Source: Microsoft's security-utilities (CommonAnnotatedKey), MIT.
 */
export function azureCommonKey(value: string): Check {
  const bytes = decodeBase64(value.slice(0, CASK_BODY))
  if (bytes === undefined || value.length !== CASK_BODY + 4) return INVALID
  const sum = marvin32(bytes, CASK_SEED)
  const little = Buffer.alloc(CHECKSUM_BYTES)
  little.writeUInt32LE(sum)
  const texts = [caskText(sum), caskText(little.readUInt32BE(0)), little.toString('base64')]
  const end = value.slice(CASK_BODY)
  return texts.some((text) => text.startsWith(end)) ? valid(...madeIn(value)) : INVALID
}

/** Base 62 as Microsoft writes it: one `0` for each leading zero byte, and filled up on the right. */
function caskText(sum: number): string {
  const zeros = Math.min(3, Math.floor(Math.clz32(sum) / 8))
  return `${'0'.repeat(zeros)}${base62(sum, 1)}`.padEnd(6, '0')
}

function madeIn(value: string): readonly string[] {
  const year = 2024 + value.charCodeAt(58) - 65
  const month = value.charCodeAt(59) - 64
  return year <= 2049 && month >= 1 && month <= 12 ? [`made in ${year}-${String(month).padStart(2, '0')}`] : []
}

const CLIENT_SECRET_ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~'
const CLIENT_SECRET_SEED = marvinSeed('AadPwd00')
const CLIENT_SECRET_SUM = 3

/**
 * Entra ID client secrets with `8Q~`: the last three characters start the Marvin32 of all before them in an alphabet of 66. Those
 * with `7Q~` have no checksum. Source: Microsoft's security-utilities (IdentifiableMetadata), whose sample holds.
 */
export function azureClientSecret(value: string): Check {
  if (value.slice(3, 6) !== '8Q~') return UNKNOWN
  const body = Buffer.from(value.slice(0, -CLIENT_SECRET_SUM), 'latin1')
  const sum = encodeNumber(marvin32(body, CLIENT_SECRET_SEED), CLIENT_SECRET_ALPHABET)
  return verdictOf(sum.slice(0, CLIENT_SECRET_SUM) === value.slice(-CLIENT_SECRET_SUM))
}

/** What the CRC-32 is combined with: a token of a person, of an application. */
const DEVOPS_MARKS = [0xe0b9692d, 0x1019f92e] as const
/** Where the bytes of the checksum are hidden among the 32 of the token, most significant first. */
const DEVOPS_SUM = [2, 7, 8, 22] as const

/**
 * Azure DevOps tokens of 52 base32 characters: four of their 32 bytes are the CRC-32 of the others, combined with a constant. Source:
 * Microsoft's security-utilities (AdoPat), MIT.
 */
export function azureDevOpsToken(value: string): Check {
  const bytes = decodeBase32(value)
  if (bytes === undefined || bytes.length !== 32) return INVALID
  const rest = bytes.filter((_, index) => !DEVOPS_SUM.some((at) => at === index))
  const sum = DEVOPS_SUM.reduce((number, at) => number * 256 + (bytes[at] ?? 0), 0)
  const found = crc32(rest)
  return verdictOf(DEVOPS_MARKS.some((mark) => (found ^ mark) >>> 0 === sum))
}
