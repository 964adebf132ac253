import type { Limits } from '../../../base/limits.ts'
import { isExpected } from '../../../base/errors.ts'
import { decodeText } from '../../../formats/text.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { inspectBinary } from '../binaries/inspect-binary.ts'
import type { FileKind, PackageNote } from '../artefact-facts.ts'
import type { ArtefactFile } from '../contents/artefact-event.ts'
import type { PackageFile } from '../package-file.ts'
import { readScript, type ScriptKind } from '../scripts/inspect-script.ts'
import { inspectText } from '../texts/inspect-text.ts'
import { trickBehaviours } from '../texts/trick-behaviours.ts'
import { type FileInspection, found, joined, type KnownFile, NOTHING_FOUND } from './file-inspection.ts'
import { inspectEmbedded, inspectJavaScriptText, inspectPythonText } from './inspect-code.ts'
import { modelBehaviours } from './model-behaviours.ts'

type Inspector = (known: KnownFile, file: PackageFile) => Promise<FileInspection>

/**
 * What one file of an artefact does, by what it is. Roles are not known yet: moments are told as of a library and mended when they are. What
 * cannot be read is a note, never silence. Throws only ExternalError of the source.
 */
export async function inspectFile(known: KnownFile): Promise<FileInspection> {
  const { file, kind } = known
  try {
    return await INSPECTORS[kind](known, { path: file.path, role: 'library' })
  } catch (error) {
    if (!isExpected(error) || error.name === 'ExternalError') throw error
    const code = error.code.toLowerCase().replaceAll('_', '-')
    const note: PackageNote = { kind: 'not-inspected', code, path: file.path, message: error.message }
    return { ...NOTHING_FOUND, notes: [note], looked: 'not' }
  }
}

const script =
  (kind: ScriptKind): Inspector =>
  async ({ file, limits, own }, packageFile) => {
    const text = decodeText(await file.source.all())
    const { behaviours, code } = readScript(text, kind, packageFile, limits)
    const tricks = trickBehaviours(text, packageFile, kind)
    return joined(
      found([...behaviours, ...tricks]),
      ...code.map((one) => inspectEmbedded(one, packageFile, limits, own)),
    )
  }

const text: Inspector = async ({ file, kind, limits, own }, packageFile) => {
  const { behaviours, code } = inspectText(await firstBytes(file), packageFile, kind, limits)
  const looked = file.size <= TEXT_BYTES ? 'whole' : 'part'
  return joined(found(behaviours, looked), ...code.map((one) => inspectEmbedded(one, packageFile, limits, own)))
}

const binary: Inspector = async ({ file, kind, limits }, packageFile) => {
  const { behaviours, looked, message, compiled } = await inspectBinary(file.source, kind as 'native', packageFile, {
    limits,
  })
  const notes: readonly PackageNote[] =
    message === undefined ? [] : [{ kind: 'not-inspected', code: `${kind}-format`, path: file.path, message }]
  return { ...NOTHING_FOUND, behaviours, notes, looked, ...(compiled === undefined ? {} : { compiled }) }
}

const INSPECTORS: Readonly<Record<FileKind, Inspector>> = {
  python: async ({ file, limits, own }, packageFile) =>
    inspectPythonText(await file.source.all(), packageFile, limits, { own }),
  javascript: async ({ file, limits, ownName }, packageFile) =>
    inspectJavaScriptText(decodeText(await file.source.all()), packageFile, limits, ownName),
  shell: script('shell'),
  powershell: script('powershell'),
  batch: script('batch'),
  notebook: text,
  'path-configuration': text,
  native: binary,
  wasm: binary,
  bytecode: binary,
  model: async ({ file, limits }) => {
    const { behaviours, notes } = await modelBehaviours(scanned(file, limits))
    return { ...NOTHING_FOUND, behaviours, notes, looked: notes.length > 0 ? 'part' : 'whole' }
  },
  // What is in it comes as files of their own.
  archive: async () => NOTHING_FOUND,
  manifest: text,
  workflow: text,
  'assistant-configuration': text,
  text,
  data: text,
}

/** Texts and notebooks are looked at up to here; beyond are tables. */
const TEXT_BYTES = 16 * 1024 * 1024

async function firstBytes({ source, size }: ArtefactFile): Promise<Uint8Array> {
  return size <= TEXT_BYTES ? source.all() : source.slice(0, TEXT_BYTES)
}

/** The file as rules for models take it. */
function scanned(file: ArtefactFile, limits: Limits): ScannedFile {
  const done = new Map<string, Promise<unknown>>()
  return {
    path: file.path,
    size: file.size,
    source: file.source,
    links: { symbolic: false, names: 1 },
    limits,
    read: async (format) => format.parse(await file.source.all(), limits),
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      const before = done.get(key)
      // A key names one piece of work, so what is stored under it is what this work gives.
      if (before !== undefined) return before as Promise<T>
      const fresh = work()
      done.set(key, fresh)
      return fresh
    },
  }
}
