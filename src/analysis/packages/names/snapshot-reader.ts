import { createHash, type KeyObject } from 'node:crypto'
import { FormatError, LimitError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { get, string, type TreeValue } from '../../../formats/tree.ts'
import type { Ecosystem } from '../../../model/ecosystem.ts'
import { MOST_HASHES } from './existence-filter.ts'
import { decodeNames } from './front-coding.ts'
import type { NameSnapshot } from './snapshot.ts'
import {
  type FilterHead,
  PREAMBLE_LENGTH,
  SIGNATURE_LENGTH,
  SNAPSHOT_BOUNDS,
  SNAPSHOT_MAGIC,
  SNAPSHOT_VERSION,
  type SnapshotHead,
} from './snapshot-head.ts'
import { isSignedBy, keyId } from './snapshot-signature.ts'

/** Whom a snapshot is believed from. */
export interface SnapshotTrust {
  /** Public Ed25519 keys. */
  readonly keys: readonly KeyObject[]
  /** Take a file that nobody signed. One with a signature must have a right one all the same. */
  readonly unsigned?: boolean
}

/**
 * Reads a snapshot file. Nothing behind the head is decoded before signature and digest are found right. Throws FORMAT_SYNTAX for what is
 * none, FORMAT_VERSION for a newer format, FORMAT_SHAPE for a head with wrong fields, FORMAT_DIGEST for content that was changed or cut off
 * and for a signature that is missing, wrong or of a key that is not trusted; LimitError beyond SNAPSHOT_BOUNDS.
 */
export function readSnapshot(bytes: Uint8Array, trust: SnapshotTrust): NameSnapshot {
  const { head, end } = readHead(bytes)
  const content = bytes.subarray(end + SIGNATURE_LENGTH)
  const signedBy = checkSignature(bytes.subarray(0, end), bytes.subarray(end, end + SIGNATURE_LENGTH), head, trust)
  const found = createHash('sha256').update(content).digest('hex')
  if (found !== head.sha256)
    throw new FormatError('FORMAT_DIGEST', `expected content of sha256 ${head.sha256}, found ${found}`)
  return {
    ecosystem: head.ecosystem,
    date: head.date,
    source: head.source,
    names: decodeNames(content.subarray(0, head.namesLength), head.names),
    ...filterOf(head, content.subarray(head.namesLength)),
    sha256: head.sha256,
    ...(signedBy === undefined ? {} : { signedBy }),
  }
}

function readHead(bytes: Uint8Array): { readonly head: SnapshotHead; readonly end: number } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.length < PREAMBLE_LENGTH || view.toString('latin1', 0, 8) !== SNAPSHOT_MAGIC) {
    throw new FormatError('FORMAT_SYNTAX', 'expected a snapshot of names, found other bytes', { byte: 0 })
  }
  const version = view.readUInt32LE(8)
  if (version !== SNAPSHOT_VERSION) {
    throw new FormatError(
      'FORMAT_VERSION',
      `expected version ${SNAPSHOT_VERSION} of a snapshot of names, found ${version}`,
      { byte: 8 },
    )
  }
  const length = view.readUInt32LE(12)
  if (length > SNAPSHOT_BOUNDS.headBytes) {
    throw new LimitError('LIMIT_SIZE', `a head of ${length} bytes, the limit is ${SNAPSHOT_BOUNDS.headBytes}`, {
      byte: 12,
    })
  }
  const end = PREAMBLE_LENGTH + length
  if (view.length < end + SIGNATURE_LENGTH) {
    throw new FormatError('FORMAT_SYNTAX', `expected ${end + SIGNATURE_LENGTH} bytes or more, found ${view.length}`, {
      byte: view.length,
    })
  }
  return {
    head: headOf(json.parse(view.subarray(PREAMBLE_LENGTH, end), { ...DEFAULT_LIMITS, depth: 4, nodes: 100 }).root),
    end,
  }
}

function headOf(root: TreeValue): SnapshotHead {
  const ecosystem = string(get(root, 'ecosystem'))
  const key = string(get(root, 'key'))
  const filter = get(root, 'filter')
  if (!isEcosystem(ecosystem)) throw misshapen('ecosystem')
  if (key !== undefined && !IS_SHA256.test(key)) throw misshapen('key')
  return {
    ecosystem,
    date: text(root, 'date', /^\d{4}-\d\d-\d\d$/),
    source: text(root, 'source', /^[\s\S]*$/),
    names: count(root, 'names'),
    namesLength: count(root, 'namesLength'),
    ...(filter === undefined ? {} : { filter: filterHead(filter) }),
    sha256: text(root, 'sha256', IS_SHA256),
    ...(key === undefined ? {} : { key }),
  }
}

const IS_SHA256 = /^[0-9a-f]{64}$/

function isEcosystem(text: string | undefined): text is Ecosystem {
  return text === 'PyPI' || text === 'npm' || text === 'conda'
}

function filterHead(value: TreeValue): FilterHead {
  const filter = { items: count(value, 'items'), bits: count(value, 'bits'), hashes: count(value, 'hashes') }
  if (filter.bits < 1 || filter.hashes < 1 || filter.hashes > MOST_HASHES) throw misshapen('filter')
  if (filter.bits > SNAPSHOT_BOUNDS.filterBytes * 8) {
    throw new LimitError(
      'LIMIT_SIZE',
      `a filter of ${filter.bits} bits, the limit is ${SNAPSHOT_BOUNDS.filterBytes * 8}`,
    )
  }
  return filter
}

function text(root: TreeValue, key: string, form: RegExp): string {
  const value = string(get(root, key))
  if (value === undefined || !form.test(value)) throw misshapen(key)
  return value
}

function count(root: TreeValue, key: string): number {
  const value = get(root, key)
  const number = value?.kind === 'scalar' ? value.value : undefined
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) throw misshapen(key)
  return number
}

function misshapen(key: string): FormatError {
  return new FormatError('FORMAT_SHAPE', `expected the head of a snapshot of names, found none or another "${key}"`, {
    byte: PREAMBLE_LENGTH,
  })
}

/** The id of the key that signed, undefined for a file that needs no signature. */
function checkSignature(
  covered: Uint8Array,
  signature: Uint8Array,
  head: SnapshotHead,
  trust: SnapshotTrust,
): string | undefined {
  if (head.key === undefined) {
    if (trust.unsigned === true) return undefined
    throw new FormatError('FORMAT_DIGEST', 'expected a signed snapshot of names, found one that nobody signed')
  }
  const key = trust.keys.find((one) => keyId(one) === head.key)
  if (key === undefined)
    throw new FormatError(
      'FORMAT_DIGEST',
      `expected a signature of a trusted key, found one of key ${head.key.slice(0, 16)}…`,
    )
  if (!isSignedBy(covered, signature, key)) {
    throw new FormatError('FORMAT_DIGEST', `the signature is not one of key ${head.key.slice(0, 16)}… over this file`)
  }
  return head.key
}

function filterOf({ ecosystem, filter }: SnapshotHead, bytes: Uint8Array): Pick<NameSnapshot, 'exists'> {
  const expected = filter === undefined ? 0 : Math.ceil(filter.bits / 8)
  if (bytes.length !== expected) {
    throw new FormatError('FORMAT_SHAPE', `expected a filter of ${expected} bytes, found ${bytes.length}`)
  }
  return filter === undefined ? {} : { exists: { ecosystem, ...filter, bytes } }
}
