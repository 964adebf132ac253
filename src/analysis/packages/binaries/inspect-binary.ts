import type { ByteSource } from '../../../base/bytes.ts'
import { FormatError, LimitError } from '../../../base/errors.ts'
import type { Limits } from '../../../base/limits.ts'
import { readElf } from '../../../formats/elf/elf.ts'
import { readMachO } from '../../../formats/mach-o/mach-o.ts'
import { BoundedReader } from '../../../formats/native/bounded-reader.ts'
import type { NativeFile } from '../../../formats/native/native-file.ts'
import { readPe } from '../../../formats/pe/pe.ts'
import { readPyc } from '../../../formats/pyc/pyc.ts'
import { readWasm } from '../../../formats/wasm/wasm.ts'
import type { Behaviour } from '../behaviour.ts'
import type { PackageFile } from '../package-file.ts'
import { lookAtStrings } from './binary-strings.ts'
import { bytecodeBehaviours } from './bytecode-behaviours.ts'
import { foundBehaviours } from './found-behaviours.ts'
import { binaryBehaviours, LOOKED_FOR } from './native-behaviours.ts'
import { nativeFacts } from './native-facts.ts'
import type { CompiledModule } from './source-difference.ts'
import { wasmBehaviours } from './wasm-behaviours.ts'

/** What is known of a binary after looking at it. */
export interface BinaryInspection {
  readonly behaviours: readonly Behaviour[]
  readonly looked: 'whole' | 'part' | 'not'
  /** Why not the whole. */
  readonly message?: string
  /** Of compiled Python: what its source has to have (compareWithSource). */
  readonly compiled?: CompiledModule
}

/** Bounds. */
export interface BinaryOptions {
  readonly limits: Limits
  /** Most bytes that are looked through for strings; 64 MiB is what all libraries but those of torch and CUDA have. */
  readonly stringBytes?: number
}

const STRING_BYTES = 64 * 1024 * 1024

/**
 * What a native program or library, a WebAssembly module or a compiled Python file does, by its tables, its strings and its names; nothing
 * is run. What cannot be read is `not` looked at and has a behaviour `unread`; it throws only what is an error of ours or of the source.
 */
export async function inspectBinary(
  source: ByteSource,
  kind: 'native' | 'wasm' | 'bytecode',
  file: PackageFile,
  options: BinaryOptions,
): Promise<BinaryInspection> {
  try {
    if (kind === 'native') return await inspectNative(source, file, options)
    return kind === 'wasm' ? await inspectWasm(source, file, options) : await inspectBytecode(source, file, options)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const found = foundBehaviours(file)
    found.add('unread', kind, error.message)
    return { behaviours: found.list(), looked: 'not', message: error.message }
  }
}

async function inspectNative(source: ByteSource, file: PackageFile, options: BinaryOptions): Promise<BinaryInspection> {
  const behaviours: Behaviour[] = []
  const missing: string[] = []
  const natives = await readNative(source)
  for (const native of natives) {
    const facts = await nativeFacts(source, native, Math.ceil((options.stringBytes ?? STRING_BYTES) / natives.length))
    behaviours.push(...binaryBehaviours(facts, file))
    missing.push(...native.anomalies.map(({ places }) => places[0]?.message ?? 'damaged'))
    if (!facts.strings.isWhole) missing.push('not all strings were looked at')
    if (facts.bundle !== undefined) missing.push(`the ${facts.bundle.tool} bundle in it was not looked at`)
    if (facts.packing !== undefined) missing.push(`its code is not readable: ${facts.packing}`)
  }
  return answer(distinct(behaviours), missing)
}

/** By its first bytes. Throws FORMAT_SHAPE for what is none of the three. */
async function readNative(source: ByteSource): Promise<readonly NativeFile[]> {
  const [a = 0, b = 0] = await new BoundedReader(source, 64 * 1024).upTo(0, 4)
  if (a === 0x7f && b === 0x45) return [await readElf(source)]
  if (a === 0x4d && b === 0x5a) return [await readPe(source)]
  return readMachO(source)
}

/** Slices of a universal file do the same. */
function distinct(behaviours: readonly Behaviour[]): readonly Behaviour[] {
  const kept = new Map<string, Behaviour>()
  for (const one of behaviours) {
    const key = `${one.kind} ${one.subject}`
    if (!kept.has(key)) kept.set(key, one)
  }
  return [...kept.values()]
}

async function inspectWasm(source: ByteSource, file: PackageFile, options: BinaryOptions): Promise<BinaryInspection> {
  const module = await readWasm(source)
  const most = options.stringBytes ?? STRING_BYTES
  const reader = new BoundedReader(source, most + 1024 * 1024)
  // Custom sections may hold anything: names are for debuggers, the rest is looked at as data is.
  const custom = module.custom.filter(
    ({ name }) => !/^(?:name|\.debug_\w+|sourceMappingURL|reloc\.\w+|linking)$/.test(name),
  )
  const strings = await lookAtStrings(reader, [module.data, custom], ['ascii'], LOOKED_FOR, most)
  const missing = module.anomalies.map(({ places }) => places[0]?.message ?? 'damaged')
  if (!strings.isWhole) missing.push('not all strings were looked at')
  return answer(wasmBehaviours(module, strings, file), missing)
}

async function inspectBytecode(
  source: ByteSource,
  file: PackageFile,
  options: BinaryOptions,
): Promise<BinaryInspection> {
  if (source.size > options.limits.fileBytes)
    throw new LimitError('LIMIT_SIZE', `expected at most ${options.limits.fileBytes} bytes, found ${source.size}`)
  const pyc = readPyc(await source.slice(0, source.size))
  const { behaviours, missing, compiled } = bytecodeBehaviours(pyc, file)
  return { ...answer(behaviours, missing), compiled }
}

function answer(behaviours: readonly Behaviour[], missing: readonly string[]): BinaryInspection {
  return missing.length === 0
    ? { behaviours, looked: 'whole' }
    : { behaviours, looked: 'part', message: [...new Set(missing)].join('; ').slice(0, 500) }
}
