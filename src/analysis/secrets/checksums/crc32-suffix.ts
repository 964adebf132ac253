import { crc32 } from 'node:zlib'
import type { Check } from '../secret-rule.ts'
import { base36, base62, hex32 } from './encodings.ts'
import { verdictOf } from './verdict.ts'

/** 62^6 and 36^7 are more than 2^32. */
const BASE62_WIDTH = 6
const BASE36_WIDTH = 7
const HEX_WIDTH = 8

/** The ways in which providers write the CRC-32 (IEEE) of a text behind it. */
export const CRC32_TEXT = {
  base62: (text: string): string => base62(crc32(text), BASE62_WIDTH),
  base36: (text: string): string => base36(crc32(text), BASE36_WIDTH),
  hex: (text: string): string => hex32(crc32(text)),
  upperHex: (text: string): string => hex32(crc32(text)).toUpperCase(),
  littleHex: (text: string): string => littleEndian(text).toString('hex'),
  littleBase64: (text: string): string => littleEndian(text).toString('base64').slice(0, 6),
} as const

/**
 * GitHub's classic tokens (`ghp_`, `gho_`, `ghu_`, `ghs_`, `ghr_`) and npm's (`npm_`): the last six characters are the CRC-32 (IEEE) of
 * the characters between prefix and checksum, in base 62. Source: GitHub's announcement of the format of 2021 and npm's
 * of the same year; checked on published samples.
 */
export function underscoreBase62(value: string): Check {
  const body = value.slice(value.indexOf('_') + 1)
  return verdictOf(CRC32_TEXT.base62(body.slice(0, -BASE62_WIDTH)) === body.slice(-BASE62_WIDTH))
}

/**
 * GitLab's routable tokens of version 1 and later, `glpat-<payload>.<version>.<length><crc>`: seven characters of base 36 are
 * the CRC-32 of all before them. Source: GitLab's design document on routable tokens. Tokens without a version have no
 * checksum.
 */
export function gitlabRoutable(value: string): Check {
  return verdictOf(CRC32_TEXT.base36(value.slice(0, -BASE36_WIDTH)) === value.slice(-BASE36_WIDTH))
}

/**
 * Grafana's service account tokens, `glsa_<32>_<crc>`: the CRC-32 of prefix and secret, its bytes least significant first, in hexadecimal.
 * Source: the generator in Grafana's source (pkg/components/satokengen and apikeygenprefix).
 */
export function grafanaServiceAccount(value: string): Check {
  return verdictOf(CRC32_TEXT.littleHex(value.slice(0, value.lastIndexOf('_'))) === value.slice(-HEX_WIDTH))
}

/**
 * Atlassian's and Bitbucket's tokens (`ATATT3xFfGF0…`, `ATCTT3xFfGN0…`, `ATBB…`): eight capitals of hexadecimal are the CRC-32
 * of all before them, the `=` included. Source: published samples; the same reading as in Samsung's CredSweeper.
 */
export function atlassian(value: string): Check {
  return verdictOf(CRC32_TEXT.upperHex(value.slice(0, -HEX_WIDTH)) === value.slice(-HEX_WIDTH))
}

/**
 * Confluent Cloud's secrets since July 2025, `cflt<54><crc>`: base64 of the CRC-32 of the 54 characters, least significant byte
 * first. Source: Confluent's page on API keys, whose sample holds.
 */
export function confluent(value: string): Check {
  return verdictOf(CRC32_TEXT.littleBase64(value.slice('cflt'.length, -6)) === value.slice(-6))
}

/** Zuplo's keys, `zpka_<32>_<crc>`: the CRC-32 of the 32 characters in hexadecimal. Source: Zuplo's page on its key format; published samples. */
export function zuplo(value: string): Check {
  return verdictOf(CRC32_TEXT.hex(value.slice('zpka_'.length, -HEX_WIDTH - 1)) === value.slice(-HEX_WIDTH))
}

/**
 * Cloudflare's tokens since 2025 (`cfat_`, `cfut_`, `cfk_`): 40 characters and their CRC-32 in hexadecimal. Source: Cloudflare's page
 * on token formats names a checksum; that it is this one was measured on a published sample.
 */
export function cloudflare(value: string): Check {
  const body = value.slice(value.indexOf('_') + 1)
  return verdictOf(CRC32_TEXT.hex(body.slice(0, -HEX_WIDTH)) === body.slice(-HEX_WIDTH))
}

function littleEndian(text: string): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(text))
  return sum
}
