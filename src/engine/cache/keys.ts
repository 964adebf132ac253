import { createRequire } from 'node:module'
import type { SensitiveSettings } from '../../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../../base/limits.ts'
import type { FileLinks } from '../../model/scanned-file.ts'
import type { InspectionTask } from '../inspection.ts'

/** Loaded with the first key, as in base/digest. */
const load = createRequire(import.meta.url)

/** Names inspections. One for a run; the worker's and the main thread's give the same names. */
export interface Keys {
  /** Names who looks: extractors, rules, candidates. */
  task(task: InspectionTask): string
  /**
   * Names what comes out: the bytes and everything else an inspection can see. 192 bits: whoever can choose a file must not be able to find
   * another one with the same name.
   */
  inspection(task: InspectionTask, content: string, links: FileLinks): string
}

/** The names under these limits and settings; `code` is codeDigest(). The key of the settings goes into a hash only. */
export function keysFor(code: string, limits: Limits, sensitive?: SensitiveSettings): Keys {
  const tasks = new Map<string, string>()
  const frame = JSON.stringify([code, Object.entries(limits).sort(), sensitive ?? null])
  const byLists = memory<Memory<Memory<string>>>()
  const task = ({ extractors, rules, candidates }: InspectionTask): string => {
    const last = byLists(extractors, memory<Memory<string>>)(rules, memory<string>)
    return last(candidates, () => {
      const text = JSON.stringify([extractors, rules, candidates])
      const known = tasks.get(text)
      if (known !== undefined) return known
      const name = contentName(text).slice(0, 16)
      tasks.set(text, name)
      return name
    })
  }
  return {
    task,
    inspection: (one, content, { symbolic, names }) =>
      contentName(JSON.stringify([frame, one.path, task(one), content, symbolic, names])),
  }
}

/** Names the stamps of the files of a tree; `root` is its absolute path, `code` is codeDigest(). */
export function stampsName(root: string, code: string, limits: Limits): string {
  return contentName(JSON.stringify([root, code, Object.entries(limits).sort()]))
}

/** What was made for a list, as long as the list is there: files alike are asked with the very same lists. */
type Memory<T> = (list: readonly string[], make: () => T) => T

function memory<T>(): Memory<T> {
  const known = new WeakMap<readonly string[], T>()
  return (list, make) => {
    const found = known.get(list)
    if (found !== undefined) return found
    const made = make()
    known.set(list, made)
    return made
  }
}

/** The first 192 bits of the SHA-256, in base64url. */
export function contentName(data: string | Uint8Array): string {
  const { hash } = load('node:crypto') as typeof import('node:crypto')
  return hash('sha256', data, 'base64url').slice(0, 32)
}
