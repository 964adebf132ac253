import { fixedClock } from '../../src/base/clock.ts'
import { ExternalError } from '../../src/base/errors.ts'
import { DEFAULT_LIMITS } from '../../src/base/limits.ts'
import { EXTRACTORS } from '../../src/engine/extractor-plugins.ts'
import { fixInspected, type FixOutcome } from '../../src/engine/fix.ts'
import { inspectFile } from '../../src/engine/inspect-file.ts'
import { plan } from '../../src/engine/inspect-tree.ts'
import type { Inspected, ScanRequest } from '../../src/engine/scan.ts'
import type { Advisory } from '../../src/model/advisory.ts'
import { presetPolicy } from '../../src/policy/preset-policy.ts'
import type { OpenedFile, TreeSource } from '../../src/scan/source.ts'
import { advisory, lookupOf } from './advisory-fakes.ts'

/** A tree of files by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** Plans fixes for a tree in memory: every finding about advisories is meant. */
export async function fixOf(
  files: Files,
  advisories: readonly Advisory[],
  options: { readonly majors: boolean } = { majors: true },
): Promise<FixOutcome> {
  const request = requestFor(advisories)
  const selection = (result: { readonly findings: FixOutcome['selected'] }): FixOutcome['selected'] =>
    result.findings.filter(({ ruleId }) => ruleId.startsWith('vulnerabilities/'))
  return fixInspected(request, await inspectedFiles(files), selection, options)
}

/** The text of a file after the plan. */
export function after(outcome: FixOutcome, path: string): string | undefined {
  return outcome.files.find((file) => file.path === path)?.text
}

/** `demo` (or another name) is affected from the beginning up to each of these versions, each an advisory of its own. */
export function fixedIn(name: string, ...versions: readonly string[]): readonly Advisory[] {
  return versions.map((fixed, index) =>
    advisory({ id: `PYSEC-${name}-${index + 1}`, name, events: [{ introduced: '0' }, { fixed }] }),
  )
}

/** The same for npm. */
export function fixedInNpm(name: string, ...versions: readonly string[]): readonly Advisory[] {
  return versions.map((fixed, index) =>
    advisory({ id: `GHSA-${name}-${index + 1}`, ecosystem: 'npm', name, events: [{ introduced: '0' }, { fixed }] }),
  )
}

function requestFor(advisories: readonly Advisory[]): ScanRequest {
  return {
    root: '/nowhere',
    only: undefined,
    attention: 'project',
    limits: DEFAULT_LIMITS,
    gitignore: false,
    exclude: [],
    workers: 1,
    advisories: lookupOf(advisories),
    policy: presetPolicy('balanced'),
    baseline: undefined,
    failOn: 'any',
    clock: fixedClock(0),
    signal: new AbortController().signal,
    onProgress: () => {},
    version: '0.0.0',
  }
}

async function inspectedFiles(files: Files): Promise<Inspected> {
  const tree = memoryTree(files)
  const taskFor = plan({ attention: 'project', extractors: EXTRACTORS })
  const plugins = {
    extractors: new Map(EXTRACTORS.map((one) => [one.id as string, one])),
    rules: new Map(),
    families: new Map(),
  }
  const inspections = []
  for (const path of Object.keys(files).sort()) {
    const task = taskFor(path)
    if (task !== undefined) inspections.push(await inspectFile(tree, { ...task, rules: [] }, plugins, DEFAULT_LIMITS))
  }
  return {
    tree,
    extractors: EXTRACTORS,
    inspection: {
      extractions: inspections.flatMap((one) => one.extractions),
      observations: [],
      diagnostics: inspections.flatMap((one) => one.diagnostics),
      files: { seen: inspections.length, parsed: inspections.length, failed: 0, skipped: [] },
    },
  }
}

function memoryTree(files: Files): TreeSource {
  const bytesOf = (path: string): Uint8Array => {
    const content = files[path]
    if (content === undefined) throw new ExternalError('EXTERNAL_DISK', `${path}: not there`, { retryable: false })
    return typeof content === 'string' ? new TextEncoder().encode(content) : content
  }
  return {
    list: async () => [],
    state: async (path) => ({ kind: 'file', size: bytesOf(path).length }),
    open: async (path): Promise<OpenedFile> => {
      const bytes = bytesOf(path)
      return {
        size: bytes.length,
        links: { symbolic: false, names: 1 },
        all: async () => bytes,
        slice: async (offset, length) => bytes.subarray(offset, offset + length),
        close: async () => {},
      }
    },
  }
}
