import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { generateMonorepo } from './monorepo.ts'
import { medianRun, type ProcessRun, runNode } from './measured-process.ts'
import { peerRuns } from './tree-peers.ts'

/**
 * node bench/tree.ts [FILES] [PROJECTS] [ROUNDS]: `assay scan` as a whole process over a generated monorepo: without a cache, with an empty
 * one, with a filled one (in turn with none, ROUNDS times), after ten files changed, and in a copy of the tree as a fresh checkout is. Beside it osv-scanner, syft and pip-audit,
 * where PEERS (a folder) or PATH has them. Same tree, one run; what each found is printed, for the tools do not look for the same.
 */
const [files = '100000', projects = '40', rounds = '5'] = process.argv.slice(2)
const root = resolve(import.meta.dirname, '..')
const workplace = mkdtempSync(join(tmpdir(), 'assay-bench-'))

try {
  const tree = join(workplace, 'monorepo')
  const made = generateMonorepo(tree, { files: Number(files), projects: Number(projects) })
  console.log(
    `tree           ${made.files} files, ${(made.bytes / 1e6).toFixed(0)} MB, ${made.projects} projects, ${made.locked} locked packages`,
  )
  console.log(`machine        ${availableParallelism()} CPUs, Node ${process.version}`)
  const environment = { HOME: workplace, NODE_COMPILE_CACHE: join(workplace, 'compiled') }
  const cache = join(workplace, 'cache')
  const scan = (words: readonly string[], folder = tree): ProcessRun =>
    runNode([join(root, 'bin', 'assay.js'), 'scan', folder, '--offline', '--quiet', ...words], environment)
  const warmed = ['--cache-dir', cache]

  scan(['--no-cache'])
  const cold = scan(warmed)
  // What was written within the last two seconds is not trusted by its time.
  await new Promise((done) => setTimeout(done, 2500))
  scan(warmed)
  // In turn: what else the machine does meets both.
  const pairs = Array.from({ length: Number(rounds) }, () => ({ none: scan(['--no-cache']), warm: scan(warmed) }))
  const none = medianRun(pairs.map((pair) => pair.none))
  const warm = medianRun(pairs.map((pair) => pair.warm))
  touchSome(tree)
  const changed = scan(warmed)
  execFileSync('cp', ['-r', tree, `${tree}-copy`])
  const copied = scan(warmed, `${tree}-copy`)
  const json = ['-f', 'json']
  const whole = scan(['--no-cache', ...json]).stdout
  const { components, findings } = JSON.parse(whole) as { components: unknown[]; findings: unknown[] }
  // The first of them after the change reads what is known of each file, the third what is known of the tree.
  for (let run = 0; run < 3; run++) {
    if (whole !== scan([...warmed, ...json]).stdout) throw new Error('the cache changed the result')
  }

  console.log(
    `result         ${components.length} packages, ${findings.length} findings, the same with and without a cache`,
  )
  console.log(
    `pairs          ${pairs.map((pair) => `${(pair.none.milliseconds / 1000).toFixed(1)} s : ${(pair.warm.milliseconds / 1000).toFixed(2)} s = ${(pair.none.milliseconds / pair.warm.milliseconds).toFixed(1)}`).join(', ')}`,
  )
  line('no cache', none, none)
  line('cold cache', cold, none)
  line('warm cache', warm, none)
  line('10 changed', changed, none)
  line('fresh copy', copied, none)
  const database = join(cache, 'inspections', 'inspections-1.db')
  console.log(`cache          ${existsSync(database) ? (statSync(database).size / 1e6).toFixed(1) : '?'} MB on disk`)
  for (const { name, milliseconds, found: what } of peerRuns(tree)) {
    const ratio =
      milliseconds === undefined
        ? ''
        : `${(milliseconds / none.milliseconds).toFixed(1)} x no cache, ${(milliseconds / warm.milliseconds).toFixed(1)} x warm; `
    const time = milliseconds === undefined ? '     -' : `${milliseconds.toFixed(0).padStart(7)} ms`
    console.log(`${name.padEnd(15)}${time}  ${ratio}${what}`)
  }
} finally {
  rmSync(workplace, { recursive: true, force: true })
}

/** Wall time is what people wait for, time of the processor what is left to compare when the machine has other work. */
function line(name: string, run: ProcessRun, base: ProcessRun): void {
  const { milliseconds, processor, megabytes } = run
  const ratios = `${(base.milliseconds / milliseconds).toFixed(1)} x as fast, ${(base.processor / processor).toFixed(1)} x less work`
  console.log(
    `${name.padEnd(15)}${milliseconds.toFixed(0).padStart(7)} ms  ${processor.toFixed(0).padStart(6)} ms of CPU  ${megabytes.toFixed(0).padStart(4)} MB peak  ${ratios}`,
  )
}

/** Ten lock files and manifests get one more line each, as after a pull. */
function touchSome(tree: string): void {
  const paths = execFileSync('find', [tree, '-name', 'pyproject.toml', '-o', '-name', 'Dockerfile'], {
    encoding: 'utf8',
  })
  for (const path of paths.trim().split('\n').sort().slice(0, 10))
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n# changed\n`)
}
