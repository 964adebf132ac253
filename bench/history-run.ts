import { PUBLIC_KEY } from '../src/analysis/sensitive/sensitive-settings.ts'
import { DEFAULT_LIMITS } from '../src/base/limits.ts'
import { contentName } from '../src/engine/cache/keys.ts'
import { blobWorkerProgram } from '../src/engine/history/blob-pool.ts'
import { inspectHistory } from '../src/engine/history/inspect-history.ts'

/** One look at a history as a process of its own: `history-run.ts FOLDER WORKERS [CACHE]`; prints what it counted. */
const [folder = '.', workers = '2', cache = ''] = process.argv.slice(2)
const inspection = await inspectHistory({
  folder,
  environment: process.env,
  scope: { kind: 'all', unreachable: false },
  messages: true,
  limits: DEFAULT_LIMITS,
  workers: Number(workers),
  program: blobWorkerProgram(),
  settings: { key: PUBLIC_KEY, personalData: false, userRules: [] },
  signal: new AbortController().signal,
  onProgress: () => {},
  ...(cache === '' ? {} : { memory: { code: contentName('bench'), rules: 'bench', cache: cacheIn(cache) } }),
})
const { counts, objects, gaps } = inspection
// Values are nowhere in it: a place is told by the object and the line.
const places = objects.flatMap(({ id, outcome }) =>
  outcome.observations.flatMap(({ evidence }) => evidence.map(({ location }) => `${id}:${location.lines?.start}`)),
)
console.log(JSON.stringify({ counts, gaps: gaps.length, places }))

function cacheIn(path: string): { folder: string; named: true; maxBytes: number; stamps: boolean; onNote: () => void } {
  return { folder: path, named: true, maxBytes: 2 ** 29, stamps: true, onNote: () => {} }
}
