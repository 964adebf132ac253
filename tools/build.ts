import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { rolldown } from 'rolldown'

/**
 * `npm run build`: dist/ as it is published. The code is put together into a few files, because a program of 500 modules spends most of a short
 * run on finding them: `assay model` of one file takes two thirds of the time. What is loaded late in the source (commands, reports,
 * extractors, readers of models) stays apart; dependencies stay packages of their own. Types are written file by file.
 */
rmSync('dist', { recursive: true, force: true })
const compiler = join('node_modules', '.bin', 'tsc')
execFileSync(compiler, ['-p', 'tsconfig.build.json', '--emitDeclarationOnly'], { stdio: 'inherit' })
// The pools find the programs of their workers beside themselves, main.ts the manifest: both must be where they are in src/.
const ENTRIES = [
  'cli/main',
  'engine/worker-start',
  'engine/history/blob-worker-start',
  'engine/packages/artefact-worker-start',
  'index',
]
/** A file each in its own folder, whoever imports it. As an entry it would be a door to a chunk elsewhere as soon as another module imports it at once. */
const POOLS = ['engine/pool', 'engine/history/blob-pool', 'engine/packages/artefact-pool']
/** One file each, because finding thirty takes longer than reading them: what every run loads, and what every look at models does. */
const GROUPS = {
  start: ['cli/main'],
  core: ['cli/commands/model', 'engine/model-extractor-plugins', 'engine/quick-look'],
}
const groups = new Map<string, ReadonlySet<string>>()
const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`])),
  external: [/^node:/, /^[^./]/],
  platform: 'node',
  plugins: [
    {
      name: 'groups',
      buildEnd() {
        for (const [name, entries] of Object.entries(GROUPS)) {
          const found = new Set<string>()
          const waiting = entries.map((entry) => resolve('src', `${entry}.ts`))
          for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
            if (found.has(id)) continue
            found.add(id)
            waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []))
          }
          groups.set(name, found)
        }
      },
    },
  ],
  // What cannot be found would fail on the machine of the user.
  onLog: (_level, { code, message }) => {
    if (code === 'UNRESOLVED_IMPORT') throw new Error(message)
  },
})
await bundle.write({
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: ({ name }) => `${POOLS.find((pool) => basename(pool) === name) ?? `chunks/${name}`}-[hash].js`,
  codeSplitting: {
    groups: [
      ...POOLS.map((pool) => ({
        name: basename(pool),
        priority: 20,
        test: (id: string) => id === resolve('src', `${pool}.ts`),
      })),
      ...Object.keys(GROUPS).map((name, index) => ({
        name,
        priority: 10 - index,
        test: (id: string) => groups.get(name)?.has(id) ?? false,
      })),
    ],
  },
})
await bundle.close()
for (const file of dataFiles()) cpSync(file.replace(/^\.\/dist/, 'src'), file)

/** Files that package.json gives to others and that are no code. */
function dataFiles(): readonly string[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Readonly<Record<string, unknown>> }
  return Object.values(exports).filter((target): target is string => typeof target === 'string')
}
