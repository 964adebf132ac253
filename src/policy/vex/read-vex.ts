import { FormatError, LimitError, UsageError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { json } from '../../formats/json.ts'
import { get, string, type Tree } from '../../formats/tree.ts'
import type { Policy } from '../../model/policy.ts'
import type { Vex } from '../../model/vex.ts'
import { cyclonedxStatements } from './cyclonedx-vex.ts'
import { openvexStatements } from './openvex.ts'
import { type VexDocument, vexDocument } from './vex-document.ts'

/**
 * Reads a VEX document that the operator named: OpenVEX (0.0.x and 0.2, also as the predicate of an in-toto statement) or a
 * CycloneDX BOM with `vulnerabilities[].analysis`. `path` is what messages call the file. Throws UsageError USAGE_VEX when it
 * is neither, or not JSON; single statements that cannot be used are named in the notes.
 */
export function readVex(bytes: Uint8Array, path: string): Vex {
  const tree = parseTree(bytes, path)
  const root = isOpenvex(get(tree.root, 'predicate')) ? get(tree.root, 'predicate') : tree.root
  const document = vexDocument(tree, path)
  if (isOpenvex(root)) return result(document, openvexStatements(root, document))
  if (string(get(root, 'bomFormat')) === 'CycloneDX') return result(document, cyclonedxStatements(root, document))
  throw new UsageError(
    'USAGE_VEX',
    `${path}: expected an OpenVEX document ("@context": "https://openvex.dev/ns…") or a CycloneDX BOM, found neither`,
  )
}

/** The policy with what further VEX documents say. */
export function withVex(policy: Policy, documents: readonly Vex[]): Policy {
  if (documents.length === 0) return policy
  const all = [...(policy.vex === undefined ? [] : [policy.vex]), ...documents]
  return {
    ...policy,
    vex: { statements: all.flatMap(({ statements }) => statements), notes: all.flatMap(({ notes }) => notes) },
  }
}

function result(document: VexDocument, statements: Vex['statements']): Vex {
  return { statements, notes: document.notes() }
}

function isOpenvex(value: Parameters<typeof get>[0]): boolean {
  return string(get(value, '@context'))?.startsWith('https://openvex.dev/ns') ?? false
}

function parseTree(bytes: Uint8Array, path: string): Tree {
  try {
    if (bytes.length > DEFAULT_LIMITS.fileBytes)
      throw new LimitError('LIMIT_SIZE', `larger than ${DEFAULT_LIMITS.fileBytes} bytes`)
    return json.parse(bytes, DEFAULT_LIMITS)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const { position } = error
    const place = position !== undefined && 'line' in position ? `:${position.line}:${position.column ?? 1}` : ''
    throw new UsageError('USAGE_VEX', `${path}${place}: ${error.message}`)
  }
}
