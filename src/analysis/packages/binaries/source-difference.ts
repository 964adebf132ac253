import type { MarshalCode } from '../../../formats/pyc/marshal-value.ts'
import type { PycFile } from '../../../formats/pyc/pyc.ts'
import type { Behaviour } from '../behaviour.ts'
import type { PackageFile } from '../package-file.ts'
import { foundBehaviours } from './found-behaviours.ts'

/** What a compiled file says of its source. Plain data: the source may come before it or after it. */
export interface CompiledModule {
  /** Names that no compiler adds: where it was compiled from its source they all stand there. */
  readonly names: readonly string[]
  /** `Python 3.11 from pkg/a.py`, as the file says. */
  readonly origin: string
  /** With an unchecked hash Python runs the compiled file whatever the source is (PEP 552). */
  readonly isUnchecked: boolean
}

/** What is needed of a compiled file to compare it with its source. */
export function compiledModule(pyc: PycFile, codes: readonly { readonly code: MarshalCode }[]): CompiledModule {
  const seen = new Set<readonly string[]>()
  const names = new Set(codes.flatMap(({ code }) => namesOf(code, seen)))
  return {
    names: [...names].filter((name) => !OWN_NAMES.test(name)),
    origin: `Python ${pyc.python.version} from ${pyc.module.filename}`,
    isUnchecked: pyc.validity === 'unchecked-hash',
  }
}

/** Names that the compiler adds by itself; up to 3.7 the end of `async for`. */
const OWN_NAMES = /^(?:__\w+__|AssertionError|NotImplementedError|StopAsyncIteration|None|print|exec)$/

/** Every name that stands in a source, as the compiler spells it (PEP 3131: NFKC). */
export function namesInSource(text: string): ReadonlySet<string> {
  return new Set(text.normalize('NFKC').match(/[\p{ID_Start}_][\p{ID_Continue}]*/gu) ?? [])
}

/**
 * In what a compiled file cannot come from its source: names that do not stand there. A source may have more (comments, code that is never reached,
 * assertions), so only what is missing counts. Constants are folded by compilers, names are not. Nothing where all names are there.
 */
export function compareWithSource(
  { names, origin, isUnchecked }: CompiledModule,
  source: ReadonlySet<string> | 'absent',
  file: PackageFile,
): readonly Behaviour[] {
  const found = foundBehaviours(file)
  if (source === 'absent') {
    found.add('obfuscation', 'compiled-without-source', `no source beside it, compiled by ${origin}`)
    return found.list()
  }
  const missing = names.filter((name) => !source.has(name) && !isMangled(name, source))
  if (missing.length === 0) return []
  const shown = missing.slice(0, 8).map((name) => name.slice(0, 40))
  const unchecked = isUnchecked ? ', which Python runs without a look at the source' : ''
  const evidence = `${missing.length} names that its source does not have: ${shown.join(', ')}, compiled by ${origin}`
  found.add('obfuscation', 'compiled-differs', evidence.slice(0, 140) + unchecked)
  return found.list()
}

/** Names of globals, attributes, modules, variables, and of the code object itself; tables that were looked at are left out. */
function namesOf({ names, locals, cells, name }: MarshalCode, seen: Set<readonly string[]>): readonly string[] {
  const found = name.startsWith('<') ? [] : [name]
  for (const table of [names, locals, cells]) {
    if (seen.has(table)) continue
    seen.add(table)
    for (const one of table) if (!one.startsWith('.')) found.push(...one.split('.', 50))
  }
  // Others are the compiler's own: `.0` is the first argument of a comprehension.
  return found.filter((one) => /^[\p{ID_Start}_]/u.test(one))
}

/** `__token` in a class `Sender` is compiled to `_Sender__token`. */
function isMangled(name: string, known: ReadonlySet<string>): boolean {
  const at = name.indexOf('__', 1)
  return name.startsWith('_') && at > 0 && known.has(name.slice(at))
}
