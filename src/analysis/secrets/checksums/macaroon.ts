/** What a macaroon in the binary form says. */
export interface Macaroon {
  readonly location: string
  readonly identifier: Uint8Array
  /** The identifiers of its first-party caveats, in order. */
  readonly caveats: readonly Uint8Array[]
}

const VERSION = 2
const FIELD = { end: 0, location: 1, identifier: 2, verification: 4, signature: 6 } as const
const SIGNATURE_BYTES = 32
/** Far more than any registry writes; a bound for hostile bytes. */
const MOST_CAVEATS = 64

/**
 * Reads a macaroon of version 2; `undefined` where the bytes are none, are cut off or go on behind the signature. Source: libmacaroons,
 * `doc/format.txt`.
 */
export function readMacaroon(bytes: Uint8Array): Macaroon | undefined {
  if (bytes[0] !== VERSION) return undefined
  const head = readSection(bytes, 1)
  const identifier = head?.fields.get(FIELD.identifier)
  if (head === undefined || identifier === undefined) return undefined
  const caveats: Uint8Array[] = []
  let at = head.end
  while (bytes[at] !== FIELD.end) {
    const section = readSection(bytes, at)
    const caveat = section?.fields.get(FIELD.identifier)
    if (section === undefined || caveat === undefined || caveats.length === MOST_CAVEATS) return undefined
    caveats.push(caveat)
    at = section.end
  }
  if (!endsWithSignature(bytes, at + 1)) return undefined
  return { location: textOf(head.fields.get(FIELD.location)), identifier, caveats }
}

interface Section {
  readonly fields: ReadonlyMap<number, Uint8Array>
  readonly end: number
}

/** Fields in rising order of their number up to the field 0. */
function readSection(bytes: Uint8Array, start: number): Section | undefined {
  const fields = new Map<number, Uint8Array>()
  let at = start
  let before = 0
  for (;;) {
    const kind = bytes[at]
    if (kind === FIELD.end) return { fields, end: at + 1 }
    // The numbers rise and are small: at most five turns.
    if (kind === undefined || kind <= before || kind > FIELD.verification) return undefined
    const length = readVarint(bytes, at + 1)
    if (length === undefined || length.end + length.value > bytes.length) return undefined
    fields.set(kind, bytes.subarray(length.end, length.end + length.value))
    at = length.end + length.value
    before = kind
  }
}

/** At most three bytes: no field is longer than a megabyte. */
function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0
  for (let index = 0; index < 3; index += 1) {
    const byte = bytes[start + index]
    if (byte === undefined) return undefined
    value |= (byte & 0x7f) << (7 * index)
    if (byte < 0x80) return { value, end: start + index + 1 }
  }
  return undefined
}

function endsWithSignature(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === FIELD.signature && bytes[at + 1] === SIGNATURE_BYTES && bytes.length === at + 2 + SIGNATURE_BYTES
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('latin1')
}
