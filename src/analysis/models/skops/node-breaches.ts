import { excerpt } from '../../../base/escape.ts'
import { get, string, type TreeObject } from '../../../formats/tree.ts'
import { pathEscape } from '../file-reference.ts'
import type { ModelObservation } from '../observation.ts'
import type { SkopsNode } from './nodes.ts'

const FIX = 'Do not load the file; no version of skops writes this.'

/** What no writer of skops leaves, and what goes around the audit of `skops.io.load`. */
export function nodeBreaches(node: SkopsNode): readonly ModelObservation[] {
  return CHECKS.flatMap((check) => check(node)).map((found) => ({
    fix: FIX,
    cwe: 'CWE-502',
    atlas: 'AML.T0011.000',
    ...found,
    where: { inside: node.inside, byte: node.object.offset },
  }))
}

type Found = Omit<ModelObservation, 'where' | 'fix'> & { readonly fix?: string }

const CHECKS: readonly ((node: SkopsNode) => readonly Found[])[] = [
  disguisedOperator,
  methodOfInside,
  disguisedMethod,
  randomFunction,
  disguisedFunction,
  foreignFile,
  unknownLoader,
  repeatedKey,
]

/** Up to 0.11 the audit was shown the module of the file, and the function came from `operator` (CVE-2025-54412). */
function disguisedOperator({ loader, module, className }: SkopsNode): readonly Found[] {
  if (loader !== 'OperatorFuncNode' || module === 'operator') return []
  return [
    {
      id: 'skops/disguised-operator',
      severity: 'critical',
      title: `The skops file hides operator.${excerpt(className, 60)} behind ${excerpt(`${module}.${className}`, 100)}`,
      why: `skops up to 0.11.0 asks whether ${excerpt(`${module}.${className}`, 100)} is trusted and then calls operator.${excerpt(className, 60)} with arguments from the file.`,
      cve: ['CVE-2025-54412'],
      globals: [`operator.${className.slice(0, 100)}`],
    },
  ]
}

/** `getattr(object, name)`: from any bound method `__builtins__` is one step away (CVE-2025-54413). */
function methodOfInside({ loader, object, module, className }: SkopsNode): readonly Found[] {
  if (loader !== 'MethodNode') return []
  const name = string(get(get(object, 'content'), 'func')) ?? ''
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !name.includes('__')) return []
  return [
    {
      id: 'skops/method-escape',
      severity: 'critical',
      title: `The skops file reads ${excerpt(name, 80) || 'an attribute without a name'} of an object`,
      why: `A MethodNode names a method; this one reaches into the inside of ${excerpt(`${module}.${className}`, 100)}, from where every builtin can be had. skops up to 0.11.0 does not show the name to whoever reviews the types.`,
      cve: ['CVE-2025-54413'],
      globals: [`${module}.${className}.${name}`.slice(0, 200)],
    },
  ]
}

/** Up to 0.11 the class shown to the audit was not compared with that of the object. */
function disguisedMethod({ loader, object, module, className }: SkopsNode): readonly Found[] {
  if (loader !== 'MethodNode' || className === 'method') return []
  const owner = get(get(object, 'content'), 'obj')
  const [ownModule, ownClass] = [string(get(owner, '__module__')), string(get(owner, '__class__'))]
  if (ownModule === undefined || string(get(owner, '__loader__')) === 'CachedNode') return []
  if (ownModule === module && ownClass === className) return []
  return [
    {
      id: 'skops/disguised-method',
      severity: 'high',
      title: `The skops file shows a method of ${excerpt(`${module}.${className}`, 80)} and takes it from ${excerpt(`${ownModule}.${ownClass}`, 80)}`,
      why: 'Whoever reviews the types sees another class than the one whose method is taken; skops 0.12.0 refuses such files.',
      cve: ['CVE-2025-54413'],
      globals: [`${ownModule}.${ownClass}`.slice(0, 200)],
    },
  ]
}

/** `getattr(numpy.random, name)()` with a name that is an ordinary text of the file (skops/io/_numpy.py). */
function randomFunction({ loader, object }: SkopsNode): readonly Found[] {
  if (loader !== 'RandomGeneratorNode') return []
  const state = get(get(object, 'content'), 'bit_generator') ?? get(object, 'content')
  const written = string(get(get(get(state, 'content'), 'bit_generator'), 'content'))
  if (written === undefined || /^"(?:MT19937|PCG64|PCG64DXSM|Philox|SFC64)"$/.test(written)) return []
  return [
    {
      id: 'skops/random-function',
      severity: 'high',
      title: `The skops file calls numpy.random.${excerpt(written.replaceAll('"', ''), 60)} as a bit generator`,
      why: 'The name of the bit generator is looked up in numpy.random and called; older versions of skops do not show it to the audit.',
      globals: [`numpy.random.${written.replaceAll('"', '').slice(0, 100)}`],
    },
  ]
}

/** Protocol 0: the audit of skops shows the content, people read the class. */
function disguisedFunction({ loader, object, module, className }: SkopsNode): readonly Found[] {
  const content = get(object, 'content')
  const path = string(get(content, 'module_path'))
  if (
    loader !== 'FunctionNode' ||
    path === undefined ||
    /^(?:function|ufunc|builtin_function_or_method)$/.test(className)
  )
    return []
  const called = `${path}.${string(get(content, 'function')) ?? ''}`
  if (called === `${module}.${className}`) return []
  return [
    {
      id: 'skops/disguised-function',
      severity: 'medium',
      title: `The skops file shows ${excerpt(`${module}.${className}`, 80)} and takes ${excerpt(called, 80)}`,
      why: 'Versions of skops differ in which of the two names they import.',
      globals: [called.slice(0, 200)],
    },
  ]
}

/** Files of a node lie in the archive under a name that skops makes: `1234.npy`, a uuid and `.bin`. */
function foreignFile({ object }: SkopsNode): readonly Found[] {
  const file = string(get(object, 'file'))
  if (file === undefined) return []
  const escape = pathEscape(file)
  const nested = /\.(?:skops|zip|pkl|pickle|joblib)$/i.test(file)
  if (escape === undefined && !nested) return []
  return [
    {
      id: 'skops/file-reference',
      severity: nested ? 'high' : 'medium',
      title: `The skops file refers to ${excerpt(file, 120)}`,
      why: nested
        ? 'It carries another model inside as plain bytes, which the review of its types does not show: the published attacks on skops load such a file in a second step.'
        : `A path that leaves the archive (${escape}); a reader that unpacks the archive first follows it.`,
      cwe: nested ? 'CWE-502' : 'CWE-22',
    },
  ]
}

const LOADERS: ReadonlySet<string> = new Set(
  `DictNode DefaultDictNode ListNode SetNode TupleNode BytesNode BytearrayNode SliceNode FunctionNode MethodNode PartialNode
   TypeNode ConstructorFromReduceNode ObjectNode JsonNode OperatorFuncNode CachedNode NdArrayNode MaskedArrayNode DTypeNode
   RandomStateNode RandomGeneratorNode SparseMatrixNode TreeNode LossNode _DictWithDeprecatedKeysNode QuantileForestNode
   ReduceNode SGDNode`.split(/\s+/),
)

function unknownLoader({ loader }: SkopsNode): readonly Found[] {
  if (LOADERS.has(loader)) return []
  return [
    {
      id: 'skops/unknown-loader',
      severity: 'medium',
      title: `The skops file names a loader that Assay does not know: ${excerpt(loader, 60)}`,
      why: 'What such a node builds was not inspected. It may be of a newer version of skops.',
      fix: 'Update Assay, or load the file only with names you have read in `trusted`.',
    },
  ]
}

function repeatedKey({ object, again }: SkopsNode): readonly Found[] {
  const key = again ? undefined : repeated(object)
  if (key === undefined) return []
  return [
    {
      id: 'skops/duplicate-key',
      severity: 'high',
      title: `A node of the skops file has the key ${excerpt(key, 60)} twice`,
      why: 'Readers disagree on which one counts, so the name that was reviewed may not be the one that is loaded.',
      cwe: 'CWE-436',
    },
  ]
}

function repeated({ entries }: TreeObject): string | undefined {
  const seen = new Set<string>()
  for (const { key } of entries) {
    if (seen.has(key)) return key
    seen.add(key)
  }
  return undefined
}
