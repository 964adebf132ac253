import { excerpt } from '../../../base/escape.ts'
import { get, items, string, type TreeValue } from '../../../formats/tree.ts'
import type { KerasObject } from './config-walk.ts'
import type { KerasFinding } from './finding.ts'
import { isDangerousModule, isKerasModule, isModelPart, KERAS_GADGETS, namesInCode } from './python-names.ts'

const DO_NOT_LOAD = 'Do not load the model with Keras; take its weights only, or rebuild it from code you have read.'

/** What building one serialised object does. */
export function judgeObject(object: KerasObject): readonly KerasFinding[] {
  return [...judgeCode(object), ...judgeLoader(object), ...judgeModule(object), ...judgeRegistration(object)]
}

/** Python byte code inside the file: Lambda layers, and functions serialised by value wherever they stand. */
function judgeCode(object: KerasObject): readonly KerasFinding[] {
  const isLambda = object.className === 'Lambda'
  if (!isLambda && object.className !== '__lambda__') return []
  const code = isLambda ? lambdaCode(object.config) : codeText(object.config)
  // Keras 3 puts a `__lambda__` object inside, which is judged on its own; one finding is enough.
  if (isLambda && string(get(get(object.config, 'function'), 'class_name')) === '__lambda__') return []
  if (code === undefined && isLambda) return [namedLambda(object)]
  const names = code === undefined ? [] : (namesInCode(code) ?? [])
  return [
    {
      id: 'keras/lambda',
      severity: names.length > 0 ? 'critical' : 'high',
      title: `The Keras model holds Python code${names.length > 0 ? ` that uses ${names.slice(0, 6).join(', ')}` : ''}`,
      why: 'The configuration carries marshalled byte code, which runs when the layer is built or called. Keras 2 runs it on load, Keras 3 when safe mode is off, and HDF5 files went around safe mode.',
      cwe: 'CWE-502',
      cve: ['CVE-2024-3660', 'CVE-2025-9905'],
      fix: DO_NOT_LOAD,
    },
  ]
}

/** Keras 1 and 2: `function` is a list of byte code, defaults and closure (a `__tuple__` in SavedModels), or the byte code alone. */
function lambdaCode(config: TreeValue | undefined): string | undefined {
  const value = get(config, 'function')
  const text = string(items(value)[0]) ?? string(items(get(value, 'items'))[0]) ?? string(value)
  return text !== undefined && string(get(config, 'function_type')) !== 'function' ? text : undefined
}

function codeText(config: TreeValue | undefined): string | undefined {
  return string(get(config, 'code')) ?? string(items(config)[0]) ?? string(config)
}

function namedLambda(object: KerasObject): KerasFinding {
  const name = string(get(object.config, 'function')) ?? string(get(get(object.config, 'function'), 'config')) ?? ''
  return {
    id: 'keras/lambda-by-name',
    severity: 'medium',
    title: `A Lambda layer calls a function by name: ${excerpt(name, 80)}`,
    why: 'The function is looked up among what the loading program and Keras offer; the file decides which one runs.',
    cwe: 'CWE-470',
    fix: DO_NOT_LOAD,
  }
}

/** Layers whose configuration is the way to another file or to a pickle. */
function judgeLoader({ className, config }: KerasObject): readonly KerasFinding[] {
  const loader = LOADERS.get(className)
  if (loader === undefined) return []
  const { what, cve, severity } = loader
  const place = string(get(config, 'filepath')) ?? string(get(config, 'url')) ?? ''
  return [
    {
      id: 'keras/loader-layer',
      severity,
      title: `The Keras model ${what}: ${className}${place === '' ? '' : ` of ${excerpt(place, 120)}`}`,
      why: 'Building the layer loads something that is not part of the configuration and was not inspected with it.',
      cwe: 'CWE-502',
      cve,
      fix: DO_NOT_LOAD,
    },
  ]
}

const LOADERS: ReadonlyMap<string, { what: string; cve: readonly string[]; severity: 'critical' | 'high' }> = new Map([
  ['TFSMLayer', { what: 'runs a TensorFlow SavedModel from a path', cve: ['CVE-2026-1462'], severity: 'high' }],
  ['TorchModuleWrapper', { what: 'unpickles a PyTorch module', cve: ['CVE-2025-49655'], severity: 'critical' }],
  ['FlaxLayer', { what: 'calls a function of a Flax module', cve: [], severity: 'high' }],
  ['JaxLayer', { what: 'calls a function of JAX code', cve: [], severity: 'high' }],
  ['KerasLayer', { what: 'loads a module of TensorFlow Hub', cve: [], severity: 'high' }],
])
/** Which module is imported to find the class or function. */
function judgeModule({ className, module, registeredName, config }: KerasObject): readonly KerasFinding[] {
  const called = className === 'function' ? (string(config) ?? registeredName ?? '') : className
  if (module === undefined || module === 'builtins') return module === undefined ? [] : builtin(className, called)
  if (isKerasModule(module)) return isModelPart(module) && !KERAS_GADGETS.has(called) ? [] : [gadget(module, called)]
  if (/^__main__$|^$/.test(module)) return []
  const dangerous = isDangerousModule(module)
  return [
    {
      id: 'keras/foreign-module',
      severity: dangerous ? 'critical' : 'high',
      title: `The Keras model imports ${excerpt(`${module}.${called}`, 120)}`,
      why: `Loading imports the module the file names and ${className === 'function' ? 'calls the function' : 'builds the class'} with arguments from the file.${dangerous ? ' The module runs code or reaches files or the network.' : ''}`,
      cwe: 'CWE-94',
      cve: ['CVE-2025-1550'],
      fix: DO_NOT_LOAD,
    },
  ]
}

/** `builtins` + `function` is how Keras 3 writes a function of the user; any other class of builtins is called as it is. */
function builtin(className: string, called: string): readonly KerasFinding[] {
  const harmless = new Set([
    'function',
    'int',
    'float',
    'str',
    'bool',
    'bytes',
    'list',
    'tuple',
    'dict',
    'set',
    'type',
    'NoneType',
    'slice',
  ])
  const code = new Set([
    'eval',
    'exec',
    'compile',
    '__import__',
    'open',
    'getattr',
    'setattr',
    'globals',
    'input',
    'breakpoint',
    'vars',
    'dir',
  ])
  if (harmless.has(className) && !code.has(called)) return []
  return [
    {
      id: 'keras/foreign-module',
      severity: code.has(called) ? 'critical' : 'high',
      title: `The Keras model calls the Python builtin ${excerpt(called, 80)}`,
      why: 'Loading calls the builtin with arguments from the file.',
      cwe: 'CWE-94',
      cve: ['CVE-2025-1550'],
      fix: DO_NOT_LOAD,
    },
  ]
}

function gadget(module: string, called: string): KerasFinding {
  const known = KERAS_GADGETS.has(called)
  return {
    id: 'keras/internal-function',
    severity: known ? 'critical' : 'medium',
    title: `The Keras model calls ${excerpt(`${module}.${called}`, 120)}`,
    why: known
      ? 'The function belongs to Keras and is therefore allowed in safe mode, but it fetches, unpacks, loads or switches off checks with arguments from the file.'
      : 'The module belongs to Keras but holds no layers: models have no reason to name it.',
    cwe: 'CWE-915',
    cve: ['CVE-2025-8747', 'CVE-2025-9906'],
    fix: DO_NOT_LOAD,
  }
}

/** Names under which the loading program must have registered code of its own. */
function judgeRegistration({ className, module, registeredName, config }: KerasObject): readonly KerasFinding[] {
  if (registeredName === undefined || registeredName === '') return []
  const usual = registeredName === className || registeredName === string(config)
  if (module !== undefined && isKerasModule(module))
    return usual || isOwnPackage(registeredName) ? [] : [mismatch(className, registeredName)]
  return [
    {
      id: 'keras/custom-object',
      severity: 'low',
      title: `The Keras model needs a custom object: ${excerpt(registeredName, 80)}`,
      why: 'Loading works only when code that registers this name was imported before. The code does not come with the file.',
      cwe: 'CWE-829',
      fix: 'Read the code that registers the name before you import it.',
    },
  ]
}

/** Keras and its sister libraries register their own classes under their own package name. */
function isOwnPackage(registeredName: string): boolean {
  return /^(?:keras|keras_hub|keras_nlp|keras_cv|keras_rs|tf_keras)(?:\.[a-z_.]+)?>/.test(registeredName)
}

function mismatch(className: string, registeredName: string): KerasFinding {
  return {
    id: 'keras/registered-name',
    severity: 'medium',
    title: `The Keras class ${excerpt(className, 60)} is registered under another name: ${excerpt(registeredName, 60)}`,
    why: 'The registered name is looked up first, so the class that is built is not the one the configuration shows.',
    cwe: 'CWE-436',
    fix: DO_NOT_LOAD,
  }
}
