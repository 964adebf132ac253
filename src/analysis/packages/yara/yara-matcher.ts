import { UsageError } from '../../../base/errors.ts'
import type { RuleMatch } from '../artefact-facts.ts'

/** Rules of the operator's own, as text. */
export interface YaraSource {
  /** The file they come from: their namespace, and what messages name. */
  readonly name: string
  readonly text: string
}

/** What rules are compiled and run with: plain data, for workers. */
export interface YaraSettings {
  readonly sources: readonly YaraSource[]
  /** The library's WebAssembly program. */
  readonly program: Uint8Array
}

/** Looks for the operator's rules in bytes. */
export interface YaraMatcher {
  /** Every rule that is not private and that matches, in the order of the library. Stuck rules are ended with their worker. */
  matches(bytes: Uint8Array, path: string): readonly RuleMatch[]
  /** What the compiler says of rules that are slow or can never match. */
  readonly warnings: readonly string[]
}

/** Places that are told of one pattern. */
const MOST_PLACES = 8

/**
 * Compiles rules with YARA-X, in WebAssembly: a sandbox without files and network, so `include` fails. Throws USAGE_ARGUMENTS with the
 * compiler's words for rules that it does not take.
 */
export async function yaraMatcher({ sources, program }: YaraSettings): Promise<YaraMatcher> {
  const { initSync, Compiler } = await import('@virustotal/yara-x')
  initSync({ module: program })
  const compiler = new Compiler()
  for (const { name, text } of sources) {
    compiler.newNamespace(name)
    try {
      compiler.addSource(text)
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      throw new UsageError('USAGE_ARGUMENTS', `the YARA rules in ${name} are not understood: ${said.slice(0, 600)}`)
    }
  }
  const warnings = [...compiler.warnings]
  const scanner = compiler.build().scanner()
  scanner.setMaxMatchesPerPattern(MOST_PLACES)
  return { matches: (bytes, path) => matchesOf(scanner.scan(bytes), bytes, path), warnings }
}

/** What the library returns of a rule, as far as it is used. */
interface FoundRule {
  readonly identifier: string
  readonly namespace: string
  readonly isPrivate: boolean
  readonly tags: readonly string[]
  readonly metadata: readonly { readonly identifier: string; readonly value: unknown }[]
  readonly patterns: readonly {
    readonly identifier: string
    readonly matches: readonly { readonly offset: number; readonly length: number }[]
  }[]
}

function matchesOf(
  result: { readonly matches: readonly FoundRule[] },
  bytes: Uint8Array,
  path: string,
): readonly RuleMatch[] {
  return result.matches
    .filter(({ isPrivate }) => !isPrivate)
    .map(({ identifier, namespace, tags, metadata, patterns }) => {
      const first = patterns.flatMap(({ matches }) => matches).toSorted((a, b) => a.offset - b.offset)[0]
      return {
        rule: identifier,
        source: namespace,
        tags: [...tags],
        meta: Object.fromEntries(metadata.map((one) => [one.identifier, String(one.value).slice(0, 500)])),
        path,
        line: first === undefined ? 1 : lineAt(bytes, first.offset),
        patterns: patterns.filter(({ matches }) => matches.length > 0).map((one) => one.identifier),
        evidence: first === undefined ? '' : excerptAt(bytes, first.offset, first.length),
      }
    })
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line++
  return line
}

function excerptAt(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + offset, Math.min(length, 120)).toString('latin1')
}
