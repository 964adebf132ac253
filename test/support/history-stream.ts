import { type Random, seededRandom } from './random.ts'

/** How large a generated history is. */
export interface HistoryShape {
  readonly seed: number
  readonly commits: number
  readonly files: number
  /** Values that are planted, spread over the history. */
  readonly planted: number
}

/** A value that was planted, and how it can be found. */
export interface Planted {
  readonly value: string
  readonly path: string
  /** `head`: still there; `removed`: taken out by a later commit; `branch`: on a branch that nobody merged; `merge`: only in what a merge made of it. */
  readonly fate: 'head' | 'removed' | 'branch' | 'merge'
}

/** A history as `git fast-import` reads it, and what was planted in it, complete when the stream has ended. */
export interface HistoryStream {
  readonly chunks: Iterable<string>
  readonly planted: readonly Planted[]
}

/**
 * A history of one main branch with side branches, merges, renames and deletions; source files of 2 to 40 kB of which each commit changes a
 * few lines of a few. The same seed gives the same bytes.
 */
export function historyStream(shape: HistoryShape): HistoryStream {
  const planted: Planted[] = []
  return { planted, chunks: commits(shape, planted) }
}

interface State {
  readonly random: Random
  readonly files: Map<string, string[]>
  readonly names: string[]
  mark: number
  time: number
}

const AUTHORS = ['Ada <ada@example.org>', 'Grace <grace@example.org>', 'Linus <linus@example.org>'] as const

function* commits(shape: HistoryShape, planted: Planted[]): Iterable<string> {
  const state: State = { random: seededRandom(shape.seed), files: new Map(), names: [], mark: 0, time: 1_500_000_000 }
  const every = Math.max(1, Math.floor(shape.commits / Math.max(1, shape.planted)))
  const pending: { readonly path: string; readonly line: string; readonly at: number }[] = []
  while (state.names.length < shape.files / 2) addFile(state)
  yield commit(state, 'refs/heads/main', 'start', [...state.names])
  const growth = Math.ceil(shape.files / 2 / shape.commits)
  for (let number = 1; number < shape.commits; number++) {
    const changed = new Set<string>()
    if (state.names.length < shape.files && number % 2 === 0)
      for (let i = 0; i < growth; i++) changed.add(addFile(state))
    for (let i = 1 + state.random.integer(4); i > 0; i--) changed.add(edit(state))
    for (const { path, line } of pending.filter(({ at }) => at === number)) {
      const lines = state.files.get(path)
      if (lines === undefined) continue
      state.files.set(
        path,
        lines.filter((one) => one !== line),
      )
      changed.add(path)
    }
    if (number % every !== 0) {
      if (number % 50 === 0) yield* sideBranch(state)
      else yield commit(state, 'refs/heads/main', `change ${number}`, [...changed])
      continue
    }
    const value = specimen(state.random)
    const line = `    token = "${value}"`
    const fate = (['removed', 'head', 'branch', 'merge', 'removed'] as const)[(number / every) % 5] ?? 'removed'
    const path = state.names[state.random.integer(state.names.length)] ?? ''
    const lines = state.files.get(path) ?? []
    planted.push({ value, path, fate })
    const withLine = lines.toSpliced(state.random.integer(lines.length), 0, line)
    if (fate === 'branch') {
      yield commit(state, 'refs/heads/main', `change ${number}`, [...changed])
      yield reset(state, `refs/heads/lost-${number}`)
      yield commit(state, `refs/heads/lost-${number}`, 'try it', [path], new Map([[path, withLine]]))
      continue
    }
    state.files.set(path, withLine)
    if (fate === 'merge') yield* sideBranch(state, path)
    else yield commit(state, 'refs/heads/main', `change ${number}`, [...changed, path])
    if (fate !== 'head') pending.push({ path, line, at: number + 5 })
  }
  yield reset(state, 'refs/tags/v1')
}

/** A branch of one commit, merged at once; `evil` is a file that only the merge changes. */
function* sideBranch(state: State, evil?: string): Iterable<string> {
  const fork = state.mark
  const path = `side/${fork}.py`
  const lines = ['# side', ...Array.from({ length: 40 }, () => lineOf(state.random))]
  const side = new Map([[path, lines]])
  yield `reset refs/heads/side\nfrom :${fork}\n\n`
  yield commit(state, 'refs/heads/side', 'side', [path], side)
  const merged = state.mark
  state.files.set(path, lines)
  const files = evil === undefined ? [path] : [path, evil]
  yield commit(state, 'refs/heads/main', 'merge', files, undefined, merged, fork)
}

function reset({ mark }: State, ref: string): string {
  return `reset ${ref}\nfrom :${mark}\n\n`
}

function commit(
  state: State,
  ref: string,
  message: string,
  paths: readonly string[],
  contents: ReadonlyMap<string, readonly string[]> = state.files,
  merged?: number,
  from?: number,
): string {
  const author = `${state.random.pick(AUTHORS)} ${(state.time += 60 + state.random.integer(3600))} +0000`
  const parts = [`commit ${ref}\nmark :${++state.mark}\nauthor ${author}\ncommitter ${author}\n${data(message)}`]
  if (from !== undefined) parts.push(`from :${from}\n`)
  if (merged !== undefined) parts.push(`merge :${merged}\n`)
  for (const path of new Set(paths)) {
    const lines = contents.get(path)
    if (lines !== undefined) parts.push(`M 100644 inline ${path}\n${data(`${lines.join('\n')}\n`)}`)
  }
  return `${parts.join('')}\n`
}

/** All text is ASCII: characters are bytes. */
function data(text: string): string {
  return `data ${text.length}\n${text}\n`
}

function addFile(state: State): string {
  const { random } = state
  const number = state.names.length
  const path = `pkg${number % 37}/mod${number % 11}/${random.pick(WORDS)}_${number}.${random.pick(['py', 'ts', 'md', 'yaml'])}`
  const size = 40 + random.integer(random.oneIn(8) ? 900 : 250)
  state.files.set(
    path,
    Array.from({ length: size }, () => lineOf(random)),
  )
  state.names.push(path)
  return path
}

function edit({ random, files, names }: State): string {
  const path = names[random.integer(names.length)] ?? ''
  const lines = files.get(path)
  if (lines === undefined) return path
  for (let i = 1 + random.integer(6); i > 0; i--) {
    const at = random.integer(lines.length)
    if (random.oneIn(3)) lines.splice(at, 0, lineOf(random))
    else lines[at] = lineOf(random)
  }
  return path
}

function lineOf(random: Random): string {
  const indent = '    '.slice(0, random.integer(2) * 4)
  const words = Array.from({ length: 2 + random.integer(5) }, () => random.pick(WORDS))
  return `${indent}${words.join(random.pick([' ', '_', '.', '(']))} = ${random.pick(WORDS)}(${random.integer(10_000)})`
}

/** A value to plant: three kinds that every scanner knows, none with a checksum. */
export function specimen(random: Random): string {
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet[random.integer(alphabet.length)]).join('')
  const lower = 'abcdefghijklmnopqrstuvwxyz'
  const upper = lower.toUpperCase()
  return random.pick([
    () => `AKIA${text(16, `${upper}234567`)}`,
    () => `glpat-${text(20, `${lower}${upper}0123456789`)}`,
    () => `hf_${text(34, lower + upper)}`,
  ])()
}

const WORDS = [
  'model',
  'batch',
  'loader',
  'tensor',
  'config',
  'value',
  'result',
  'index',
  'token',
  'layer',
  'input',
  'output',
  'state',
  'path',
  'score',
  'train',
  'epoch',
  'device',
  'shape',
  'cache',
  'handle',
  'request',
  'response',
  'parse',
  'build',
  'merge',
  'filter',
  'update',
] as const
