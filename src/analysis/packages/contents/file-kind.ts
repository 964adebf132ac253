import { identifyModel } from '../../models/containers/identify.ts'
import type { Identification, ModelKind } from '../../models/containers/model-kind.ts'
import type { FileKind } from '../artefact-facts.ts'
import { containerFormats } from './member-frames.ts'
import { kindOfName } from './name-kind.ts'
import { isBytecode, isNative, isWasm } from './native-kind.ts'

/**
 * What a file is: by fixed bytes first, then by its first line, then by its name, then by whether it can be text. `head` holds the
 * first bytes (64 KiB, or all), `kinds` what identifyModel made of them where that is known already.
 */
export function fileKind(path: string, head: Uint8Array, kinds?: readonly Identification[]): FileKind {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const named = kindOfName(path)
  const told = kindOfBytes(bytes, kinds ?? identifyModel(head, head))
  // torch, npz and keras files are zips.
  if (told !== undefined) return told === 'archive' && named === 'model' ? 'model' : told
  if (named === 'path-configuration' || named === 'manifest') return named
  const script = kindOfFirstLine(bytes)
  if (script !== undefined && (named === undefined || named === 'text')) return script
  const text = isText(bytes)
  // A name of a binary format whose magic number is not there says nothing, but what only its name tells (raw tensors, .pyc of an unknown version) counts.
  if (named !== undefined && (text || !TEXTS.has(named))) return text && BINARY.has(named) ? 'text' : named
  if (named !== undefined && bytes.length > 0) return looksLikeUtf16(bytes) ? named : textual(named)
  return named ?? (text ? 'text' : 'data')
}

/** What fixed bytes or a structure at the start say, whatever the name; undefined for texts and unknown bytes. */
export function kindOfBytes(head: Buffer, kinds: readonly Identification[]): FileKind | undefined {
  if (isNative(head)) return 'native'
  if (isWasm(head)) return 'wasm'
  if (isBytecode(head)) return 'bytecode'
  const sure = kinds.filter(({ certainty }) => certainty !== 'trial')
  if (sure.some(({ kind }) => MODELS.has(kind))) return 'model'
  if (kinds.some(({ kind }) => kind === 'pickle') && !isText(head)) return 'model'
  const containers = containerFormats(kinds)
  // A zip seen from its end alone hides behind something else, and that counts: it is opened all the same.
  const front = containers.filter((kind) => kind !== 'zip' || head.toString('latin1', 0, 2) === 'PK')
  return front.length > 0 ? 'archive' : undefined
}

const MODELS: ReadonlySet<ModelKind> = new Set<ModelKind>([
  'npy',
  'torch-legacy',
  'safetensors',
  'gguf',
  'ggml',
  'hdf5',
  'onnx',
  'saved-model',
  'tflite',
  'executorch',
  'ort',
  'catboost',
  'coreml',
  'torch7',
  'r-data',
  'rknn',
  'xgboost-legacy',
])

const INTERPRETERS: readonly (readonly [RegExp, FileKind])[] = [
  [/^(?:python|pypy|ipython)[\d.w]*$/, 'python'],
  [/^(?:node|nodejs|bun|deno|ts-node|tsx|zx)$/, 'javascript'],
  [/^(?:ba|da|z|k|c|tc|a|fi)?sh$/, 'shell'],
  [/^(?:pwsh|powershell)$/, 'powershell'],
]

/** `#!/usr/bin/env -S node --flag`; `#!python` of scripts in wheels (PEP 427). Interpreters that nothing here reads are left to the name. */
export function kindOfFirstLine(head: Buffer): FileKind | undefined {
  if (head[0] !== 0x23 || head[1] !== 0x21) return undefined
  const words = head.toString('latin1', 2, 300).split('\n', 1)[0]?.trim().split(/\s+/) ?? []
  const programs = words.map((word) => word.slice(word.lastIndexOf('/') + 1).replace(/\.exe$/i, ''))
  const isEnvironment = programs[0] === 'env'
  const program = isEnvironment
    ? programs.slice(1).find((word) => !word.startsWith('-') && !word.includes('='))
    : programs[0]
  return INTERPRETERS.find(([pattern]) => pattern.test(program ?? ''))?.[1]
}

const TEXTS: ReadonlySet<FileKind> = new Set<FileKind>([
  'python',
  'javascript',
  'shell',
  'powershell',
  'batch',
  'notebook',
  'workflow',
  'assistant-configuration',
  'text',
])
const BINARY: ReadonlySet<FileKind> = new Set<FileKind>(['native', 'wasm', 'bytecode', 'archive'])

/** A script with odd bytes is a script to its interpreter; data that is called text is data. */
function textual(named: FileKind): FileKind {
  return named === 'text' ? 'data' : named
}

const TEXT_BYTES = 4096

/** No zeros and hardly any control characters among the first bytes: UTF-8, or one byte a character. */
export function isText(head: Buffer): boolean {
  const looked = head.subarray(0, TEXT_BYTES)
  if (looksLikeUtf16(looked)) return true
  let odd = 0
  for (const byte of looked) {
    if (byte === 0) return false
    if (byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b) odd++
  }
  return odd * 100 <= looked.length
}

function looksLikeUtf16(head: Buffer): boolean {
  return head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
}
