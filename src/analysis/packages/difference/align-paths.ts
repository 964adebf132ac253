/**
 * Finds files of one tree in another that holds them below other folders: `foo/a.py` of a wheel is `src/foo/a.py` of its sdist, `lib/a.js` of a tarball is
 * `packages/foo/lib/a.js` of its repository, and `ruamel/yaml/a.py` of a wheel is `a.py` of an sdist whose root is the package. The folders are those that
 * most files agree on, at most eight. Gives undefined for a file without a counterpart. Linear: names that stand a hundred times (`index.js`)
 * vote with less, and only their first candidates are looked at.
 */
export function alignPaths(paths: Iterable<string>, tree: Iterable<string>): (path: string) => string | undefined {
  const known = new Set(tree)
  const moves = bestMoves(paths, byEnds(known))
  return (path) =>
    moves.map((move) => moved(path, move)).find((candidate) => candidate !== undefined && known.has(candidate))
}

/** `from/a.py` lies at `to/a.py`; one of them is empty. */
interface Move {
  readonly from: string
  readonly to: string
}

const MOST_CANDIDATES = 32
const MOST_VOTERS = 20_000
const MOST_MOVES = 8
/** Of all votes. A folder that one file in fifty lies in by accident is no home of a package. */
const LEAST_SHARE = 0.02

function moved(path: string, { from, to }: Move): string | undefined {
  return path.startsWith(from) ? to + path.slice(from.length) : undefined
}

function byEnds(tree: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const byEnd = new Map<string, string[]>()
  for (const path of tree) {
    for (const end of endsOf(path)) {
      const same = byEnd.get(end)
      if (same === undefined) byEnd.set(end, [path])
      else if (same.length < MOST_CANDIDATES) same.push(path)
    }
  }
  return byEnd
}

function bestMoves(paths: Iterable<string>, byEnd: ReadonlyMap<string, readonly string[]>): readonly Move[] {
  const votes = new Map<string, { readonly move: Move; count: number }>([
    ['\0', { move: { from: '', to: '' }, count: 0 }],
  ])
  let voters = 0
  let all = 0
  for (const path of paths) {
    if (voters++ >= MOST_VOTERS) break
    const moves = movesOf(path, byEnd)
    all += moves.length > 0 ? 1 : 0
    for (const move of moves) {
      const key = `${move.from}\0${move.to}`
      const known = votes.get(key) ?? { move, count: 0 }
      votes.set(key, known)
      known.count += 1 / moves.length
    }
  }
  return [...votes.values()]
    .filter(({ move, count }) => move.from + move.to === '' || count >= all * LEAST_SHARE)
    .sort((a, b) => b.count - a.count || a.move.to.length + a.move.from.length - b.move.to.length - b.move.from.length)
    .slice(0, MOST_MOVES)
    .map(({ move }) => move)
}

/** Where the tree has the file below more folders; else where it has it below fewer, by its last segment. */
function movesOf(path: string, byEnd: ReadonlyMap<string, readonly string[]>): readonly Move[] {
  const [end = '', name] = endsOf(path)
  const deeper = (byEnd.get(end) ?? []).filter((candidate) => candidate === path || candidate.endsWith(`/${path}`))
  if (deeper.length > 0)
    return deeper.map((candidate) => ({ from: '', to: candidate.slice(0, candidate.length - path.length) }))
  const higher = (byEnd.get(name ?? end) ?? []).filter((candidate) => path.endsWith(`/${candidate}`))
  return higher.map((candidate) => ({ from: path.slice(0, path.length - candidate.length), to: '' }))
}

/** The last two segments and the last one; of a file at the root the last one. */
function endsOf(path: string): readonly string[] {
  const last = path.lastIndexOf('/')
  const name = path.slice(last + 1)
  return last < 0 ? [name] : [path.slice(path.lastIndexOf('/', last - 1) + 1), name]
}
