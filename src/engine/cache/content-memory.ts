import { ExternalError } from '../../base/errors.ts'
import type { SensitiveSettings } from '../../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../../base/limits.ts'
import type { FileStamp, OpenedFile } from '../../scan/source.ts'
import type { FileInspection, InspectionTask } from '../inspection.ts'
import { isAtRest } from './at-rest.ts'
import { openCacheForReading } from './cache-reader.ts'
import { contentName, keysFor } from './keys.ts'
import { decode, kindOf, plainInspection, type RememberedKind, unwantedInspection } from './remembered.ts'

/** Up to here a file is named by its bytes; above, reading all of it would cost more than it saves, and its stamp names it. */
const HASHED_BYTES = 16 * 1024 * 1024

/** An inspection that took this part of its deadline may have been cut short by it: another run may see more. */
const UNHURRIED = 0.25

/** What there is to remember of one inspection. */
export interface Memory {
  readonly task: InspectionTask
  readonly kind: RememberedKind
  /** Its name; empty for a file that nobody wanted. */
  readonly name: string
  /** It is remembered already: nothing has to be written but the stamp. */
  readonly known: boolean
  /** Present where the file was at rest. */
  readonly stamp?: string
}

/** An inspection and what is to be remembered of it, if anything. */
export interface Remembering {
  readonly inspection: FileInspection
  readonly memory?: Memory
}

/** What a worker needs to remember; plain data. */
export interface ContentMemorySetup {
  readonly file: string
  readonly code: string
  /** See CacheSettings. */
  readonly restMilliseconds?: number
}

/** The side of a worker: it names the bytes, looks whether they were inspected before, and says what to remember. It never writes. */
export interface ContentMemory {
  /** `task` is the one that was given, `work` inspects for it; the file that `work` gets holds the very bytes that were named. */
  through(
    task: InspectionTask,
    opened: OpenedFile,
    work: (opened: OpenedFile) => Promise<FileInspection>,
  ): Promise<Remembering>
  /** The answer for a file that nobody recognised: its bytes need no name. */
  unwanted(task: InspectionTask, opened: OpenedFile): Remembering
}

/** For one worker. */
export function contentMemory(
  { file, code, restMilliseconds: rest }: ContentMemorySetup,
  limits: Limits,
  sensitive?: SensitiveSettings,
): ContentMemory {
  const keys = keysFor(code, limits, sensitive)
  const known = openCacheForReading(file)
  return {
    async through(task, opened, work) {
      const before = opened.stamp?.()
      const { name: content, held } = await named(opened, before, limits, rest)
      const name = content === undefined ? undefined : keys.inspection(task, content, opened.links)
      const found = name === undefined ? undefined : remembered(known(name), task)
      if (name !== undefined && found !== undefined) {
        const kind = kindOf(task, found)
        return { inspection: found, memory: { task, kind, name, known: true, ...stampOf(before, rest) } }
      }
      const began = performance.now()
      const inspection = await work(held)
      const hurried = performance.now() - began > limits.fileMilliseconds * UNHURRIED
      const still = before !== undefined && opened.stamp?.().text === before.text
      if (name === undefined || hurried || !still || dependsOnTheDay(inspection)) return { inspection }
      return {
        inspection,
        memory: { task, kind: kindOf(task, inspection), name, known: false, ...stampOf(before, rest) },
      }
    },
    unwanted(task, opened) {
      const stamp = stampOf(opened.stamp?.(), rest)
      return {
        inspection: unwantedInspection(task),
        memory: { task, kind: 'unwanted', name: '', known: true, ...stamp },
      }
    },
  }
}

async function named(
  opened: OpenedFile,
  stamp: FileStamp | undefined,
  limits: Limits,
  rest: number | undefined,
): Promise<{ readonly name: string | undefined; readonly held: OpenedFile }> {
  if (opened.size > Math.min(HASHED_BYTES, limits.fileBytes)) {
    const name = stamp !== undefined && isAtRest(stamp, rest) ? `stamp ${stamp.text}` : undefined
    return { name, held: opened }
  }
  try {
    const bytes = await opened.all()
    return { name: contentName(bytes), held: heldInMemory(opened, bytes) }
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    // The plug-ins meet the same and each says so.
    return { name: undefined, held: opened }
  }
}

/** What was hashed is what is read: a file that is being written gives nobody other bytes. */
function heldInMemory(opened: OpenedFile, bytes: Uint8Array): OpenedFile {
  return {
    ...opened,
    size: bytes.length,
    all: async () => bytes,
    slice: async (offset, length) => bytes.subarray(offset, Math.max(offset, offset + length)),
  }
}

function remembered(value: Uint8Array | undefined, task: InspectionTask): FileInspection | undefined {
  if (value === undefined) return undefined
  return value.length === 0 ? plainInspection(task) : decode(value)
}

function stampOf(stamp: FileStamp | undefined, rest: number | undefined): { readonly stamp?: string } {
  return stamp !== undefined && isAtRest(stamp, rest) ? { stamp: stamp.text } : {}
}

/** Time, memory and disk decide differently on another day. */
function dependsOnTheDay({ diagnostics }: FileInspection): boolean {
  return diagnostics.some(
    ({ code }) => code === 'LIMIT_TIME' || code === 'LIMIT_MEMORY' || code.startsWith('EXTERNAL_'),
  )
}
