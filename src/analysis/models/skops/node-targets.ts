import { get, items, string, type TreeValue } from '../../../formats/tree.ts'
import type { NamedTarget } from '../named-code/observe-targets.ts'
import { pythonTarget, type PythonTarget } from '../named-code/python-target.ts'
import type { SkopsNode } from './nodes.ts'

/** The names a node gives to the loader, judged; inert ones are included. */
export function nodeTargets(node: SkopsNode): readonly NamedTarget[] {
  const place = { inside: node.inside, byte: node.object.offset }
  return namesOf(node).map((name) => ({ ...judge(name, node), ...place }))
}

/** Nodes whose class is not imported: their content is JSON, a number, or another node. */
const WITHOUT_CLASS: ReadonlySet<string> = new Set([
  'JsonNode',
  'CachedNode',
  'SliceNode',
  'BytesNode',
  'BytearrayNode',
])

function namesOf({ loader, module, className, object }: SkopsNode): readonly string[] {
  if (WITHOUT_CLASS.has(loader)) return []
  // Protocol 0 of skops kept the function in the content, beside a class that was only shown (skops/io/old/_general_v0.py).
  const content = get(object, 'content')
  const [path, called] = [string(get(content, 'module_path')), string(get(content, 'function'))]
  const older = loader === 'FunctionNode' && path !== undefined && called !== undefined ? [`${path}.${called}`] : []
  // A bound method is found on the object, which is a node of its own; before 0.12 its class was written as `method`.
  if (loader === 'MethodNode') return []
  return [...older, ...(older.length > 0 && /^(?:function|ufunc)$/.test(className) ? [] : [`${module}.${className}`])]
}

function judge(name: string, node: SkopsNode): PythonTarget {
  if (node.loader === 'OperatorFuncNode') return operator(name, node)
  if (isTrustedBySkops(name)) return { name, tier: 'inert', why: 'is trusted by skops itself' }
  return pythonTarget(name)
}

/** Names on skops' own list that the pickle lists do not know (skops/io/_trusted_types.py). */
function isTrustedBySkops(name: string): boolean {
  // Cython classes of scikit-learn say their module without the package.
  if (name === 'builtins.map' || /^_loss\.Cy[A-Z]\w*$/.test(name)) return true
  const dot = name.lastIndexOf('.')
  const [module, attribute] = [name.slice(0, dot), name.slice(dot + 1)]
  if (UFUNC_MODULES.has(module)) return UFUNCS.has(attribute)
  return (
    /^scipy\.special(?:\._ufuncs(?:_cxx)?|\._special_ufuncs|\._gufuncs)?$/.test(module) && /^[a-z]\w*$/.test(attribute)
  )
}

const UFUNC_MODULES: ReadonlySet<string> = new Set([
  'numpy',
  'numpy.core._multiarray_umath',
  'numpy._core._multiarray_umath',
])

/** The universal functions of numpy 1.24 to 2.5, and the reductions that transformers are given. */
const UFUNCS: ReadonlySet<string> = new Set(
  `abs absolute acos acosh add arccos arccosh arcsin arcsinh arctan arctan2 arctanh asin asinh atan atan2 atanh bitwise_and
   bitwise_count bitwise_invert bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor cbrt ceil conj
   conjugate copysign cos cosh deg2rad degrees divide divmod equal exp exp2 expm1 fabs float_power floor floor_divide fmax fmin
   fmod frexp gcd greater greater_equal heaviside hypot invert isfinite isinf isnan isnat lcm ldexp left_shift less less_equal
   log log10 log1p log2 logaddexp logaddexp2 logical_and logical_not logical_or logical_xor matmul matvec maximum minimum mod
   modf multiply negative nextafter not_equal positive pow power rad2deg radians reciprocal remainder right_shift rint sign
   signbit sin sinh spacing sqrt square subtract tan tanh true_divide trunc vecdot vecmat sum mean median std var prod min max
   amin amax nan_to_num clip round around cumsum nanmean nansum`.split(/\s+/),
)

/** `attrgetter`, `itemgetter` and `methodcaller` by what they are given; everything else of `operator` runs at once. */
function operator(name: string, { className, object }: SkopsNode): PythonTarget {
  if (className === 'itemgetter') return { name, tier: 'inert', why: 'reads items by their keys' }
  if (className !== 'attrgetter' && className !== 'methodcaller') {
    return { name: `operator.${className}`, tier: 'execution', why: 'calls what it is given, when the file is loaded' }
  }
  const attribute = firstText(get(object, 'attrs'))
  if (attribute === undefined || /^_|\.|__/.test(attribute)) {
    return { name: `operator.${className}`, tier: 'execution', why: 'reaches for attributes of attributes' }
  }
  return {
    name: `operator.${className}`,
    tier: 'unknown',
    why: `reads ${attribute.slice(0, 60)} of whatever it is given later`,
  }
}

/** The first item of a tuple of JSON texts. */
function firstText(attrs: TreeValue | undefined): string | undefined {
  const content = string(get(items(get(attrs, 'content'))[0], 'content'))
  return content === undefined ? undefined : /^"([^"\\]{0,400})"$/.exec(content)?.[1]
}
