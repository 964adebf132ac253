import { sha256 } from '../base/digest.ts'

/** A UUID made from the content (RFC 9562 version 8): the same content has the same name, any change another. */
export function contentUuid(content: object): string {
  const hex = sha256().update(JSON.stringify(content)).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
  return parts.join('-')
}
