import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { productFiles, type SourceFile } from './support/source-files.ts'

/** The walls of docs/architecture.md: each folder may import itself and the folders named here; `import type` counts. */
const WALLS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  versions: ['model', 'base'],
  formats: ['base'],
  scan: ['model', 'base', 'versions', 'formats'],
  inventory: ['model', 'base', 'versions', 'formats'],
  analysis: ['model', 'base', 'versions', 'formats'],
  policy: ['model', 'base', 'versions', 'formats'],
  report: ['model', 'base'],
  advisories: ['model', 'base', 'versions', 'formats'],
  signing: ['model', 'base', 'versions', 'formats'],
  claims: ['model', 'base', 'versions', 'formats'],
  drift: ['model', 'base', 'versions', 'formats'],
  governance: ['model', 'base', 'versions', 'formats'],
  store: ['model', 'base'],
  engine: [
    'model',
    'base',
    'versions',
    'formats',
    'scan',
    'inventory',
    'analysis',
    'policy',
    'report',
    'advisories',
    'signing',
    'claims',
    'drift',
    'governance',
    'store',
  ],
  firewall: ['model', 'base', 'engine', 'policy', 'store'],
  server: ['model', 'base', 'engine', 'report', 'policy', 'store', 'governance'],
}

/** Doors at the top may import anything. */
const OPEN_ROOMS = new Set(['cli', 'index.ts'])

const files = productFiles()

function roomOf(path: string): string {
  return path.split('/')[0] ?? ''
}

function targetsOf(file: SourceFile): readonly string[] {
  return file.imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.normalize(posix.join(posix.dirname(file.path), specifier)))
}

describe('the walls', () => {
  it('sees the code', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.flatMap(targetsOf).length).toBeGreaterThan(100)
  })

  it('stands in rooms that have a wall', () => {
    const rooms = new Set(files.map((file) => roomOf(file.path)))
    expect([...rooms].filter((room) => !Object.hasOwn(WALLS, room) && !OPEN_ROOMS.has(room))).toEqual([])
  })

  it('imports only what each room may', () => {
    const breaches = files.flatMap((file) => {
      const room = roomOf(file.path)
      if (OPEN_ROOMS.has(room)) return []
      const allowed = new Set([room, ...(WALLS[room] ?? [])])
      return targetsOf(file)
        .filter((target) => !allowed.has(roomOf(target)))
        .map((target) => `${file.path} -> ${target}`)
    })
    expect(breaches).toEqual([])
  })

  it('lets model take types of bytes and limits from base and nothing else', () => {
    const breaches = files
      .filter((file) => roomOf(file.path) === 'model')
      .flatMap((file) =>
        targetsOf(file)
          .filter((target) => roomOf(target) === 'base')
          .map((target) => [file, target] as const),
      )
      .filter(
        ([file, target]) =>
          !['base/bytes.ts', 'base/limits.ts'].includes(target) ||
          !file.text.includes(`from '../${target}'`) ||
          new RegExp(`^import \\{[^}]*\\} from '\\.\\./base/`, 'm').test(file.text),
      )
    expect(breaches.map(([file, target]) => `${file.path} -> ${target}`)).toEqual([])
  })

  it('has no loops, types included', () => {
    expect(loops(new Map(files.map((file) => [file.path, targetsOf(file)])))).toEqual([])
  })

  it('finds a loop when there is one', () => {
    expect(
      loops(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
        ]),
      ),
    ).toHaveLength(1)
  })
})

/** What may be used only in some places, and why. */
const RESERVED: readonly { readonly what: string; readonly pattern: RegExp; readonly places: RegExp }[] = [
  {
    what: 'node:fs (everything scanned goes through a source that keeps to its root)',
    pattern: /from 'node:fs(?:\/promises)?'|import\('node:fs/,
    places: /^(?:scan\/sources|store|advisories|signing|cli)\/|^engine\/cache/,
  },
  {
    what: 'sockets and fetch (nothing talks to the network unasked)',
    pattern: /(?<![.\w])fetch\(|from 'node:(?:net|tls|http|https|http2|dgram|dns)(?:\/promises)?'/,
    places: /^(?:base\/http\.ts|base\/http-.*|firewall\/|server\/)/,
  },
  // Not the host of an address, as in https://console.….
  { what: 'console (output belongs to the doors)', pattern: /(?<![./\w])console\./, places: /^cli\// },
  {
    what: 'process (environment, exit codes and streams belong to the command line)',
    pattern: /(?<![.\w])process\./,
    places: /^cli\//,
  },
  {
    what: 'new RegExp from a variable (base/patterns guarantees linear time)',
    pattern: /new RegExp\((?!['"`/])/,
    places: /^base\/patterns\.ts$/,
  },
]

describe('the extra walls', () => {
  it.each(RESERVED)('$what', ({ pattern, places }) => {
    const breaches = files.filter((file) => pattern.test(file.code) && !places.test(file.path)).map((file) => file.path)
    expect(breaches).toEqual([])
  })

  it('keeps host names of package registries out of the code', () => {
    // In halves, so that this file does not name them either.
    const names = [
      ['registry\\.npm', 'js'],
      ['py', 'pi\\.org'],
      ['python', 'hosted'],
      ['registry\\.yarn', 'pkg'],
    ]
    const hosts = new RegExp(names.map((halves) => halves.join('')).join('|'), 'i')
    expect(files.filter((file) => hosts.test(file.text)).map((file) => file.path)).toEqual([])
  })

  it('has no module-level let', () => {
    expect(files.filter((file) => /^(?:export )?let /m.test(file.code)).map((file) => file.path)).toEqual([])
  })

  it('has no drawer for everything', () => {
    const drawers = /(?:^|\/)(?:utils?|helpers?|common|misc|manager)(?:\/|\.ts$)/
    expect(files.filter((file) => drawers.test(file.path)).map((file) => file.path)).toEqual([])
  })
})

/** Every import loop once, as the files on it, found by depth-first search. */
function loops(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const state = new Map<string, 'open' | 'done'>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (node: string): void => {
    if (state.get(node) === 'done') return
    if (state.get(node) === 'open') {
      found.push([...stack.slice(stack.indexOf(node)), node])
      return
    }
    state.set(node, 'open')
    stack.push(node)
    graph.get(node)?.forEach(visit)
    stack.pop()
    state.set(node, 'done')
  }
  for (const node of graph.keys()) visit(node)
  return found
}
