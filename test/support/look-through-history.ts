import { DEFAULT_LIMITS } from '../../src/base/limits.ts'
import { contentName } from '../../src/engine/cache/keys.ts'
import type { HistoricObject, HistoryInspection, HistoryRequest } from '../../src/engine/history/history-inspection.ts'
import { inspectHistory } from '../../src/engine/history/inspect-history.ts'
import { specimen } from './history-stream.ts'
import { seededRandom } from './random.ts'

/** Looks through the whole history below a folder with the simplest scanner; `change` says what is to be different. */
export async function lookThroughHistory(
  folder: string,
  change: Partial<HistoryRequest> = {},
): Promise<HistoryInspection> {
  return inspectHistory({
    folder,
    environment: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    scope: { kind: 'all', unreachable: false },
    messages: true,
    limits: DEFAULT_LIMITS,
    workers: 1,
    program: new URL('./history-worker.ts', import.meta.url),
    settings: {},
    signal: new AbortController().signal,
    onProgress: () => {},
    ...change,
  })
}

/** A value to plant, another one for each number. */
export function planted(number: number): string {
  return specimen(seededRandom(number))
}

/** The objects in which a planted value was seen. */
export function objectsWith(value: string, { objects }: HistoryInspection): readonly HistoricObject[] {
  return objects.filter(({ outcome }) => outcome.observations.some(({ identity }) => identity === contentName(value)))
}

/** `kind: count message` of all gaps. */
export function gapsOf({ gaps }: HistoryInspection): readonly string[] {
  return gaps.map(({ kind, count }) => `${count} ${kind}`)
}
